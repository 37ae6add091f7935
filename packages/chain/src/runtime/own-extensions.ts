/** The signed extensions of this chain that polkadot-js does not know; none of them carries data. */
export const ownExtensions: Readonly<
  Record<string, { extrinsic: Record<string, never>; payload: Record<string, never> }>
> = Object.fromEntries(
  [
    'SudoTransactionExtension',
    'CheckShieldedTxValidity',
    'SubtensorTransactionExtension',
    'DrandPriority',
  ].map((name) => [name, { extrinsic: {}, payload: {} }]),
)
