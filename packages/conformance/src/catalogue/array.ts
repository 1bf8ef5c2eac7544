/** Arrays of exact numbers: shapes, broadcasting, and the ops that move elements and compute nothing. */
import { constant, type Dual } from "./dual.js";

/** Row-major. */
export interface Exact {
  readonly shape: readonly number[];
  readonly at: readonly Dual[];
}
export const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);
export const from = (dim: number, rank: number): number => (dim < 0 ? dim + rank : dim);
/** The place of each element of `shape` in row-major order. */
export function* places(shape: readonly number[]): Generator<number[]> {
  const n = sizeOf(shape);
  for (let i = 0; i < n; i++) {
    const place: number[] = [];
    let rest = i;
    for (let d = shape.length - 1; d >= 0; d--) {
      place[d] = rest % shape[d]!;
      rest = Math.floor(rest / shape[d]!);
    }
    yield place;
  }
}
export const offsetOf = (place: readonly number[], shape: readonly number[]): number => place.reduce((n, i, d) => n * shape[d]! + i, 0);
/** What is at each place of a shape. */
export const made = (shape: readonly number[], of: (place: number[]) => Dual): Exact => ({ shape, at: [...places(shape)].map(of) });
export const element = (x: Exact, place: readonly number[]): Dual => x.at[offsetOf(place, x.shape)]!;
export function broadcast(...shapes: (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, d) => {
    const sizes = shapes.map((s) => s[d - rank + s.length] ?? 1),
      size = sizes.find((n) => n !== 1) ?? 1;
    if (sizes.some((n) => n !== 1 && n !== size)) throw new RangeError(`exact: shapes ${JSON.stringify(shapes)} do not broadcast. Use the same.`);
    return size;
  });
}
export const expandTo = (x: Exact, shape: readonly number[]): Exact =>
  made(shape, (place) =>
    element(
      x,
      x.shape.map((n, d) => (n === 1 ? 0 : place[d + place.length - x.shape.length]!)),
    ),
  );

export const reshape = (x: Exact, shape: readonly number[]): Exact => {
  const rest = shape.filter((n) => n !== -1).reduce((n, d) => n * d, 1);
  return { shape: shape.map((n) => (n === -1 ? x.at.length / rest : n)), at: x.at };
};
const narrow = (x: Exact, dim: number, start: number, length: number): Exact => {
  const d = from(dim, x.shape.length);
  return made(x.shape.with(d, length), (place) => element(x, place.with(d, place[d]! + from(start, x.shape[d]!))));
};
const unsqueeze = (x: Exact, dim: number): Exact => reshape(x, x.shape.toSpliced(from(dim, x.shape.length + 1), 0, 1));
const cat = (xs: readonly Exact[], dim = 0): Exact => {
  const d = from(dim, xs[0]!.shape.length),
    total = xs.reduce((n, x) => n + x.shape[d]!, 0);
  return made(xs[0]!.shape.with(d, total), (place) => {
    let i = place[d]!;
    for (const x of xs) {
      if (i < x.shape[d]!) return element(x, place.with(d, i));
      i -= x.shape[d]!;
    }
    throw new RangeError("exact: a place outside of all parts.");
  });
};
export const layout = {
  reshape,
  permute: (x: Exact, dims: readonly number[]): Exact => {
    const order = dims.map((d) => from(d, x.shape.length));
    return made(
      order.map((d) => x.shape[d]!),
      (place) =>
        element(
          x,
          x.shape.map((_, d) => place[order.indexOf(d)]!),
        ),
    );
  },
  expand: (x: Exact, shape: readonly number[]): Exact =>
    expandTo(
      x,
      shape.map((n, d) => (n === -1 ? x.shape[d - shape.length + x.shape.length]! : n)),
    ),
  unsqueeze,
  flip: (x: Exact, dims: number | readonly number[]): Exact => {
    const turned = (typeof dims === "number" ? [dims] : dims).map((d) => from(d, x.shape.length));
    return made(x.shape, (place) =>
      element(
        x,
        place.map((i, d) => (turned.includes(d) ? x.shape[d]! - 1 - i : i)),
      ),
    );
  },
  narrow,
  select: (x: Exact, dim: number, index: number): Exact => reshape(narrow(x, dim, index, 1), x.shape.toSpliced(from(dim, x.shape.length), 1)),
  indexSelect: (x: Exact, dim: number, indices: readonly number[]): Exact =>
    cat(
      indices.map((i) => narrow(x, dim, i, 1)),
      dim,
    ),
  cat,
  stack: (xs: readonly Exact[], dim = 0): Exact =>
    cat(
      xs.map((x) => unsqueeze(x, dim)),
      from(dim, xs[0]!.shape.length + 1),
    ),
  pad: (x: Exact, widths: readonly number[], { value = 0 }: { readonly value?: number } = {}): Exact => {
    const before = x.shape.map((_, d) => widths[2 * (x.shape.length - 1 - d)] ?? 0),
      shape = x.shape.map((n, d) => n + before[d]! + (widths[2 * (x.shape.length - 1 - d) + 1] ?? 0));
    return made(shape, (place) => {
      const inside = place.map((i, d) => i - before[d]!);
      return inside.every((i, d) => i >= 0 && i < x.shape[d]!) ? element(x, inside) : constant(value);
    });
  },
};
