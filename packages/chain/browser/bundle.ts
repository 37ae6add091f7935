import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

/** @stake/chain and its journey as one script for a page: a global `stakeChain`, made for browsers. */
export async function bundle(): Promise<string> {
  const { output } = await build({
    input: fileURLToPath(new URL('page.ts', import.meta.url)),
    platform: 'browser',
    // polkadot-js asks where its files are, which a page does not know.
    transform: { define: { 'import.meta': '{}' } },
    output: { format: 'iife', name: 'stakeChain', codeSplitting: false, minify: true },
    write: false,
  })
  return output[0].code
}
