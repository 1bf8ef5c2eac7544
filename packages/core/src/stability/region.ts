/**
 * Regions: several elementwise ops as one, which is evaluated wide and rounded once. What leaves the range of float32 on the way, or is rounded there
 * before it cancels, does neither in a region. The derivative of a region is one expression too.
 */
import { bodyAt, differentiated, withLimits } from "../ops/derivative.js";
import type { Op } from "../ops/op.js";
import { apply, make } from "../ops/row.js";
import { LRU } from "../plan/lru.js";
import * as w from "../scalar/words.js";
import type { Ex } from "../scalar/expr.js";
import { isExact, isHeavy } from "../scalar/program.js";
import { numberIn } from "../tensor/create.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { rangeOf } from "./interval.js";
import { through } from "./layout.js";
import { affine, fitted } from "./lin.js";
import { memoised } from "./memo.js";

/** No region is of more ops, elementary functions or operands. */
const MAX_OPS = 24;
const MAX_HEAVY = 3;
const MAX_ATOMS = 8;

/** An expression over tensors. */
export interface Region {
  /** What it reads, by hash, in the order in which it was written. */
  readonly atoms: ReadonlyMap<number, Tensor>;
  /** What names the expression, from what names its atoms: regions of one key are one expression. */
  readonly key: (name: (t: Tensor) => number) => string;
  /** In atoms by hash. */
  readonly at: (x: (t: Tensor) => Ex) => Ex;
  readonly ops: number;
  readonly heavy: number;
  /** Whether it rounds anything. */
  readonly inexact: boolean;
  /** Whether it rounds anything but products. */
  readonly mixed: boolean;
}
/** A value and what rounding took from it, which is NaN where the value is infinite. */
export const withLost = (x: Ex, lost: Ex): Ex => w.add(x, w.where(w.eq(lost, lost), lost, 0));
const NOTHING = { ops: 0, heavy: 0, inexact: false, mixed: false };
function single(t: Tensor): Region {
  const lost = isWall(t) ? undefined : t.op.forms?.lost?.(t);
  if (!lost) return { ...NOTHING, atoms: new Map([[t.hash, t]]), key: (name) => `${name(t)}`, at: (x) => x(t) };
  return {
    ...NOTHING,
    atoms: new Map([
      [t.hash, t],
      [lost.hash, lost],
    ]),
    key: (name) => `${name(t)}&${name(lost)}`,
    at: (x) => withLost(x(t), x(lost)),
  };
}
/** Whether the value is known better than it is rounded. */
export const isSplit = (t: Tensor): boolean => {
  const r = regionOf(t);
  return !r.ops && r.atoms.size > 1;
};

/** A node as an expression of what no region looks into: what is no elementwise op, is of another type, is not rounded to float32, or would make it too large. */
export const regionOf: (t: Tensor) => Region = /* @__PURE__ */ memoised((t, self) => {
  const from = statement(t),
    { op, dtype } = from;
  if (dtype !== "float32" || numberIn(t) !== undefined || isWall(from) || !from.inputs.length) return single(t);
  if (from.layout || from.op.picks) {
    const inner = self(from.inputs[0]!);
    if (!inner.ops && inner.atoms.size < 2) return single(t);
    const moved = new Map([...inner.atoms].map(([hash, a]) => [hash, through(from, a)]));
    return {
      ...inner,
      atoms: new Map([...moved.values()].map((a) => [a.hash, a])),
      key: (name) => inner.key((a) => name(moved.get(a.hash)!)),
      at: (x) => inner.at((a) => x(moved.get(a.hash)!)),
    };
  }
  const { row } = op;
  if (!row || !op.body || !from.inputs.every((x) => x.dtype === dtype || x.dtype === "bool" || numberIn(x) !== undefined)) return single(t);
  const parts = from.inputs.map((x) => (numberIn(x) !== undefined ? single(x) : self(x))),
    atoms = new Map(parts.flatMap((p) => [...p.atoms]));
  const ops = parts.reduce((n, p) => n + p.ops, 1),
    heavy = parts.reduce((n, p) => n + p.heavy, isHeavy(op.body) ? 1 : 0);
  if (ops > MAX_OPS || heavy > MAX_HEAVY || atoms.size > MAX_ATOMS) return single(t);
  const at = (x: (t: Tensor) => Ex): Ex => {
    const args = parts.map((p) => p.at(x));
    return row.woven ? row.body(...args) : bodyAt(row, args);
  };
  return {
    atoms,
    key: (name) => `${op.id}(${parts.map((p) => p.key(name)).join()})`,
    at,
    ops,
    heavy,
    inexact: parts.some((p) => p.inexact) || !isExact(op.body),
    mixed: parts.some((p) => p.mixed) || (row.strays !== 1 && !isExact(op.body) && !isMultiple(from)),
  };
});

/** Several expressions, and what is made of them, as one op. `id` names `finish`. */
export function wide(name: string, id: string | number, regions: readonly Region[], finish: (...x: Ex[]) => Ex): Tensor {
  const atoms = [...new Map(regions.flatMap((r) => [...r.atoms])).values()],
    places = new Map(atoms.map((t, i) => [t.hash, i])),
    place = (t: Tensor): number => places.get(t.hash)!;
  const key = `${id}|${regions.map((r) => r.key(place)).join(";")}`;
  return apply(
    made.get(key, () => {
      const body = (...x: Ex[]): Ex => withLimits(() => finish(...regions.map((r) => r.at((t) => x[place(t)]!))));
      return make(name, { woven: true, body, deriv: atoms.map((_, i) => differentiated(body, i)), forms: { states: true } }, atoms.length).op;
    }),
    atoms,
  );
}
const made = /* @__PURE__ */ new LRU<Op>(1024);

/** A node as one op that is evaluated wide, which still states what the node states; null where it is one op already. */
export function asRegion(node: Tensor): Tensor | null {
  const r = regionOf(node);
  if (r.ops < 2) return null;
  // What cancels may have had a larger shape: what is stated is of the node's.
  const t = fitted(
    wide("wide", "", [r], (x) => x),
    node.shape,
  );
  t.written = node;
  return t;
}

/** How the value can leave the range of its type, though what is made of it need not: 0 not at all, 1 as products do, 2 as exponentials and quotients. */
export const strays: (t: Tensor) => 0 | 1 | 2 = /* @__PURE__ */ memoised((t, self) => {
  const from = statement(t),
    { row } = from.op;
  if (t.dtype !== "float32" || isWall(from) || numberIn(t) !== undefined) return 0;
  if (from.layout || from.op.picks) return self(from.inputs[0]!);
  if (!row || rangeOf(from).every(Number.isFinite)) return 0;
  const own = row.strays && !from.inputs.every((x) => numberIn(x) !== undefined) && !isMultiple(from) ? row.strays : 0;
  return Math.max(own, ...from.inputs.map(self)) as 0 | 1 | 2;
});
/** A product with a number, a quotient by one, or 0 less what is negated. */
function isMultiple(t: Tensor): boolean {
  const { k, terms } = affine(t);
  return t.inputs.length === 2 && !k && terms.size === 1 && !terms.has(t.hash);
}

/** Whether tensors share an operand, and one of them was rounded: what they are put together to may cancel, or its gradient. */
export function sharesRounded(ts: readonly Tensor[]): boolean {
  const parts = ts.map(regionOf);
  if (!parts.some((p) => p.inexact)) return false;
  const seen = new Set<number>();
  for (const { atoms } of parts) {
    for (const [hash, a] of atoms) if (numberIn(a) === undefined && seen.has(hash)) return true;
    for (const hash of atoms.keys()) seen.add(hash);
  }
  return false;
}
