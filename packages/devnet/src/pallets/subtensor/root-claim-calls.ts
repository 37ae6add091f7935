import { ensureRoot, ensureSigned, type PalletCalls } from '../../runtime/pallet-calls.ts'
import { benchmarked, lighter } from '../../runtime/weight.ts'
import { claimRoot, setNumRootClaims, setRootClaimThreshold, setRootClaimType } from './claim-root.ts'

type RootClaimCalls = Pick<
  PalletCalls<'SubtensorModule'>,
  'claim_root' | 'set_root_claim_type' | 'sudo_set_num_root_claims' | 'sudo_set_root_claim_threshold'
>

const claimWeight = benchmarked(138_999_000n, 16, 4)

/** What stakers on root are owed. A claim costs no more than what it found to pay. */
export const rootClaimCalls: RootClaimCalls = {
  claim_root: {
    weight: () => claimWeight,
    meter: (context, origin, args) => ({
      weight: lighter(claimRoot(context, ensureSigned(origin), args), claimWeight),
    }),
  },
  set_root_claim_type: {
    weight: () => benchmarked(19_420_000n, 2, 4),
    dispatch: (context, origin, args) => setRootClaimType(context, ensureSigned(origin), args),
  },
  sudo_set_num_root_claims: {
    weight: () => benchmarked(4_000_000n, 0, 1),
    dispatch(context, origin, args) {
      ensureRoot(origin)
      setNumRootClaims(context, args)
    },
  },
  sudo_set_root_claim_threshold: {
    weight: () => benchmarked(5_711_000n, 0, 1),
    dispatch: (context, origin, args) => setRootClaimThreshold(context, origin, args),
  },
}
