/** The neighbour of x on the way to y among the numbers whose bits, as whole numbers, count up from 0: `bitsOf` and `valueOf` are of the type. */
export function nextafter(x: number, y: number, bitsOf: (x: number) => bigint, valueOf: (bits: bigint) => number): number {
  if (x !== x || y !== y) return NaN;
  if (x === y) return y;
  const magnitude = bitsOf(Math.abs(x)),
    outward = Math.abs(x) === 0 || x > 0 === y > x;
  if (magnitude === 0n) return y > 0 ? valueOf(1n) : -valueOf(1n);
  const next = valueOf(outward ? magnitude + 1n : magnitude - 1n);
  return x < 0 ? -next : next;
}
