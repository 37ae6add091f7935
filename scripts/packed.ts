// What a person gets from the registry: every publishable package is packed once and its tarball is looked at.
import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './source.ts'
import { runProgram, type Step, type StepResult } from './step.ts'

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly description?: string
  readonly license?: string
  readonly type?: string
  readonly repository?: { readonly directory?: string }
  readonly engines?: { readonly node?: string }
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, unknown>> }
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

interface Package {
  /** From the root of the workspace. */
  readonly folder: string
  readonly manifest: Manifest
}

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

export function publishablePackages(): Package[] {
  return globSync('{packages,apps}/*/package.json', { cwd: root })
    .map((path) => dirname(path))
    .sort()
    .map((folder) => ({ folder, manifest: readManifest(join(root, folder)) }))
    .filter(({ manifest }) => manifest.private !== true)
}

/** The folder in `scratch` where the tarball of a package and what it unpacks to are kept. */
const homeOf = (scratch: string, name: string): string => join(scratch, name.replace('/', '+'))

/** Packs every package, one step each; `scratch` is an empty folder. The packages must have been built. */
export function packSteps(scratch: string): Step[] {
  return publishablePackages().map(({ folder, manifest }) => ({
    name: `pack ${manifest.name}`,
    run: () => pack(folder, homeOf(scratch, manifest.name)),
  }))
}

/** Imports every entry of the packed packages with nothing around them but what they declare. */
export function importStep(scratch: string): Step {
  return {
    name: 'import the packed packages',
    run: async () => {
      const libraries = publishablePackages().filter(({ manifest }) => manifest.exports)
      for (const { folder, manifest } of libraries) provideDependencies(folder, manifest.name, scratch)
      const failures: string[] = []
      for (const { manifest } of libraries) {
        for (const entry of Object.keys(manifest.exports ?? {})) {
          const specifier = manifest.name + entry.slice(1)
          const how = entry.endsWith('.json') ? ", { with: { type: 'json' } }" : ''
          const program = `await import('${specifier}'${how})`
          const { ok, output } = await runProgram(process.execPath, ['-e', program], {
            cwd: join(homeOf(scratch, manifest.name), 'package'),
          })
          if (!ok) failures.push(`${specifier}\n${output}`)
        }
      }
      return result(failures)
    },
  }
}

function result(failures: readonly string[]): StepResult {
  const ok = failures.length === 0
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output: failures.join('\n') }
}

async function pack(folder: string, home: string): Promise<StepResult> {
  mkdirSync(home, { recursive: true })
  const tarball = join(home, 'package.tgz')
  const packing = await runProgram('pnpm', ['pack', '--out', tarball], { cwd: join(root, folder) })
  if (!packing.ok) return result([packing.output])
  const listing = await runProgram('tar', ['-xvzf', tarball, '-C', home])
  if (!listing.ok) return result([listing.output])

  const unpacked = join(home, 'package')
  const manifest = readManifest(unpacked)
  const failures = [...strayFiles(unpacked), ...brokenBins(unpacked, manifest)]
  const checks = [['publint', 'run', '--strict', tarball]]
  if (manifest.exports) checks.push(['attw', '--profile', 'esm-only', '--no-emoji', '--no-color', tarball])
  for (const [command = '', ...args] of checks) {
    const { ok, output } = await runProgram(command, args)
    if (!ok) failures.push(output)
  }
  return result(failures)
}

function strayFiles(unpacked: string): string[] {
  const files = globSync('**/*', { cwd: unpacked, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1))
  const stray = files.filter(
    (file) =>
      !/^(dist\/.*|package\.json|[a-z]+\.schema\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(file) ||
      /\.test\./.test(file),
  )
  const missing = ['LICENSE', 'README.md'].filter((file) => !files.includes(file))
  return [
    ...stray.map((file) => `${file} does not belong into the package`),
    ...missing.map((file) => `${file} is missing from the package`),
  ]
}

function brokenBins(unpacked: string, { bin = {} }: Manifest): string[] {
  return Object.values(bin).flatMap((path) => {
    const file = join(unpacked, path)
    if (!existsSync(file)) return [`bin ${path} is missing from the package`]
    const shebang = readFileSync(file, 'utf8').startsWith('#!/usr/bin/env node\n')
    return shebang ? [] : [`bin ${path} does not start with #!/usr/bin/env node`]
  })
}

/** Gives an unpacked package what it declares: our other packages as packed, those of others as installed. */
function provideDependencies(folder: string, name: string, scratch: string): void {
  const unpacked = join(homeOf(scratch, name), 'package')
  const { dependencies, peerDependencies } = readManifest(unpacked)
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
    const link = join(unpacked, 'node_modules', dependency)
    mkdirSync(dirname(link), { recursive: true })
    const target = dependency.startsWith('@stake/')
      ? join(homeOf(scratch, dependency), 'package')
      : join(root, folder, 'node_modules', dependency)
    symlinkSync(target, link)
  }
}
