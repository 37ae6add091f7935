import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Manifest, readManifest } from './packed.ts'
import { root } from './source.ts'
import { runProgram } from './step.ts'

/** What versions depend on, copied to a folder of its own: manifests and the settings of changesets. */
function scratchCopy(...more: string[]): string {
  const scratch = mkdtempSync(join(tmpdir(), 'stake-versions-'))
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }))
  const settings = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', '.changeset/config.json']
  for (const file of globSync([...settings, '{packages,apps}/*/package.json', ...more], { cwd: root })) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true })
    cpSync(join(root, file), join(scratch, file))
  }
  symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'))
  return scratch
}

function manifestsIn(scratch: string): Manifest[] {
  return globSync('{packages,apps}/*', { cwd: scratch }).map((folder) => readManifest(join(scratch, folder)))
}

const versionsIn = (scratch: string): Record<string, string> =>
  Object.fromEntries(manifestsIn(scratch).map(({ name, version }) => [name, version]))

async function changesetVersion(scratch: string): Promise<Record<string, string>> {
  const { ok, output } = await runProgram('changeset', ['version'], { cwd: scratch })
  expect(ok, output).toBe(true)
  return versionsIn(scratch)
}

function next(version: string, release: 'patch' | 'minor'): string {
  const [major, minor, patch] = version.split('.').map(Number)
  return release === 'minor' ? `${major}.${Number(minor) + 1}.0` : `${major}.${minor}.${Number(patch) + 1}`
}

test.each(['as they are', '0.3.0', '1.4.2'])(
  'a minor of math is a patch of its dependents, from versions %s',
  async (from) => {
    const scratch = scratchCopy()
    for (const folder of globSync('{packages,apps}/*', { cwd: scratch })) {
      const manifest = readManifest(join(scratch, folder))
      const version = from === 'as they are' ? manifest.version : from
      writeFileSync(join(scratch, folder, 'package.json'), JSON.stringify({ ...manifest, version }, null, 2))
    }
    const change = `---\n'@stake/math': minor\n---\n\nMath can do something new.\n`
    writeFileSync(join(scratch, '.changeset/one-change.md'), change)

    const before = versionsIn(scratch)
    const dependents = ['@stake/chain', '@stake/ops', '@stake/devnet']
    expect(
      manifestsIn(scratch)
        .filter(dependsOnMath)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(dependents.sort())
    const expected: Record<string, string> = {
      ...before,
      '@stake/math': next(String(before['@stake/math']), 'minor'),
    }
    for (const name of dependents) expected[name] = next(String(before[name]), 'patch')
    expect(await changesetVersion(scratch)).toEqual(expected)
  },
)

/** Apps bundle what they use or are not published: their versions are raised by changes of their own. */
const dependsOnMath = ({ private: hidden, dependencies }: Manifest): boolean =>
  hidden !== true && '@stake/math' in (dependencies ?? {})

const pending = globSync('.changeset/*.md', { cwd: root })

test.runIf(pending.length > 0)('the pending changes of the workspace can be released', async () => {
  const scratch = scratchCopy('.changeset/*.md')
  const after = await changesetVersion(scratch)
  expect(Object.keys(after)).toEqual(Object.keys(versionsIn(root)))
  expect(globSync('.changeset/*.md', { cwd: scratch })).toEqual([])
  const unnamed = manifestsIn(scratch).filter(
    ({ private: hidden, version }) => !hidden && version === '0.0.0',
  )
  expect(unnamed.map(({ name }) => name)).toEqual([])
})
