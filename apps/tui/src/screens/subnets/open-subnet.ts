import type { State, Step } from '../shell/state.ts'
import { subnetDetail } from './subnet-detail.ts'

/** Shows one subnet, perhaps with one of its validators selected, and has its validators read. */
export function openSubnet(state: State, netuid: number, hotkey?: string): Step {
  const subnets = { ...state.subnets, selected: netuid, detail: subnetDetail(netuid, hotkey) }
  return [
    { ...state, view: 'subnets', dialog: undefined, subnets },
    { type: 'wish', room: 'subnets', wish: { kind: 'validators', netuid } },
  ]
}
