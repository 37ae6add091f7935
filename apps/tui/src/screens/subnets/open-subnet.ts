import { Tolerance } from '@stake/math'
import type { State, Step } from '../shell/state.ts'
import { INITIAL_TOLERANCE } from '../trade/trade-form.ts'
import { subnetDetail } from './subnet-detail.ts'

/** Shows one subnet, perhaps with one of its validators selected, and has its validators read. */
export function openSubnet(state: State, netuid: number, hotkey?: string): Step {
  const tolerance = Tolerance.parse(state.preferences.tolerance ?? INITIAL_TOLERANCE)
  const detail = subnetDetail(netuid, tolerance, hotkey)
  const subnets = { ...state.subnets, selected: netuid, detail }
  return [
    { ...state, view: 'subnets', dialog: undefined, subnets },
    { type: 'wish', room: 'subnets', wish: { kind: 'validators', netuid } },
  ]
}
