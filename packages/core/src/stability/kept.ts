/** Restated sums that keep written terms beside the restated ones, and sums of many terms of which few can be restated. */
import { mul } from "../ops/mul.js";
import { neg } from "../ops/neg.js";
import { numberIn } from "../tensor/create.js";
import { isWall, recordedAgain, statement, type Tensor } from "../tensor/tensor.js";
import type { Better, Offset } from "./forms.js";
import { emit } from "./emit.js";
import { atom, cost, fitted, type Lin, plus } from "./lin.js";
import { memoised } from "./memo.js";
import { through } from "./layout.js";
import { isFar, multipleOf, regionOf, type Region, strays, wide } from "./region.js";
import { buffersIn } from "./numbers.js";
import { regionOfLin } from "./pairs.js";

/** No sum is evaluated wide with more elementary functions, or operands. */
const MAX_HEAVY = 4;
const MAX_ATOMS = 8;

/**
 * The restated sum as one region: what is left of a restated term is not rounded, so written terms may cancel against it as they did against what is gone. Null
 * where something restated would be rounded, or the elements are float64, which nothing holds wide.
 */
export function heldWide(l: Lin, written: Lin): Tensor | null {
  const news = [...l.terms.values()].filter((t) => !written.terms.has(t.of.hash)),
    region: Region = regionOfLin(l);
  if (!news.every(({ of }) => of.dtype === "float32" && regionOf(of).ops > 0) || region.heavy > MAX_HEAVY || buffersIn(region.atoms) > MAX_ATOMS)
    return null;
  return wide("lin", "", [region], (x) => x);
}

/** Whether a term restated by one of its offsets makes a sum no longer, but for what is left of the term. */
export const isUseful = (l: Lin, of: Tensor, c: number, offsets: readonly Offset[]): boolean =>
  offsets.some((o) => cost(plus(plus(l, atom(of), -c), o.base, c), l.k) < cost(l));

/** The least and the greatest multiple of its one term on the way to a node that numbers alone make of it; null where something else does. */
const reach: (t: Tensor) => Reach | null = /* @__PURE__ */ memoised((t, self) => {
  const by = multipleOf(t),
    [x, other] = by === null ? [] : statement(t).inputs.filter((x) => numberIn(x) === undefined),
    before = x ? self(x) : null;
  if (by === null) return { low: 1, high: 1 };
  return before && !other ? { low: Math.min(by, before.low), high: Math.max(by, before.high) } : null;
});
interface Reach {
  readonly low: number;
  readonly high: number;
}
const SLACK = 1 + 1e-6;
/** What numbers multiply beyond what it is a multiple of, and back, by one number. */
export function byMultiple(node: Tensor, { k, terms }: Lin): Better | null {
  const [only] = terms.values(),
    by = Math.abs(only?.c ?? 1);
  if (!only || k) return null;
  const inside = isFar(by) ? scaled(only.of, by) : null;
  if (inside)
    return { node: fitted(only.c < 0 ? neg(inside) : inside, node.shape), why: "what leaves the range is multiplied by the number before it does" };
  const far = reach(node);
  if (!far || (far.low * SLACK >= Math.min(by, 1) && far.high <= Math.max(by, 1) * SLACK)) return null;
  const { of, c } = only,
    exact = node.dtype === "float64" || Math.fround(c) === c,
    t = c === 1 ? of : exact ? mul(of, c) : emit(atom(of, c));
  return { node: fitted(t, node.shape), why: "numbers are multiplied by one another before anything else is by them" };
}

/** by·t, by > 0, where t is of what strays and is multiplied as that is. */
function scaled(t: Tensor, by: number): Tensor | null {
  const s = statement(t),
    scales = isWall(s) ? undefined : s.op.forms?.scales,
    multiplied = scales === "all" ? s.inputs : s.inputs.slice(0, 1);
  if (s.layout || s.op.picks) {
    const inner = isWall(s) ? null : scaled(s.inputs[0]!, by);
    return inner && through(s, inner);
  }
  if (!scales || !multiplied.some(strays)) return null;
  const all = multiplied.map((x) => {
    const multiple = mul(x, by);
    return fitted(mul.row.forms!.ask!(multiple)?.node ?? multiple, x.shape);
  });
  return recordedAgain(s, [...all, ...s.inputs.slice(all.length)]);
}
