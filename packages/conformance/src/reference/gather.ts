/** output[o, j, i] = input[o, index[o, j, i], i]: input is [outer, size, inner], index and output [outer, count, inner]. Outside, 0. */
export type Extent = readonly [outer: number, count: number, inner: number];

export function gather(input: ArrayLike<number>, index: ArrayLike<number>, [outer, count, inner]: Extent, size: number): number[] {
  const out: number[] = [];
  for (let o = 0; o < outer; o++)
    for (let j = 0; j < count; j++)
      for (let i = 0; i < inner; i++) {
        const at = index[(o * count + j) * inner + i]!;
        out.push(at >= 0 && at < size ? input[(o * size + at) * inner + i]! : 0);
      }
  return out;
}
