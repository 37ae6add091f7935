import type { ChainIdentityV2, SubnetIdentityV3 } from '@stake/schema'
import { textOf } from '../text.ts'

/** What the owner of a subnet says of it: texts from outside. */
export interface SubnetIdentity {
  readonly subnetName: string
  readonly githubRepo: string
  readonly subnetContact: string
  readonly subnetUrl: string
  readonly discord: string
  readonly description: string
  readonly logoUrl: string
  readonly additional: string
}

/** What a coldkey says of itself: texts from outside. */
export interface Identity {
  readonly name: string
  readonly url: string
  readonly githubRepo: string
  readonly image: string
  readonly discord: string
  readonly description: string
  readonly additional: string
}

export function subnetIdentityOf(identity: SubnetIdentityV3): SubnetIdentity {
  return {
    subnetName: textOf(identity.subnet_name),
    githubRepo: textOf(identity.github_repo),
    subnetContact: textOf(identity.subnet_contact),
    subnetUrl: textOf(identity.subnet_url),
    discord: textOf(identity.discord),
    description: textOf(identity.description),
    logoUrl: textOf(identity.logo_url),
    additional: textOf(identity.additional),
  }
}

export function identityOf(identity: ChainIdentityV2): Identity {
  return {
    name: textOf(identity.name),
    url: textOf(identity.url),
    githubRepo: textOf(identity.github_repo),
    image: textOf(identity.image),
    discord: textOf(identity.discord),
    description: textOf(identity.description),
    additional: textOf(identity.additional),
  }
}
