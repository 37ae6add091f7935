import type { ValidatorName } from './demo-validators.ts'
import type { SubnetGenesis } from './genesis.ts'

/** A subnet of the demo, with the own stake of each validator, largest first. */
export interface DemoSubnet extends Omit<SubnetGenesis, 'validators'> {
  readonly validators: Readonly<Partial<Record<ValidatorName, string>>>
}

/**
 * The escape sequences, the control and direction characters and the width of this name and its texts are what a
 * terminal must be kept from.
 */
const HOSTILE = {
  name: '\u001b]0;owned\u0007\u001b[2J\u001b[31m\u202egnp.teksaB\u202c\r\nYou won\u200b\u0000 100 TAO\u009b1A',
  identity: {
    description: `\u001b[1;1H${'\u{1F9FF}\u0301\u0301\u0301'.repeat(200)}\n\n\u001b[?1049l`,
    url: 'javascript:alert(1)\u001b]8;;https://example.com\u0007click\u001b]8;;\u0007',
    discord: '\u2066\u2067\u2068\u2069\ufeff',
  },
} as const

function emission(alphaIn: string, taoIn: string) {
  return { alphaOut: '1', alphaIn, taoIn }
}

/**
 * Root and thirteen subnets: prices from 0.003 to 0.75 TAO, pools from 12 to 9000 TAO, half of the weights off 0.5.
 * Staking on subnet 5 has not begun, and the name of subnet 66 is an attack on terminals.
 */
export const demoSubnets: readonly DemoSubnet[] = [
  {
    netuid: 0,
    name: 'root',
    symbol: 'Τ',
    validators: {
      Otter: '25000',
      Heron: '18000',
      Marten: '7500',
      Kestrel: '4200',
      Badger: '3900',
      Osprey: '2600',
      Merlin: '1700',
      Lynx: '900',
      Curlew: '650',
      Plover: '300',
    },
  },
  {
    netuid: 1,
    name: 'Cartography',
    symbol: 'α',
    tao: '4200',
    alpha: '9000',
    emission: emission('0.42', '0.196'),
    identity: { description: 'Maps drawn from satellite pictures.', url: 'https://cartography.example' },
    validators: { Otter: '5200', Heron: '3100', Kestrel: '800', Badger: '640', Gannet: '210' },
  },
  {
    netuid: 2,
    name: 'Foundry',
    symbol: 'β',
    tao: '6000',
    alpha: '24000',
    emission: emission('0.6', '0.15'),
    identity: { description: 'Small language models, cast to order.', github: 'https://git.example/foundry' },
    validators: { Heron: '4000', Marten: '2500', Otter: '900', Egret: '700', Ibex: '350', Lynx: '120' },
  },
  {
    netuid: 3,
    name: 'Lanternworks',
    symbol: 'γ',
    tao: '2500',
    alpha: '60000',
    quoteWeight: 480_000_000_000_000_000n,
    emission: emission('0.8', '0.0361'),
    identity: { description: 'Light fields from photographs.', discord: 'lanternworks' },
    validators: { Kestrel: '22000', Otter: '9000', Hoopoe: '4100', Lynx: '2500' },
  },
  {
    netuid: 4,
    name: 'Shallows',
    symbol: 'δ',
    tao: '12',
    alpha: '400',
    emission: emission('0.1', '0.003'),
    validators: { Lynx: '90', Marten: '60', Heron: '30' },
  },
  {
    netuid: 5,
    name: 'Dormant',
    symbol: 'ε',
    tao: '1000',
    alpha: '1000',
    subtokenEnabled: false,
    validators: { Otter: '500', Heron: '400', Marten: '300' },
  },
  {
    netuid: 8,
    name: 'Quillmark',
    symbol: 'θ',
    tao: '3100',
    alpha: '41000',
    quoteWeight: 512_500_000_000_000_000n,
    emission: emission('0.7', '0.0503'),
    identity: { description: 'Provenance for written text.', url: 'https://quillmark.example' },
    validators: { Badger: '12000', Curlew: '7400', Jackdaw: '3300', Knot: '900' },
  },
  {
    netuid: 19,
    name: 'Hedgerow',
    symbol: 'τ19',
    tao: '780',
    alpha: '62000',
    quoteWeight: 505_000_000_000_000_000n,
    emission: emission('0.9', '0.0111'),
    identity: { description: 'Field recordings, labelled.' },
    validators: { Dunlin: '15000', Nightjar: '8000', Osprey: '2200' },
  },
  {
    netuid: 51,
    name: 'Millrace',
    symbol: 'ב',
    tao: '5600',
    alpha: '48500',
    quoteWeight: 491_250_000_000_000_000n,
    emission: emission('0.6', '0.0717'),
    identity: { description: 'Rented accelerators by the minute.', github: 'https://git.example/millrace' },
    validators: { Otter: '9800', Merlin: '6100', Linnet: '3000', Fulmar: '1500', Plover: '400' },
  },
  {
    netuid: 64,
    name: 'Parallax',
    symbol: 'շ',
    tao: '7300',
    alpha: '51000',
    emission: emission('0.55', '0.0787'),
    identity: { description: 'Forecasts that are scored.', contact: 'hello@parallax.example' },
    validators: { Heron: '14000', Gannet: '5200', Egret: '2900', Ibex: '1100' },
  },
  {
    netuid: 66,
    ...HOSTILE,
    symbol: '\u001b[5m\u202e',
    tao: '1300',
    alpha: '8000',
    emission: emission('0.4', '0.065'),
    validators: { Jackdaw: '2100', Knot: '1400', Lynx: '350' },
  },
  {
    netuid: 81,
    name: 'Undertow',
    symbol: 'Ⴃ',
    tao: '210',
    alpha: '71000',
    quoteWeight: 532_000_000_000_000_000n,
    emission: emission('1', '0.0026'),
    identity: { description: 'Rumours of the sea.' },
    validators: { Nightjar: '19000', Fulmar: '12000', Dunlin: '4000' },
  },
  {
    netuid: 119,
    name: 'Tideglass',
    symbol: 'Ⲃ',
    tao: '1500',
    alpha: '300000',
    emission: emission('1', '0.005'),
    identity: { description: 'Tide tables for every harbour.', url: 'https://tideglass.example' },
    validators: { Marten: '90000', Heron: '40000', Kestrel: '10000', Hoopoe: '6000' },
  },
  {
    netuid: 277,
    name: 'Monsoon',
    symbol: 'इ',
    tao: '9000',
    alpha: '12000',
    emission: emission('0.3', '0.225'),
    identity: { description: 'Weather, two weeks ahead.', url: 'https://monsoon.example' },
    validators: { Otter: '3000', Lynx: '2000', Kestrel: '1500', Osprey: '600' },
  },
]
