/**
 * An immutable map with keys in order: a weight-balanced tree whose versions share what they have in common.
 *
 * The chain keeps one of these for each block. A block's state is then one reference, reading an old block is as
 * fast as reading the newest, forks cost nothing, and dropping a block frees exactly what no other block uses.
 */
export class OrderedMap<V> {
  readonly #root: Node<V> | undefined

  private constructor(root: Node<V> | undefined) {
    this.#root = root
  }

  static empty<V>(): OrderedMap<V> {
    return new OrderedMap<V>(undefined)
  }

  get size(): number {
    return sizeOf(this.#root)
  }

  get(key: string): V | undefined {
    let node = this.#root
    while (node !== undefined) {
      if (key === node.key) return node.value
      node = key < node.key ? node.left : node.right
    }
    return undefined
  }

  set(key: string, value: V): OrderedMap<V> {
    return new OrderedMap(inserted(this.#root, key, value))
  }

  delete(key: string): OrderedMap<V> {
    const root = removed(this.#root, key)
    return root === this.#root ? this : new OrderedMap(root)
  }

  /** The entries with `key >= from`, in order. */
  *entries(from = ''): Generator<readonly [key: string, value: V]> {
    const path: Node<V>[] = []
    let node = this.#root
    while (node !== undefined) {
      if (from <= node.key) {
        path.push(node)
        node = node.left
      } else node = node.right
    }
    for (let next = path.pop(); next !== undefined; next = path.pop()) {
      yield [next.key, next.value]
      for (let below = next.right; below !== undefined; below = below.left) path.push(below)
    }
  }
}

interface Node<V> {
  readonly key: string
  readonly value: V
  readonly size: number
  readonly left: Node<V> | undefined
  readonly right: Node<V> | undefined
}

// A subtree may be at most WEIGHT times as heavy as its sibling; a single rotation restores that when the inner
// grandchild is lighter than RATIO times the outer one. (3, 2) is the integer pair proved correct for these trees.
const WEIGHT = 3
const RATIO = 2

function sizeOf<V>(node: Node<V> | undefined): number {
  return node === undefined ? 0 : node.size
}

function nodeOf<V>(key: string, value: V, left: Node<V> | undefined, right: Node<V> | undefined): Node<V> {
  return { key, value, size: sizeOf(left) + sizeOf(right) + 1, left, right }
}

function balanced<V>(key: string, value: V, left: Node<V> | undefined, right: Node<V> | undefined): Node<V> {
  const l = sizeOf(left)
  const r = sizeOf(right)
  if (l + r > 1) {
    if (right !== undefined && r > WEIGHT * l) return rotatedLeft(key, value, left, right)
    if (left !== undefined && l > WEIGHT * r) return rotatedRight(key, value, left, right)
  }
  return nodeOf(key, value, left, right)
}

function rotatedLeft<V>(key: string, value: V, left: Node<V> | undefined, right: Node<V>): Node<V> {
  const inner = right.left
  if (inner === undefined || inner.size < RATIO * sizeOf(right.right))
    return nodeOf(right.key, right.value, nodeOf(key, value, left, inner), right.right)
  return nodeOf(
    inner.key,
    inner.value,
    nodeOf(key, value, left, inner.left),
    nodeOf(right.key, right.value, inner.right, right.right),
  )
}

function rotatedRight<V>(key: string, value: V, left: Node<V>, right: Node<V> | undefined): Node<V> {
  const inner = left.right
  if (inner === undefined || inner.size < RATIO * sizeOf(left.left))
    return nodeOf(left.key, left.value, left.left, nodeOf(key, value, inner, right))
  return nodeOf(
    inner.key,
    inner.value,
    nodeOf(left.key, left.value, left.left, inner.left),
    nodeOf(key, value, inner.right, right),
  )
}

function inserted<V>(node: Node<V> | undefined, key: string, value: V): Node<V> {
  if (node === undefined) return nodeOf(key, value, undefined, undefined)
  if (key === node.key) return nodeOf(key, value, node.left, node.right)
  return key < node.key
    ? balanced(node.key, node.value, inserted(node.left, key, value), node.right)
    : balanced(node.key, node.value, node.left, inserted(node.right, key, value))
}

function removed<V>(node: Node<V> | undefined, key: string): Node<V> | undefined {
  if (node === undefined) return undefined
  if (key === node.key) return joined(node.left, node.right)
  if (key < node.key) {
    const left = removed(node.left, key)
    return left === node.left ? node : balanced(node.key, node.value, left, node.right)
  }
  const right = removed(node.right, key)
  return right === node.right ? node : balanced(node.key, node.value, node.left, right)
}

function joined<V>(left: Node<V> | undefined, right: Node<V> | undefined): Node<V> | undefined {
  if (left === undefined) return right
  if (right === undefined) return left
  let first = right
  while (first.left !== undefined) first = first.left
  return balanced(first.key, first.value, left, removed(right, first.key))
}
