/** Sums of products with weights in common, y·A + (1 − y)·B: their derivative by y is A − B, in which A and B cancel before they are rounded. */
import type { Op } from "../ops/op.js";
import { apply, make } from "../ops/row.js";
import { LRU } from "../plan/lru.js";
import type { Ex } from "../scalar/expr.js";
import { add, mul, type Scalar } from "../scalar/words.js";
import { number, numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { plus1, total } from "./cancelling.js";
import { emit, settle } from "./emit.js";
import { affine, atom, cost, type Lin, lin, plus } from "./lin.js";
import { paired } from "./pairs.js";
import { monomial } from "./products.js";
import { rules } from "./rules.js";
import { summed } from "./sums.js";
import { mayBeLog0, timesLogAt } from "./timesLog.js";

/** No sum is collected that reads more. */
const MAX_INPUTS = 8;

/** c·weight·value, the weight affine in what is collected. */
export interface Product {
  readonly of: Tensor;
  readonly c: number;
  readonly weight: Lin;
  readonly value: Tensor;
}
/** The ways in which a term is a product: either factor may be the weight; a term alone is its own weight. */
export function waysOf(of: Tensor, c: number): readonly Product[] {
  const m = monomial(of),
    all = [...m.factors.values()];
  if (!m.c || !Number.isFinite(m.c) || !all.every((f) => f.e === 1)) return [];
  const way = (weight: Tensor, value: Tensor): Product => ({ of, c: c * m.c, weight: affine(weight), value });
  if (all.length === 1) return [way(all[0]!.t, number(1))];
  return all.length === 2 ? [way(all[0]!.t, all[1]!.t), way(all[1]!.t, all[0]!.t)] : [];
}

/** A sum of products of which the derivative by a weight is shorter as one sum than by its terms; what the products are summed to is one op. */
export function askCollected(node: Tensor): Better | null {
  const written = affine(node);
  if (written.terms.size < 2 || written.terms.size > MAX_INPUTS) return null;
  const ways = [...written.terms.values()].map(({ of, c }) => waysOf(of, c));
  if (!ways.some((w) => w.length > 1)) return null;
  for (const { weight } of ways.flat())
    for (const { of: y } of weight.terms.values()) {
      const products = y.requiresGrad ? sharing(y, ways) : [],
        t = products.length > 1 && slopeBy(y, products) ? ofProducts(products, node) : null;
      if (!t) continue;
      const rest = products.reduce((s, p) => plus(s, atom(p.of), -written.terms.get(p.of.hash)!.c), written),
        whole = emit(plus(rest, atom(t)), node.shape);
      whole.written = node;
      return { node: whole, why: "weights are collected, so that the derivative by them does not cancel" };
    }
  return null;
}
/** The products that have y in their weights, or what is in these weights. */
function sharing(y: Tensor, ways: readonly (readonly Product[])[]): Product[] {
  const seen = new Set([y.hash]),
    found = new Map<readonly Product[], Product>();
  for (let size = -1; size < found.size;) {
    size = found.size;
    for (const w of ways) {
      const p = found.has(w) ? undefined : w.find((q) => [...q.weight.terms.keys()].some((hash) => seen.has(hash)));
      if (!p) continue;
      found.set(w, p);
      for (const hash of p.weight.terms.keys()) seen.add(hash);
    }
  }
  const products = ways.flatMap((w) => found.get(w) ?? []);
  return products.some((p) => [...affine(p.value).terms.keys()].some((hash) => seen.has(hash))) ? [] : products;
}

/** Σ c·d·value, d the coefficient of y in each weight, where something in it cancels; null where nothing does. */
function slopeBy(y: Tensor, products: readonly Product[]): Tensor | null {
  const parts = products.flatMap((p) => {
      const d = p.weight.terms.get(y.hash);
      return d ? [{ c: p.c * d.c, value: affine(p.value) }] : [];
    }),
    l = parts.reduce((s, { c, value }) => plus(s, value, c), lin(0)),
    settled = settle(l),
    t = emit(settled);
  // What cancels altogether may be NaN.
  if (!settled.terms.size) return null;
  if (cost(settled) < parts.reduce((n, { value }) => n + cost(value), 0) || paired(settled)) return t;
  const s = summed(settled, t.shape);
  return s.hash === t.hash ? null : s;
}

/** The products as one op, which reads its better derivatives last; null where it would read too much, or of another type. */
function ofProducts(products: readonly Product[], node: Tensor): Tensor | null {
  const weights = [...new Map(products.flatMap((p) => [...p.weight.terms.values()].map((t) => [t.of.hash, t.of] as const))).values()],
    slopes = weights.map((y) => (y.requiresGrad ? slopeBy(y, products) : null)),
    known = products.map((p) => numberIn(p.value)),
    inputs = [...weights, ...products.filter((_, i) => known[i] === undefined).map((p) => p.value), ...slopes.filter((s) => s !== null)];
  if (inputs.length > MAX_INPUTS || inputs.some((t) => t.dtype !== node.dtype)) return null;
  const rows = products.map((p, i) => ({
      c: p.c,
      k: p.weight.k,
      cs: weights.map((t) => p.weight.terms.get(t.hash)?.c ?? 0),
      known: known[i],
      isLog: mayBeLog0(p.value),
    })),
    has = slopes.map((s) => s !== null),
    key = `${has.join()}|${rows.map((r) => [r.c, r.k, ...r.cs, r.known, r.isLog].join()).join(";")}`;
  return apply(
    made.get(key, () => opOf(rows, has)),
    inputs,
  );
}
const made = /* @__PURE__ */ new LRU<Op>(256);
interface Weighted {
  readonly c: number;
  readonly k: number;
  readonly cs: readonly number[];
  readonly known: number | undefined;
  /** Whether the value may be log 0, which with the weight 0 adds nothing. */
  readonly isLog: boolean;
}
/** `has`: for which weights the derivative is read. */
function opOf(rows: readonly Weighted[], has: readonly boolean[]): Op {
  const n = has.length,
    read = rows.filter((r) => r.known === undefined),
    weightOf = ({ c, k, cs }: Weighted, x: readonly Ex[]): Scalar => scaled(c, total(k, cs, x.slice(0, n))),
    valueOf = (r: Weighted, x: readonly Ex[]): Scalar => r.known ?? x[n + read.indexOf(r)]!,
    slopes = has.flatMap((h, j) => (h ? [j] : [])),
    after = n + read.length;
  const byWeight = (j: number, x: readonly Ex[]): Scalar =>
    has[j] ? x[after + slopes.indexOf(j)]! : rows.reduce<Scalar>((s, r) => (r.cs[j] ? plus1(s, scaled(r.c * r.cs[j]!, valueOf(r, x))) : s), 0);
  return make(
    "collected",
    {
      body: (...x) => rows.map((r) => (r.isLog ? timesLogAt : mul)(weightOf(r, x), valueOf(r, x))).reduce((a, b) => add(a, b)),
      deriv: [
        ...has.map(
          (_, j) =>
            (...x: Ex[]) =>
              byWeight(j, x),
        ),
        ...read.map(
          (r) =>
            (...x: Ex[]) =>
              weightOf(r, x),
        ),
        ...slopes.map(() => null),
      ],
      forms: { states: rules },
    },
    after + slopes.length,
  ).op;
}
const scaled = (c: number, e: Scalar): Scalar => (c === 1 ? e : mul(c, e));
