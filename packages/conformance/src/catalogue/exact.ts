/** The ops of catalogue rows on arrays of exact numbers with derivatives: arithmetic is in dual.ts, what moves elements in array.ts, reductions are here. */
import type { Algebra, Operand } from "./algebra.js";
import { broadcast, element, type Exact, expandTo, from, layout, made, offsetOf, places, reshape, sizeOf } from "./array.js";
import { type Ball, ball, NAN, numberOf, ONE, sign, ZERO } from "./ball.js";
import { constant, type Dual, duals } from "./dual.js";
import { shaken } from "./shaken.js";

/** In `p` bits. Leaves are told apart by the number of the first of their scalars among `total`. */
export function exact(
  p: number,
  noise?: () => number,
): {
  algebra: Algebra<Exact>;
  leaf: (values: readonly number[], shape: readonly number[], first: number, total: number) => Exact;
} {
  const D = duals(p),
    { unary, binary, shake, jolted } = noise ? shaken(D, noise) : { ...D, shake: (x: Dual): Dual => x, jolted: (x: Dual): Dual => x };
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
      // A 0-d tensor has one element along dimension 0.
      if (!x.shape.length) return { shape: [], at: f(x.at) };
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
    const [top, e] = shifted(xs),
      s = sum(e);
    return e.map((one, i) => jolted(binary.div(one, s), D.sub(xs[i]!.v, top.v)));
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
  const copied = ({ shape, at }: Exact): Exact => ({ shape, at: at.map(shake) });
  const algebra = {
    ...each,
    ...two,
    ...layout,
    // The gradients of copies are rounded before they are added.
    expand: (x: Exact, shape: readonly number[]): Exact => copied(layout.expand(x, shape)),
    cat: (xs: readonly Exact[], dim?: number): Exact => copied(layout.cat(xs, dim)),
    stack: (xs: readonly Exact[], dim?: number): Exact => copied(layout.stack(xs, dim)),
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
