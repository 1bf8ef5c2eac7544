/** The elements that a strided view reads, in order: what a layout op moves, unchanged. */
export function view<T>(data: ArrayLike<T>, offset: number, shape: readonly number[], strides: readonly number[]): T[] {
  let at: number[] = [offset];
  shape.forEach((n, d) => (at = at.flatMap((base) => Array.from({ length: n }, (_, i) => base + i * strides[d]!))));
  return at.map((i) => data[i]!);
}
