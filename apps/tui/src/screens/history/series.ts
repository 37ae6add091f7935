/** One reading of a number, at a block. */
export interface Point {
  readonly block: number
  /** Unix milliseconds of the block. */
  readonly time: number
  readonly value: bigint
}

/**
 * Readings of one number from the first to the newest, never more than a fixed count: when it is full, only every other
 * one is kept from then on, so that it always covers the whole time.
 */
export interface Series {
  /** At most one reading is kept of so many blocks. */
  readonly every: number
  /** In the order of their blocks; the last one is the newest reading. */
  readonly points: readonly Point[]
}

export const emptySeries: Series = { every: 1, points: [] }

/** The series with one more reading. A block that was read before, or that another one took the place of, is replaced. */
export function withPoint({ every, points }: Series, point: Point, most: number): Series {
  const standing = points.filter(({ block }) => block < point.block)
  const last = standing.at(-1)
  // The first one stays: changes are told from it.
  const replaces = last && standing.length > 1 && sameStretch(last, point, every)
  const next = [...(replaces ? standing.slice(0, -1) : standing), point]
  return thinned({ every, points: next }, most)
}

/** Where readings lie far apart, one doubling may not be enough. */
function thinned(series: Series, most: number): Series {
  if (series.points.length <= most) return series
  const wider = series.every * 2
  const points = series.points.filter((each, index) => {
    const follower = series.points[index + 1]
    return index === 0 || !follower || !sameStretch(each, follower, wider)
  })
  return thinned({ every: wider, points }, most)
}

function sameStretch(a: Point, b: Point, every: number): boolean {
  return Math.floor(a.block / every) === Math.floor(b.block / every)
}
