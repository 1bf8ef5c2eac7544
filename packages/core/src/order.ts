/**
 * The order of additions: one function of the number of terms, the same for every layout, fusion and engine.
 * Blocks of 16,384 terms; in each, 8 running sums by index mod 8, combined pairwise; then the blocks' sums, combined pairwise,
 * the left part being the largest power of two below their number. float32 terms are added in float64.
 */
export const BLOCK = 16384;
export const LANES = 8;

/** The sum of `n` terms in that order, in float64: the definition that kernels are tested against, bit for bit. */
export function sumInOrder(term: (i: number) => number, n: number): number {
  const block = (b: number): number => {
    const s = new Float64Array(LANES),
      end = Math.min(n, (b + 1) * BLOCK);
    for (let i = b * BLOCK; i < end; i++) s[i % LANES]! += term(i);
    return s[0]! + s[1]! + (s[2]! + s[3]!) + (s[4]! + s[5]! + (s[6]! + s[7]!));
  };
  const tree = (from: number, count: number): number => {
    if (count === 1) return block(from);
    let left = 1;
    while (left * 2 < count) left *= 2;
    return tree(from, left) + tree(from + left, count - left);
  };
  return n === 0 ? 0 : tree(0, Math.ceil(n / BLOCK));
}
