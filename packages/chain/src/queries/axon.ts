import type { AxonInfo } from '@stake/schema'

/** Where a neuron serves. All is zero where it does not. */
export interface Axon {
  /** The block in which it said so. */
  readonly block: number
  readonly version: number
  /** The address as people write it, of version 4 or 6. */
  readonly ip: string
  readonly ipType: number
  readonly port: number
  readonly protocol: number
}

export function axonOf({ block, version, ip, ip_type, port, protocol }: AxonInfo): Axon {
  return {
    block: Number(block),
    version,
    ip: ip_type === 6 ? version6(ip) : version4(ip),
    ipType: ip_type,
    port,
    protocol,
  }
}

function version4(ip: bigint): string {
  return [24n, 16n, 8n, 0n].map((bits) => (ip >> bits) & 0xffn).join('.')
}

/** In full, without the shortest form's gap. */
function version6(ip: bigint): string {
  const groups = ip.toString(16).padStart(32, '0').match(/.{4}/g) ?? []
  return groups.map((group) => group.replace(/^0{1,3}/, '')).join(':')
}
