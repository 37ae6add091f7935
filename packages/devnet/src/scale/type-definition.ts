import type { PalletSchema, TypeSchema } from '@stake/schema'
import { pallets, types } from './served-tables.ts'

/** The definition of a named type, among them the pallets' own enums: `SystemCall`, `SystemEvent`, `SystemError` …. */
export function typeDefinition(name: string): TypeSchema | undefined {
  return types[name] ?? palletEnums.get(name)
}

const palletEnums: ReadonlyMap<string, TypeSchema> = new Map(
  Object.values<PalletSchema>(pallets).flatMap((pallet) => {
    const errors = Object.entries(pallet.errors).map(
      ([name, index]) => [name, { index, fields: [] }] as const,
    )
    const kinds = { Call: pallet.calls, Event: pallet.events, Error: Object.fromEntries(errors) }
    return Object.entries(kinds).map(([kind, variants]): [string, TypeSchema] => [
      pallet.name + kind,
      {
        path: [...pallet.path, kind],
        params: pallet.params[kind as keyof typeof kinds].map((parameter): [string, null] => [
          parameter,
          null,
        ]),
        variants,
      },
    ])
  }),
)
