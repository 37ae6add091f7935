import { ensureSigned, type PalletCalls } from '../../runtime/pallet-calls.ts'
import { benchmarked } from '../../runtime/weight.ts'
import { register, registerLimit, rootRegister } from './registration.ts'

type RegistrationCalls = Pick<
  PalletCalls<'SubtensorModule'>,
  'register' | 'burned_register' | 'register_limit' | 'root_register'
>

/** Ways to get a hotkey a uid. `register` used to ask for work; what it says of that is not looked at. */
export const registrationCalls: RegistrationCalls = {
  register: {
    weight: () => benchmarked(354_200_000n, 47, 40),
    dispatch: (context, origin, args) => register(context, ensureSigned(origin), args),
  },
  burned_register: {
    weight: () => benchmarked(354_200_000n, 47, 40),
    dispatch: (context, origin, args) => register(context, ensureSigned(origin), args),
  },
  register_limit: {
    weight: () => benchmarked(354_200_000n, 47, 40),
    dispatch: (context, origin, args) => registerLimit(context, ensureSigned(origin), args),
  },
  root_register: {
    weight: () => benchmarked(111_700_000n, 24, 20),
    dispatch: (context, origin, { hotkey }) => rootRegister(context, ensureSigned(origin), hotkey),
  },
}
