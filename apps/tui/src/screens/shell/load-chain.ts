/**
 * Loads what knows the chain piece by piece: between two pieces keys are answered. What is loaded here is what the
 * session imports anyway.
 */
export async function loadChain(): Promise<typeof import('../../session.ts')> {
  await import('@polkadot/keyring')
  await turn()
  await import('@polkadot/api')
  await turn()
  await import('@stake/chain')
  await turn()
  return import('../../session.ts')
}

/** Long enough for what was pressed meanwhile to be answered with a frame, in milliseconds. */
const FRAME = 20

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, FRAME))
}
