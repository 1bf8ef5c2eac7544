/** The ops of catalogue rows on arrays of exact numbers with derivatives: shapes, broadcasting, reductions and layout are here, arithmetic is in dual.ts. */
import type { Algebra, Operand } from "./algebra.js";
import { type Ball, ball, NAN, numberOf, ONE, sign, ZERO } from "./ball.js";
import { constant, type Dual, duals } from "./dual.js";

/** Row-major. */
export interface Exact {
  readonly shape: readonly number[];
  readonly at: readonly Dual[];
}
const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);
const from = (dim: number, rank: number): number => (dim < 0 ? dim + rank : dim);
/** The place of each element of `shape` in row-major order. */
function* places(shape: readonly number[]): Generator<number[]> {
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
const offsetOf = (place: readonly number[], shape: readonly number[]): number => place.reduce((n, i, d) => n * shape[d]! + i, 0);
/** What is at each place of a shape. */
const made = (shape: readonly number[], of: (place: number[]) => Dual): Exact => ({ shape, at: [...places(shape)].map(of) });
const element = (x: Exact, place: readonly number[]): Dual => x.at[offsetOf(place, x.shape)]!;
function broadcast(...shapes: (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, d) => {
    const sizes = shapes.map((s) => s[d - rank + s.length] ?? 1),
      size = sizes.find((n) => n !== 1) ?? 1;
    if (sizes.some((n) => n !== 1 && n !== size)) throw new RangeError(`exact: shapes ${JSON.stringify(shapes)} do not broadcast. Use the same.`);
    return size;
  });
}
const expandTo = (x: Exact, shape: readonly number[]): Exact =>
  made(shape, (place) =>
    element(
      x,
      x.shape.map((n, d) => (n === 1 ? 0 : place[d + place.length - x.shape.length]!)),
    ),
  );

/** In `p` bits. Leaves are told apart by the number of the first of their scalars among `total`. */
export function exact(p: number): {
  algebra: Algebra<Exact>;
  leaf: (values: readonly number[], shape: readonly number[], first: number, total: number) => Exact;
} {
  const D = duals(p),
    { unary, binary } = D;
  const of = (x: Operand<Exact>): Exact =>
    typeof x === "number"
      ? { shape: [], at: [constant(x)] }
      : "at" in x && "shape" in x
        ? (x as Exact)
        : { shape: [(x as number[]).length], at: (x as number[]).map(constant) };
  const each = Object.fromEntries(
    Object.entries(unary).map(([name, f]) => [name, (x: Operand<Exact>) => ({ shape: of(x).shape, at: of(x).at.map(f) })]),
  );
  const pairs = (f: (x: Dual, y: Dual) => Dual, a: Operand<Exact>, b: Operand<Exact>): Exact => {
    const [x, y] = [of(a), of(b)],
      shape = broadcast(x.shape, y.shape),
      [u, v] = [expandTo(x, shape), expandTo(y, shape)];
    return { shape, at: u.at.map((one, i) => f(one, v.at[i]!)) };
  };
  const two = Object.fromEntries(Object.entries(binary).map(([name, f]) => [name, (a: Operand<Exact>, b: Operand<Exact>) => pairs(f, a, b)]));
  const sum = (xs: readonly Dual[]): Dual => xs.reduce((a, b) => binary.add(a, b), constant(0));
  type Dims = number | readonly number[] | undefined;
  /** Over dims, all of them unless given. */
  const over =
    (f: (xs: readonly Dual[]) => Dual) =>
    (input: Operand<Exact>, dim?: Dims, { keepdim = false }: { readonly keepdim?: boolean } = {}): Exact => {
      const x = of(input),
        rank = x.shape.length,
        dims = dim === undefined ? x.shape.map((_, d) => d) : (typeof dim === "number" ? [dim] : dim).map((d) => from(d, rank)),
        kept = x.shape.map((n, d) => (dims.includes(d) ? 1 : n)),
        groups = new Map<number, Dual[]>();
      let i = 0;
      for (const place of places(x.shape)) {
        const key = offsetOf(
          place.map((n, d) => (dims.includes(d) ? 0 : n)),
          kept,
        );
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key)!.push(x.at[i++]!);
      }
      const at = Array.from({ length: sizeOf(kept) }, (_, k) => f(groups.get(k) ?? []));
      return { shape: keepdim ? kept : x.shape.filter((_, d) => !dims.includes(d)), at };
    };
  const extreme =
    (sided: number) =>
    (xs: readonly Dual[]): Dual => {
      let best = [xs[0]!];
      for (const x of xs.slice(1)) {
        const order = D.compare(x, best[0]!) * sided;
        if (order > 0) best = [x];
        else if (order === 0) best.push(x);
        else if (order !== order) return { v: NAN, d: sum(xs).d?.map(() => NAN) ?? null };
      }
      const part = ball(1 / best.length);
      return best.length === 1 ? best[0]! : { v: best[0]!.v, d: sum(best.map((x) => ({ v: ZERO, d: D.scaled(x.d, () => part) }))).d };
    };
  const isMasked = (x: Dual): boolean => numberOf(x.v) === -Infinity;
  /** Exponentials of what is less by about the greatest, which are not out of range. */
  const shifted = (xs: readonly Dual[]): [Dual, Dual[]] => {
    const top = xs.reduce((a, b) => (D.sub(b.v, a.v).m > 0n || b.v.special !== undefined ? b : a));
    return [top, xs.map((x) => unary.exp(binary.sub(x, top)))];
  };
  const logsumexp = (xs: readonly Dual[]): Dual => {
    const live = xs.filter((x) => !isMasked(x));
    if (!live.length) return { v: ball(-Infinity), d: sum(xs).d?.map(() => ZERO) ?? null };
    const [top, e] = shifted(live);
    return binary.add(top, unary.log(sum(e)));
  };
  /** Along one dimension, element by element. */
  const along =
    (f: (xs: readonly Dual[]) => readonly Dual[]) =>
    (x: Exact, dim: number): Exact => {
      const d = from(dim, x.shape.length),
        at = new Array<Dual>(x.at.length);
      for (const place of places(x.shape)) {
        if (place[d] !== 0) continue;
        const ids = Array.from({ length: x.shape[d]! }, (_, i) => offsetOf(place.with(d, i), x.shape));
        for (const [i, y] of f(ids.map((id) => x.at[id]!)).entries()) at[ids[i]!] = y;
      }
      return { shape: x.shape, at };
    };
  const softmax = (xs: readonly Dual[]): Dual[] => {
    if (xs.every(isMasked)) return xs.map(() => constant(0));
    const e = shifted(xs)[1],
      s = sum(e);
    return e.map((one) => binary.div(one, s));
  };
  const logSoftmax = (xs: readonly Dual[]): Dual[] => {
    const l = logsumexp(xs);
    return xs.map((x) => binary.sub(x, l));
  };
  const running =
    (f: (a: Dual, b: Dual) => Dual) =>
    (xs: readonly Dual[]): Dual[] => {
      const out: Dual[] = [];
      for (const x of xs) out.push(out.length ? f(out.at(-1)!, x) : x);
      return out;
    };
  const reshape = (x: Exact, shape: readonly number[]): Exact => {
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
  const matmul = (a: Operand<Exact>, b: Operand<Exact>): Exact => {
    const [x, y] = [of(a), of(b)],
      u = x.shape.length === 1 ? reshape(x, [1, -1]) : x,
      v = y.shape.length === 1 ? reshape(y, [-1, 1]) : y,
      [n, k, m] = [u.shape[0]!, u.shape[1]!, v.shape[1]!];
    const product = made([n, m], ([i, j]) => sum(Array.from({ length: k }, (_, t) => binary.mul(element(u, [i!, t]), element(v, [t, j!])))));
    return reshape(
      product,
      [n, m].filter((_, d) => (d === 0 ? x : y).shape.length > 1),
    );
  };
  const layout = {
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
  const algebra = {
    ...each,
    ...two,
    ...layout,
    clamp: (x: Exact, { min = -Infinity, max = Infinity }: { readonly min?: number; readonly max?: number }): Exact => ({
      shape: x.shape,
      at: x.at.map((one) => {
        const [low, high] = [constant(min), constant(max)];
        return D.compare(one, high) > 0 ? high : D.compare(one, low) < 0 ? low : one;
      }),
    }),
    where: (condition: Exact, a: Operand<Exact>, b: Operand<Exact>): Exact => {
      const [x, y] = [of(a), of(b)],
        shape = broadcast(condition.shape, x.shape, y.shape),
        [c, u, v] = [condition, x, y].map((one) => expandTo(one, shape)) as [Exact, Exact, Exact];
      return { shape, at: c.at.map((one, i) => (sign(one.v) !== 0 ? u : v).at[i]!) };
    },
    sum: over(sum),
    mean: over((xs) => binary.div(sum(xs), constant(xs.length))),
    prod: over((xs) => xs.reduce((a, b) => binary.mul(a, b), constant(1))),
    amax: over(extreme(1)),
    amin: over(extreme(-1)),
    logsumexp: over(logsumexp),
    softmax: along(softmax),
    logSoftmax: along(logSoftmax),
    cumsum: along(running(binary.add)),
    cumprod: along(running(binary.mul)),
    dot: (a: Exact, b: Exact): Exact => ({ shape: [], at: [sum(a.at.map((x, i) => binary.mul(x, b.at[i]!)))] }),
    matmul,
  };
  const numbers = new Map<number, Ball>();
  /** Equal numbers are one object, so that what is computed of them is known to be equal. */
  const one = (x: number): Ball => {
    if (numbers.size > 1e4) numbers.clear();
    let found = numbers.get(x);
    if (!found) numbers.set(x, (found = ball(x)));
    return found;
  };
  const leaf = (values: readonly number[], shape: readonly number[], first: number, total: number): Exact => ({
    shape,
    at: values.map((x, i) => ({ v: one(x), d: Array.from({ length: total }, (_, j) => (j === first + i ? ONE : ZERO)) })),
  });
  return { algebra: algebra as unknown as Algebra<Exact>, leaf };
}
