// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { RuntimeVersionSchema } from './pallet-schema.ts'

export const runtimeVersion = {
  specName: 'node-subtensor',
  implName: 'node-subtensor',
  authoringVersion: 1,
  specVersion: 424,
  implVersion: 1,
  transactionVersion: 1,
  stateVersion: 1,
  apis: [
    ['0xdf6acb689907609b', 5],
    ['0x37e397fc7c91f5e4', 2],
    ['0xd2bc9897eed08f15', 3],
    ['0xbc9d89904f5b923f', 1],
    ['0x37c8bb1350a9a2a8', 4],
    ['0xf3ff14d5ab527059', 3],
    ['0x42e62be4a39e5b60', 1],
    ['0x806df4ccaa9ed485', 1],
    ['0x8375104b299b74c5', 2],
    ['0x5d1fbfbe852f2807', 1],
    ['0xc6886e2f8e598b0a', 1],
    ['0xc0de4984d112f3b4', 1],
    ['0xa8b093e6508d9e9c', 1],
    ['0x1c4585bd5c707202', 1],
  ],
} as const

runtimeVersion satisfies RuntimeVersionSchema
