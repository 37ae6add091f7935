import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Manifest, readManifest } from './packed.ts'
import { root } from './source.ts'

const folders = globSync('{packages,apps}/*/package.json', { cwd: root }).map((path) => dirname(path))
const manifests: readonly (Manifest & { folder: string })[] = ['.', ...folders].map((folder) => ({
  folder,
  ...readManifest(join(root, folder)),
}))
const published = manifests.filter((manifest) => manifest.private !== true)

describe.each(manifests)('$folder/package.json', ({ dependencies, devDependencies, license, type }) => {
  test('takes versions from the catalog and packages from the workspace', () => {
    const own = new Set(manifests.map(({ name }) => name))
    for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(`${name} ${range}`).toBe(`${name} ${own.has(name) ? 'workspace:^' : 'catalog:'}`)
    }
  })

  test('has the license and the module system of the workspace', () => {
    expect({ license, type }).toEqual({ license: 'Apache-2.0', type: 'module' })
  })
})

describe.each(published)('$folder/package.json, which is published', (manifest) => {
  test('says what it is, where it comes from and which Node it needs', () => {
    expect(manifest.description).toMatch(/\.$/)
    expect(manifest.repository?.directory).toBe(manifest.folder)
    expect(manifest.engines?.node).toMatch(/^>=\d+/)
    expect(manifest.publishConfig).toMatchObject({ access: 'public', provenance: true })
  })

  test('publishes an entry in dist for every entry in src', () => {
    const { exports = {}, publishConfig } = manifest
    const entries = Object.entries(exports).map(([entry, source]) => {
      // What is no source, such as a JSON schema, is published as it is.
      if (!String(source).startsWith('./src/')) return [entry, source]
      const built = String(source).replace(/^\.\/src\/(.*)\.ts$/, './dist/$1')
      return [entry, { types: `${built}.d.ts`, default: `${built}.js` }]
    })
    expect(publishConfig?.exports ?? {}).toEqual(Object.fromEntries(entries))
  })
})
