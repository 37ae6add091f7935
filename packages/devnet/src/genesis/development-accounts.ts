import type { AccountId32 } from '@stake/schema'

/**
 * The well-known development accounts, `//Alice` to `//Ferdie` of the phrase every Substrate node knows. Their keys
 * are public: anything sent to them on a real network is lost.
 */
export const developmentAccounts: Readonly<
  Record<'alice' | 'bob' | 'charlie' | 'dave' | 'eve' | 'ferdie', AccountId32>
> = {
  alice: '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
  bob: '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty',
  charlie: '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y',
  dave: '5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy',
  eve: '5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw',
  ferdie: '5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL',
}
