/**
 * `Lin`, the currency of every form: k + Σ cᵢ·tensorᵢ with float64 coefficients. Tensors count as equal when they are structurally
 * equal, so equal atoms cancel exactly, by bookkeeping. What becomes of one as a tensor is in `emit.ts`: rows that only add load nothing of it.
 */
import { expand } from "../ops/expand.js";
import { reshape } from "../ops/reshape.js";
import { numberIn } from "../tensor/create.js";
import { sameShape, type Shape, sizeOf } from "../tensor/shape.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { memoised } from "./memo.js";

export interface Term {
  readonly of: Tensor;
  readonly c: number;
}
export interface Lin {
  readonly k: number;
  readonly terms: Terms;
}
/** Terms by the hash of what they are of, in the order in which they came: so few that a search is quicker than a map. */
class Terms {
  constructor(private readonly all: readonly Term[]) {}
  get size(): number {
    return this.all.length;
  }
  values(): readonly Term[] {
    return this.all;
  }
  keys(): number[] {
    return this.all.map((t) => t.of.hash);
  }
  get(hash: number): Term | undefined {
    return this.all[placeOf(this.all, hash)];
  }
  has(hash: number): boolean {
    return placeOf(this.all, hash) >= 0;
  }
}
function placeOf(terms: readonly Term[], hash: number): number {
  for (let i = 0; i < terms.length; i++) if (terms[i]!.of.hash === hash) return i;
  return -1;
}
function put(terms: Term[], of: Tensor, c: number): void {
  const at = placeOf(terms, of.hash),
    sum = at < 0 ? c : terms[at]!.c + c;
  if (sum !== 0) terms[at < 0 ? terms.length : at] = { of, c: sum };
  else if (at >= 0) terms.splice(at, 1);
}

export function lin(k: number, ...terms: readonly (readonly [Tensor, number])[]): Lin {
  const all: Term[] = [];
  for (const [of, c] of terms) put(all, of, c);
  return { k, terms: new Terms(all) };
}
/** a + c·b */
export function plus(a: Lin, b: Lin, c = 1): Lin {
  const all = a.terms.values().slice();
  for (const t of b.terms.values()) put(all, t.of, c * t.c);
  return { k: a.k + c * b.k, terms: new Terms(all) };
}
export const times = (a: Lin, c: number): Lin => plus(lin(0), a, c);
export const atom = (t: Tensor, c = 1): Lin => lin(0, [t, c]);
export const mapAtoms = (l: Lin, f: (t: Tensor) => Tensor): Lin => lin(l.k, ...[...l.terms.values()].map(({ of, c }) => [f(of), c] as const));

/** Whether it is 0, whatever its atoms are. */
export const isZero = (l: Lin): boolean => l.k === 0 && l.terms.size === 0;

/** Sums of more terms are atoms to whoever asks, so that the work is linear in the graph. */
export const WIDE = 8;
/** A node as a Lin of what it adds up; of itself where it adds nothing up. */
export const affine: (t: Tensor) => Lin = /* @__PURE__ */ memoised((t) => {
  const n = numberIn(t),
    s = statement(t),
    l = n !== undefined ? lin(n) : isWall(t) ? null : s.op.forms?.affine?.(s);
  // A sum that cancels altogether is an atom: NaN and ∞ must not vanish with its terms.
  return l && l.terms.size <= WIDE && !(t !== s && l.terms.has(s.hash)) && (l.terms.size || n !== undefined) ? l : atom(t);
});

/** How long a sum is. A constant a thousand times smaller than the written one counts half. */
export const cost = (l: Lin, k = l.k): number => l.terms.size + (l.k === 0 ? 0 : Math.abs(l.k) <= 1e-3 * Math.abs(k) ? 0.5 : 1);

/** Whether a restated sum still has written terms beside the restated ones: those may have cancelled exactly against what is gone. */
export const keeps = (written: Lin, other: Lin, restated: readonly Tensor[]): boolean =>
  other.terms.values().some(({ of, c }) => written.terms.get(of.hash)?.c === c && !restated.some((t) => t.hash === of.hash));
/** c·t as a sum of what t adds up; null where c is 0, infinite or no number: NaN and ∞ in t must not vanish. */
export const multiple = (t: Tensor, c: number | undefined): Lin | null => (c && Number.isFinite(c) ? times(affine(t), c) : null);

/** The one term that a node is, or is a multiple of; null where it is more. */
export function onlyTerm(t: Tensor): Term | null {
  const { k, terms } = affine(t);
  return k || terms.size !== 1 ? null : terms.values()[0]!;
}

/** A tensor in a shape: its elements in order, or repeated. */
export const fitted = (t: Tensor, shape: Shape): Tensor =>
  sameShape(t.shape, shape) ? t : t.size === sizeOf(shape) ? reshape(t, shape) : expand(t, shape);
