import { alphaNeededFor } from '../src/alpha-needed.ts'
import { balancerFormulas, WEIGHT_ONE } from '../src/balancer.ts'
import { constantProductFormulas } from '../src/constant-product.ts'
import type { Side } from '../src/curve.ts'
import {
  Balance,
  changeStake,
  curveOf,
  distributeDividend,
  largestBuyWithin,
  largestMoveWithin,
  largestSellWithin,
  legacyPool,
  limitOrderPoolLimit,
  type Pool,
  Price,
  powRatioScaledFloor,
  quoteBuy,
  quoteSell,
  rollLock,
  SAFE_FLOAT_ZERO,
  type SafeFloat,
  SwapError,
  safeFloat,
  safeFloatFromFixed,
  splitTake,
  splitTakeSimple,
  spotPrice,
  stakeOfShare,
  swapFeeFloor,
  weightAfterInjection,
  weightFee,
  weightFromPrice,
} from '../src/index.ts'
import { destinationLimit } from '../src/largest-move-within.ts'
import { limitedCurve, type SwapFormulas } from '../src/limited-swap.ts'

/** Inputs and outputs of a vector: integers as decimal text, or small structures of them. */
// biome-ignore lint/suspicious/noExplicitAny: vectors are JSON of many shapes, each read by its own kind below
export type Fields = Record<string, any>

/** What the package says to a vector's inputs: its outputs by the vector's own names, or `{ err }`. */
export type VectorKind = (inputs: Fields) => Fields

const NETUID = 1
const OTHER_NETUID = 2
const HALF = WEIGHT_ONE / 2n

/** Kinds of `chain-rust.jsonl`, through the public functions. */
export const chainKinds: Record<string, VectorKind> = {
  buy: (inputs) => swapOutputs('buy', inputs),
  sell: (inputs) => swapOutputs('sell', inputs),
  price: (inputs) => ({ price_bits: text(spotPrice(poolOf(inputs)).bits) }),
  quote_delta_in: (inputs) => deltaIn('buy', inputs),
  base_delta_in: (inputs) => deltaIn('sell', inputs),
  max_amount_add: (inputs) =>
    refusable(() => ({ max_amount: text(largestBuyWithin(poolOf(inputs), BigInt(inputs.limit_price)).rao) })),
  max_amount_remove: (inputs) =>
    refusable(() => ({
      max_amount: text(largestSellWithin(poolOf(inputs), BigInt(inputs.limit_price)).rao),
    })),
  max_amount_move: (inputs) =>
    refusable(() => ({ max_amount: text(largestMove(inputs, BigInt(inputs.limit_price))) })),
  update_weights: (inputs) =>
    refusable(() => ({
      quote_weight: text(
        weightAfterInjection(reservesOf(inputs), BigInt(inputs.quote_weight), {
          tao: BigInt(inputs.tao_delta),
          alpha: BigInt(inputs.alpha_delta),
        }),
      ),
    })),
  base_needed_for_quote: (inputs) => ({
    alpha: text(alphaNeededFor(BigInt(inputs.delta_tao), reservesOf(inputs), BigInt(inputs.quote_weight))),
  }),
}

/** Kinds of `pallet-tests.json`; those with a minimum reserve of their own go through the curves. */
export const palletKinds: Record<string, VectorKind> = {
  spot_price(inputs) {
    const price = Price.fromBits(palletFormulas(inputs).price(reservesOf(inputs)))
    return { price_u64f64_bits: text(price.bits), price_rao_per_alpha: text(price.rao) }
  },
  fee_amount: (inputs) => ({ fee: text(swapFeeFloor(BigInt(inputs.amount), Number(inputs.fee_rate_u16))) }),
  swap: (inputs) =>
    refusable(() => {
      const curve = limitedCurve(palletFormulas(inputs), BigInt(inputs.min_reserve))
      const reserves = reservesOf(inputs)
      const fill = curve.swap({
        side: inputs.side,
        reserves,
        amount: BigInt(inputs.amount),
        limitPrice: BigInt(inputs.limit_price_rao),
        feeRate: inputs.drop_fees ? 0 : Number(inputs.fee_rate_u16),
      })
      return {
        amount_paid_in: text(fill.paidIn),
        amount_paid_out: text(fill.received),
        fee_paid: text(fill.fee),
        limit_hit: fill.limitHit,
        price_before_rao: text(Price.fromBits(curve.price(reserves)).rao),
        price_after_rao: text(Price.fromBits(curve.price(fill.after)).rao),
      }
    }),
  max_amount_add: (inputs) => palletLargest('buy', inputs),
  max_amount_remove: (inputs) => palletLargest('sell', inputs),
  max_amount_move: (inputs) => ({
    max_amount: text(largestMove(inputs, BigInt(inputs.limit_price_ratio_e9))),
  }),
  max_amount_move_stable_stable(inputs) {
    const stable = { mechanism: '0', tao_reserve: '0', alpha_reserve: '0' }
    const moved = { origin: stable, destination: stable }
    return { max_amount: text(largestMove(moved, BigInt(inputs.limit_price_rao))) }
  },
  max_amount_move_stable_to_dynamic(inputs) {
    const limit = BigInt(inputs.limit_price_ratio_e9)
    const moved = { origin: { mechanism: '0', tao_reserve: '0', alpha_reserve: '0' }, ...inputs }
    return {
      ...refusable(() => ({ max_amount: text(largestMove(moved, limit)) })),
      converted_add_limit_price_rao: text(destinationLimit(limit)),
    }
  },
  max_amount_add_stable: (inputs) => stableLargest('buy', inputs),
  max_amount_remove_stable: (inputs) => stableLargest('sell', inputs),
  sim_swap_runtime_api: simulatedSwap,
  pow_ratio_scaled(inputs) {
    const [bn, bd, en, ed, scale] = ['base_num', 'base_den', 'exp_num', 'exp_den', 'scale'].map((name) =>
      BigInt(inputs[name]),
    ) as [bigint, bigint, bigint, bigint, bigint]
    return { scaled_result: text(powRatioScaledFloor(bn, bd, en, ed, scale)) }
  },
  alpha_needed_for_tao: (inputs) => ({
    alpha_in: text(
      alphaNeededFor(BigInt(inputs.tao_out), reservesOf(inputs), BigInt(inputs.quote_weight_e18)),
    ),
  }),
  weight_update_on_injection(inputs) {
    const added = { tao: BigInt(inputs.tao_delta), alpha: BigInt(inputs.alpha_delta) }
    const { err, weight } = refusable(() => ({
      weight: text(weightAfterInjection(reservesOf(inputs), BigInt(inputs.quote_weight_e18), added)),
    }))
    return err === 'InvalidValue' ? { rejected: true } : { new_quote_weight_e18: weight }
  },
  weight_init_from_price: (inputs) => ({
    quote_weight_e18: text(
      weightFromPrice(Price.fromBits(BigInt(inputs.price_u64f64_bits)), reservesOf(inputs)),
    ),
  }),
  take_split(inputs) {
    const { take, rest, lost } = splitTake(alpha(inputs.hotkey_dividend), Number(inputs.take_u16))
    return { take_rao: text(take.rao), rest_rao: text(rest.rao), lost_rounding: text(lost.rao) }
  },
  take_split_simplified(inputs) {
    const stakes = inputs.nominators.map((stake: string) => Balance.parse(stake, NETUID))
    const own = Balance.parse(inputs.delegate_own, NETUID)
    const split = splitTakeSimple(Balance.parse(inputs.emission, NETUID), inputs.take, own, stakes)
    return { delegate: String(split.delegate), nominators: split.nominators.map(String) }
  },
  dividend_distribution(inputs) {
    const after = distributeDividend(
      alpha(inputs.hotkey_dividend),
      Number(inputs.take_u16),
      alpha(inputs.owner_stake),
      inputs.nominator_stakes.map(alpha),
    )
    return {
      owner_after: text(after.owner.rao),
      nominators_after: after.nominators.map(({ rao }) => text(rao)),
      total_hotkey_alpha: text(after.total.rao),
    }
  },
  lock_roll_forward(inputs) {
    const [mass, conviction, dt, unlockRate, maturityRate] = [
      'locked_mass',
      'conviction',
      'dt_blocks',
      'unlock_rate',
      'maturity_rate',
    ].map((name) => BigInt(inputs[name])) as [bigint, bigint, bigint, bigint, bigint]
    const lock = { mass, conviction: conviction << 64n, lastUpdate: 0n }
    const rolled = rollLock(lock, dt, { unlockRate, maturityRate, perpetual: inputs.perpetual })
    return { locked_mass: text(rolled.mass), conviction: text(rolled.conviction >> 64n) }
  },
  limit_order_effective_price({ is_buy, limit_price, max_slippage_perbill: slippage }) {
    const side = is_buy ? 'buy' : 'sell'
    const limit = limitOrderPoolLimit(
      side,
      BigInt(limit_price),
      slippage === null ? undefined : BigInt(slippage),
    )
    return { effective_swap_limit: text(limit) }
  },
  legacy_constant_product_buy: (inputs) => ({
    alpha_out: text(legacyPool.alphaFor(BigInt(inputs.amount), reservesOf(inputs))),
  }),
  legacy_constant_product_max_add: (inputs) => ({
    max_amount: text(legacyPool.largestBuy(BigInt(inputs.limit_price_rao), reservesOf(inputs))),
  }),
  legacy_constant_product_max_remove: (inputs) => ({
    max_amount: text(legacyPool.largestSell(BigInt(inputs.limit_price_rao), reservesOf(inputs))),
  }),
  safefloat_normalize: (inputs) => floatText(safeFloat(BigInt(inputs.mantissa), BigInt(inputs.exponent))),
  safefloat_scale(inputs) {
    const float = safeFloat(BigInt(inputs.value))
    const scale = littleEndian(float.mantissa, 16) + littleEndian(BigInt.asUintN(64, float.exponent), 8)
    return { ...floatText(float), scale_hex: `0x${scale}` }
  },
  u64f64_to_safefloat: (inputs) => floatText(safeFloatFromFixed(fromLittleEndian(inputs.scale_hex))),
  share_value: (inputs) => ({
    values: inputs.shares.map((share: string) =>
      text(
        stakeOfShare(
          BigInt(inputs.total_hotkey_alpha),
          safeFloat(BigInt(share)),
          safeFloat(BigInt(inputs.denominator)),
        ),
      ),
    ),
  }),
  share_ops: sharePool,
  weight_to_fee: (inputs) => ({
    fee_rao: text(weightFee(BigInt(inputs.ref_time), BigInt(inputs.coeff_parts_per_billion))),
  }),
}

/** The pool of a vector; any mechanism but 1 is stable. */
function poolOf(inputs: Fields, netuid: number = NETUID): Pool {
  const reserves = {
    netuid,
    tao: Balance.fromRao(BigInt(inputs.tao_reserve)),
    alpha: Balance.fromRao(BigInt(inputs.alpha_reserve), netuid),
  }
  if ((inputs.mechanism ?? '1') !== '1') return { curve: 'stable', ...reserves }
  const feeRate = Number(inputs.fee_rate ?? inputs.fee_rate_u16 ?? 0)
  const quoteWeight = BigInt(inputs.quote_weight ?? inputs.quote_weight_e18)
  return quoteWeight === HALF
    ? { curve: 'constantProduct', ...reserves, feeRate }
    : { curve: 'balancer', ...reserves, feeRate, quoteWeight }
}

function swapOutputs(side: Side, inputs: Fields): Fields {
  return refusable(() => {
    const options = { limitPrice: BigInt(inputs.limit_price) }
    const quote =
      side === 'buy'
        ? quoteBuy(poolOf(inputs), Balance.fromRao(BigInt(inputs.amount)), options)
        : quoteSell(poolOf(inputs), Balance.fromRao(BigInt(inputs.amount), NETUID), options)
    return {
      amount_paid_in: text(quote.paidIn.rao),
      amount_paid_out: text(quote.received.rao),
      fee_paid: text(quote.fee.rao),
      // The chain forwards the fee only when something was traded.
      fee_to_block_author: text(quote.paidIn.isZero() ? 0n : quote.fee.rao),
      price_before_bits: text(quote.spotPrice.bits),
      price_after_bits: text(quote.endPrice.bits),
    }
  })
}

function largestMove({ origin, destination }: Fields, limit: bigint): bigint {
  return largestMoveWithin(poolOf(origin), poolOf(destination, OTHER_NETUID), limit).rao
}

function deltaIn(side: Side, inputs: Fields): Fields {
  const reserve = BigInt(inputs.reserve)
  const formulas = formulasOf(BigInt(inputs.quote_weight))
  const reserves = { tao: reserve, alpha: reserve }
  const [current, target] = [BigInt(inputs.current_price_bits), BigInt(inputs.target_price_bits)]
  return { delta: text(formulas.inputToPrice(side, reserves, current, target)) }
}

function palletLargest(side: Side, inputs: Fields): Fields {
  return refusable(() => ({
    max_amount: text(
      limitedCurve(palletFormulas(inputs), BigInt(inputs.min_reserve)).largest({
        side,
        reserves: reservesOf(inputs),
        limitPrice: BigInt(inputs.limit_price_rao),
        feeRate: Number(inputs.fee_rate_u16),
      }),
    ),
  }))
}

function stableLargest(side: Side, inputs: Fields): Fields {
  const netuid = Number(inputs.netuid)
  const pool: Pool = { curve: 'stable', netuid, tao: Balance.zero(), alpha: Balance.zero(netuid) }
  const largest = curveOf(pool).largest({
    side,
    reserves: { tao: 0n, alpha: 0n },
    limitPrice: BigInt(inputs.limit_price_rao),
    feeRate: 0,
  })
  return { max_amount: text(largest) }
}

/** The node's simulation: a plain quote, its "slippage" against the spot value of the gross input, all zero on failure. */
function simulatedSwap(inputs: Fields): Fields {
  const pool = poolOf(inputs)
  const buy = inputs.direction === 'tao_for_alpha'
  const amount = BigInt(inputs.amount)
  const zero = {
    tao_amount: '0',
    alpha_amount: '0',
    tao_fee: '0',
    alpha_fee: '0',
    tao_slippage: '0',
    alpha_slippage: '0',
  }
  try {
    if (buy) {
      const quote = quoteBuy(pool, Balance.fromRao(amount))
      return {
        ...zero,
        tao_amount: text(quote.paidIn.rao),
        alpha_amount: text(quote.received.rao),
        tao_fee: text(quote.fee.rao),
        alpha_slippage: text((amount << 64n) / quote.spotPrice.bits - quote.received.rao),
      }
    }
    const quote = quoteSell(pool, Balance.fromRao(amount, NETUID))
    return {
      ...zero,
      tao_amount: text(quote.received.rao),
      alpha_amount: text(quote.paidIn.rao),
      alpha_fee: text(quote.fee.rao),
      tao_slippage: text(((amount * quote.spotPrice.bits) >> 64n) - quote.received.rao),
    }
  } catch (error) {
    if (error instanceof SwapError) return zero
    throw error
  }
}

function sharePool(inputs: Fields): Fields {
  let totalAlpha = 0n
  let denominator = SAFE_FLOAT_ZERO
  const shares = new Map<string, SafeFloat>()
  for (const [target, ...rest] of inputs.ops as string[][]) {
    if (target === 'all') {
      totalAlpha += BigInt(rest[0] ?? '')
      continue
    }
    const [key = '', change = ''] = rest
    const share = shares.get(key) ?? SAFE_FLOAT_ZERO
    const changed = changeStake({ totalAlpha, denominator, share }, BigInt(change))
    ;({ totalAlpha, denominator } = changed)
    shares.set(key, changed.share)
  }
  const outputs: Fields = { values: {}, total: text(totalAlpha), denominator: floatText(denominator) }
  for (const [key, share] of shares) {
    outputs.values[key] = text(stakeOfShare(totalAlpha, share, denominator))
    outputs[`share_${key}`] = floatText(share)
  }
  return outputs
}

function formulasOf(quoteWeight: bigint): SwapFormulas {
  return quoteWeight === HALF ? constantProductFormulas : balancerFormulas(quoteWeight)
}

function palletFormulas(inputs: Fields): SwapFormulas {
  return formulasOf(BigInt(inputs.quote_weight_e18))
}

function reservesOf(inputs: Fields): { tao: bigint; alpha: bigint } {
  return { tao: BigInt(inputs.tao_reserve), alpha: BigInt(inputs.alpha_reserve) }
}

function refusable(outputs: () => Fields): Fields {
  try {
    return outputs()
  } catch (error) {
    if (error instanceof SwapError) return { err: error.code }
    throw error
  }
}

function alpha(rao: string): Balance {
  return Balance.fromRao(BigInt(rao), NETUID)
}

function littleEndian(value: bigint, bytes: number): string {
  return (
    value
      .toString(16)
      .padStart(2 * bytes, '0')
      .match(/../g) ?? []
  )
    .reverse()
    .join('')
}

function fromLittleEndian(hex: string): bigint {
  return BigInt(`0x${(hex.slice(2).match(/../g) ?? []).reverse().join('')}`)
}

function floatText({ mantissa, exponent }: SafeFloat): Fields {
  return { mantissa: text(mantissa), exponent: text(exponent) }
}

function text(value: bigint | undefined): string {
  return String(value)
}
