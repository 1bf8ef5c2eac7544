/** `size` elements of a base, and then each part written over it: element (i₀, i₁, …) of a part, in row-major order, at offset + Σ i·strides. */
export interface Piece {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly strides: readonly number[];
}

export function concat(base: ArrayLike<number> | number, size: number, parts: readonly Piece[]): number[] {
  const out = Array.from({ length: size }, (_, i) => (typeof base === "number" ? base : base[i]!));
  for (const { data, shape, offset, strides } of parts)
    for (let n = 0; n < data.length; n++) {
      let place = offset,
        rest = n;
      for (let d = shape.length - 1; d >= 0; d--) {
        place += (rest % shape[d]!) * strides[d]!;
        rest = Math.floor(rest / shape[d]!);
      }
      out[place] = data[n]!;
    }
  return out;
}
