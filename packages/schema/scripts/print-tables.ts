import { printTypeMap } from './print-type-map.ts'
import type { RuntimeTables } from './read-runtime.ts'

const WIDTH = 110

/** The generated sources by path below `src/`. */
export function printTables(tables: RuntimeTables): Record<string, string> {
  const header = (...imports: string[]) =>
    [
      `// Written by \`pnpm schema\` from the metadata of ${tables.runtimeVersion.specName} ${tables.runtimeVersion.specVersion}. What it takes is named in scripts/selection.ts.`,
      '// biome-ignore-all format: a table, an entry a line where it fits',
      ...imports,
      '',
      '',
    ].join('\n')
  const schemaImport = (name: string, from = './') => `import type { ${name} } from '${from}pallet-schema.ts'`
  const tableNames = Object.keys(tables.pallets).map((name) => [name, tableName(name)] as const)
  const files: Record<string, string> = {
    'pallets.ts': `${header(
      '// biome-ignore-all assist/source/organizeImports: in the order of the runtime',
      ...tableNames.map(([name, table]) => `import { ${table} } from './pallets/${kebab(name)}.ts'`),
    )}export const pallets: {\n${tableNames.map(([name, table]) => `  readonly ${name}: typeof ${table}\n`).join('')}} = { ${tableNames.map(([name, table]) => (name === table ? name : `${name}: ${table}`)).join(', ')} }\n`,
    'runtime-apis.ts': `${header(schemaImport('RuntimeApiSchema'))}export const runtimeApis = ${literal(tables.runtimeApis)} as const\n\nruntimeApis satisfies Record<string, RuntimeApiSchema>\n`,
    'extrinsic.ts': `${header(schemaImport('ExtensionSchema, ExtrinsicSchema'))}export const extrinsic = ${literal(tables.extrinsic)} as const\n\nextrinsic satisfies ExtrinsicSchema\n\nexport const extensions = ${literal(tables.extensions)} as const\n\nextensions satisfies readonly ExtensionSchema[]\n`,
    'types.ts': `${header(schemaImport('TypeSchema'))}export const types: Readonly<Record<string, TypeSchema>> = ${literal(tables.types)}\n`,
    'type-map.ts': header(schemaImport('Hex')) + printTypeMap(tables),
    'runtime-version.ts': `${header(schemaImport('RuntimeVersionSchema'))}export const runtimeVersion = ${literal(tables.runtimeVersion)} as const\n\nruntimeVersion satisfies RuntimeVersionSchema\n`,
  }
  for (const [name, pallet] of Object.entries(tables.pallets))
    files[`pallets/${kebab(name)}.ts`] =
      `${header(schemaImport('PalletSchema', '../'))}export const ${tableName(name)} = ${literal(pallet)} as const\n\n${tableName(name)} satisfies PalletSchema\n`
  return files
}

/** A pallet's table bears its name, unless that is JavaScript's. */
function tableName(pallet: string): string {
  return pallet in globalThis ? `${pallet}Pallet` : pallet
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
}

/** A value as source text: on one line where it fits, else an entry a line. */
function literal(value: unknown, indent = '', room = WIDTH): string {
  const line = inline(value)
  if (line.length <= room || typeof value !== 'object' || value === null) return line
  const deeper = `${indent}  `
  const entries = Array.isArray(value)
    ? value.map((item) => `${deeper}${literal(item, deeper, WIDTH - deeper.length - 1)},\n`)
    : Object.entries(value).map(([key, item]) => {
        const start = `${deeper}${property(key)}: `
        return `${start}${literal(item, deeper, WIDTH - start.length - 1)},\n`
      })
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${entries.join('')}${indent}${close}`
}

function inline(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([key, item]) => `${property(key)}: ${inline(item)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

function property(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : quote(key)
}

function quote(text: string): string {
  if (!/^[\x20-\x7e]*$/.test(text) || /['\\]/.test(text))
    throw new Error(`unexpected text in metadata: ${text}`)
  return `'${text}'`
}
