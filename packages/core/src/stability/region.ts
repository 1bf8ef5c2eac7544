/**
 * Regions: several elementwise ops as one, which is evaluated wide and rounded once. What leaves the range of float32 on the way, or is rounded there
 * before it cancels, does neither in a region. The derivative of a region is one expression too.
 */
import { bodyAt, differentiated, withLimits } from "../ops/derivative.js";
import type { Op } from "../ops/op.js";
import { apply, make } from "../ops/row.js";
import { mul } from "../ops/mul.js";
import { LRU } from "../plan/lru.js";
import * as w from "../scalar/words.js";
import { constant, type Ex } from "../scalar/expr.js";
import { isExact, isHeavy } from "../scalar/program.js";
import { number, numberIn } from "../tensor/create.js";
import { isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { rangeOf } from "./interval.js";
import { through } from "./layout.js";
import { affine, fitted } from "./lin.js";
import { memoised, once } from "./memo.js";
import { buffersIn } from "./numbers.js";
import { rules } from "./rules.js";

/** No region is of more ops, elementary functions or operands. */
const MAX_OPS = 24;
const MAX_HEAVY = 3;
const MAX_ATOMS = 8;
/** Below what is computed over dimensions so many nodes are looked at. */
const MAX_BELOW = 16;
/** Ops of regions within regions: each may be there twice, so a chain of them would have no end. */
const MAX_SIZE = 96;

/** An expression over tensors. */
export interface Region {
  /** What it reads, each once, in the order in which it was written. */
  readonly atoms: readonly Tensor[];
  /** What names the expression, from what names its atoms: regions of one key are one expression. */
  readonly key: (name: (t: Tensor) => number) => string;
  /** In atoms by hash. */
  readonly at: (x: (t: Tensor) => Ex) => Ex;
  readonly ops: number;
  /** The same, with those of which regions that are one op are made. */
  readonly size: number;
  readonly heavy: number;
  /** Whether it rounds anything. */
  readonly inexact: boolean;
  /** Whether it rounds anything but products. */
  readonly mixed: boolean;
}
/** Tensors that are equal by structure once, in the order in which they first came. */
function together(all: readonly Tensor[]): readonly Tensor[] {
  const found: Tensor[] = [];
  for (const t of all) if (!found.some((x) => x.hash === t.hash)) found.push(t);
  return found;
}
/** What regions read. */
export const readBy = (regions: readonly Region[]): readonly Tensor[] =>
  regions.length === 1 ? regions[0]!.atoms : together(regions.flatMap((r) => r.atoms));
/** A value and what rounding took from it. */
export const withLost = (x: Ex, lost: Ex): Ex => w.add(x, lost);
/** What no region looks into: a value, and what rounding took from it where that is known. */
class Single implements Region {
  readonly ops = 0;
  readonly size = 0;
  readonly heavy = 0;
  readonly inexact = false;
  readonly mixed = false;
  constructor(readonly atoms: readonly Tensor[]) {}
  key(name: (t: Tensor) => number): string {
    return this.atoms.map(name).join("&");
  }
  at(x: (t: Tensor) => Ex): Ex {
    const [value, lost] = this.atoms.map(x);
    return lost ? withLost(value!, lost) : value!;
  }
}
/** A number that float32 cannot hold, of which only bodies know. */
class Constant implements Region {
  readonly atoms = [];
  readonly ops = 0;
  readonly size = 0;
  readonly heavy = 0;
  readonly inexact = false;
  readonly mixed = false;
  constructor(private readonly value: number) {}
  key(): string {
    return `#${this.value}`;
  }
  at(): Ex {
    return constant(this.value);
  }
}
const LEAST = 2 ** -126;
/** Whether float32 makes infinity, 0 or a number of fewer digits of a number. */
const leaves = (x: number): boolean => Number.isFinite(x) && x !== 0 && !(Math.abs(x) >= LEAST && Number.isFinite(Math.fround(x)));
function single(t: Tensor): Region {
  const n = numberIn(t);
  if (n !== undefined && leaves(n)) return new Constant(n);
  // Offsets and exponents have it in float64: a part of them that cancels is to be of the same number.
  if (n !== undefined && Number.isFinite(n) && Math.fround(n) !== n)
    return new Single([Math.fround(n), n - Math.fround(n)].map((x) => number(x, t.dtype)));
  const lost = isWall(t) ? undefined : t.op.forms?.lost?.(t);
  return new Single(lost ? [t, lost] : [t]);
}
/** An op of regions. */
class Composite implements Region {
  readonly inexact: boolean;
  readonly mixed: boolean;
  constructor(
    private readonly of: Tensor,
    private readonly parts: readonly Region[],
    readonly atoms: readonly Tensor[],
    readonly ops: number,
    readonly size: number,
    readonly heavy: number,
  ) {
    const { row, body } = of.op,
      rounds = !isExact(body!);
    this.inexact = rounds || parts.some((p) => p.inexact);
    this.mixed = parts.some((p) => p.mixed) || (rounds && row!.strays !== 1 && !isMultiple(of));
  }
  key(name: (t: Tensor) => number): string {
    return `${this.of.op.id}(${this.parts.map((p) => p.key(name)).join()})`;
  }
  at(x: (t: Tensor) => Ex): Ex {
    const row = this.of.op.row!,
      args = this.parts.map((p) => p.at(x));
    return row.woven ? row.body(...args) : bodyAt(row, args);
  }
}
/** Whether the value is known better than it is rounded. */
export const isSplit = (t: Tensor): boolean => {
  const r = regionOf(t);
  return numberIn(t) === undefined && !r.ops && r.atoms.length > 1;
};

/** The elementwise ops that what is computed over dimensions is computed of; none of what is not. */
const feedsOf: (t: Tensor) => ReadonlySet<number> = /* @__PURE__ */ once((t) => {
  const found = new Set<number>();
  if (!isOfRow(t)) return found;
  const open = new Set([layoutOf(t).base]);
  for (const x of open)
    for (const y of open.size < MAX_BELOW ? x.inputs : []) {
      const { base } = layoutOf(y);
      if (base.op.row) found.add(base.hash);
      else open.add(base);
    }
  return found;
});
/** Whether an operand of a sum is what another one is a total of: rounded as there, it cancels as it was written. */
const isInTotal = (t: Tensor, sum: Tensor): boolean =>
  sum.op.forms?.adds === "terms" && sum.inputs.some((x) => x.op !== sum.op && feedsOf(x).has(layoutOf(t).base.hash));
/** A node as an expression of what no region looks into: what is no elementwise op, is of another type, is not rounded to float32, or would make it too large. */
export const regionOf: (t: Tensor) => Region = /* @__PURE__ */ memoised((t, self) => {
  const from = t.op.forms?.isOwn ? t : statement(t),
    { op, dtype } = from;
  if (dtype !== "float32" || numberIn(t) !== undefined || isWall(from) || !from.inputs.length) return single(t);
  if (from.layout || from.op.picks) {
    const inner = self(from.inputs[0]!);
    if (!inner.ops && inner.atoms.length < 2) return single(t);
    const moved = new Map(inner.atoms.map((a) => [a.hash, through(from, a)]));
    return {
      ...inner,
      atoms: together([...moved.values()]),
      key: (name) => inner.key((a) => name(moved.get(a.hash)!)),
      at: (x) => inner.at((a) => x(moved.get(a.hash)!)),
    };
  }
  const { row } = op;
  if (!row || !op.body || !from.inputs.every((x) => x.dtype === dtype || x.dtype === "bool" || numberIn(x) !== undefined)) return single(t);
  const parts = from.inputs.map((x) => {
    const part = numberIn(x) !== undefined ? single(x) : self(x);
    return part.ops && isInTotal(x, from) ? single(x) : part;
  });
  let ops = 1,
    size = row.woven ?? 1,
    heavy = isHeavy(op.body) ? 1 : 0;
  for (const p of parts) {
    ops += p.ops;
    size += p.size;
    heavy += p.heavy;
  }
  const atoms = ops > MAX_OPS || size > MAX_SIZE || heavy > MAX_HEAVY ? null : readBy(parts);
  if (!atoms || buffersIn(atoms) > MAX_ATOMS) return single(t);
  return new Composite(from, parts, atoms, ops, size, heavy);
});

/** Whether it is computed, and not element by element. */
export function isOfRow(t: Tensor): boolean {
  const s = statement(layoutOf(t).base);
  return !isWall(s) && !s.op.row && s.inputs.length > 0;
}

const STATED = { states: rules } as const;
/** Of what regions take as it is. */
export const OWN = { states: rules, isOwn: true } as const;
/** Several expressions, and what is made of them, as one op. `id` names `finish`, and says which forms the op has. */
export function wide(
  name: string,
  id: string | number,
  regions: readonly Region[],
  finish: (...x: Ex[]) => Ex,
  forms: NonNullable<Op["forms"]> = STATED,
): Tensor {
  const atoms = readBy(regions),
    places = new Map(atoms.map((t, i) => [t.hash, i])),
    place = (t: Tensor): number => places.get(t.hash)!;
  const key = `${id}|${regions.map((r) => r.key(place)).join(";")}`;
  return apply(
    made.get(key, () => {
      const body = (...x: Ex[]): Ex => withLimits(() => finish(...regions.map((r) => r.at((t) => x[place(t)]!)))),
        woven = regions.reduce((n, r) => n + r.size, 1);
      return make(name, { woven, body, deriv: atoms.map((_, i) => differentiated(body, i)), forms }, atoms.length).op;
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
/** What rounding took from a value, of what the region of it says; null where it is no region that rounds. */
export function roundedFrom(t: Tensor): Tensor | null {
  const r = regionOf(t);
  if (!r.inexact || t.dtype !== "float32") return null;
  const lost = wide("lost", "lost", [r, new Single([t])], (exact, x) => {
    const d = w.sub(exact, x);
    // What was written may say less of the value than what it was restated to.
    return w.where(w.lt(w.abs(d), w.mul(ROUNDING, w.abs(x))), d, 0);
  });
  return fitted(lost, t.shape);
}
const ROUNDING = 2 ** -22;
/** A factor, which may be as small as what it is of is large, times what is not rounded; 0 times what is infinite by rounding is no number. */
export function scaled(factor: Tensor, t: Tensor): Tensor {
  const whole = regionOf(t),
    both = [regionOf(factor), whole],
    parts = buffersIn(readBy(both)) > MAX_ATOMS ? [single(factor), whole] : both;
  const made = wide("scaled", "scaled", parts, (f, x) => w.where(w.and(w.eq(f, 0), w.lt(LARGEST, w.abs(x))), NaN, w.mul(f, x)));
  made.written = mul(factor, t);
  return made;
}
const LARGEST = 2 ** 128 - 2 ** 103;

/** What is said of what strays. */
export const UNROUNDED = "what could overflow or underflow on the way is not rounded there";
/** A node as one op with what strays below it: as products do, or further. */
export function askStrayed(node: Tensor, least: 1 | 2 = 1): Better | null {
  const t = node.inputs.some((x) => strays(x) >= least) ? asRegion(node) : null;
  return t && { node: t, why: UNROUNDED };
}

/** Whether a node is, or is made of, what rounds and is no product: if not, its region is not mixed. */
export const mixes: (t: Tensor) => boolean = /* @__PURE__ */ memoised((t, self) => {
  const from = statement(t),
    { row, body } = from.op;
  if (isWall(from) || numberIn(t) !== undefined) return false;
  if (from.layout || from.op.picks) return self(from.inputs[0]!);
  return row !== undefined && ((row.strays !== 1 && !isExact(body!) && !isMultiple(from)) || from.inputs.some(self));
});

/** How the value can leave the range of its type, though what is made of it need not: 0 not at all, 1 as products do, 2 as exponentials, quotients and far multiples. */
export const strays: (t: Tensor) => 0 | 1 | 2 = /* @__PURE__ */ memoised((t, self) => {
  const from = statement(t),
    { row } = from.op;
  if (t.dtype !== "float32" || isWall(from) || numberIn(t) !== undefined) return 0;
  if (from.layout || from.op.picks) return self(from.inputs[0]!);
  if (!row) return from.op.forms?.scales === "all" ? (Math.max(...from.inputs.map(self)) as 0 | 1 | 2) : 0;
  if (isFar(multipleOf(from) ?? 1)) return 2;
  if (rangeOf(from).every(Number.isFinite)) return 0;
  const own = row.strays && !from.inputs.every((x) => numberIn(x) !== undefined) && !isMultiple(from) ? row.strays : 0;
  return Math.max(own, ...from.inputs.map(self)) as 0 | 1 | 2;
});
/** |c| of c·x as it was written; null of what is no multiple. */
export function multipleOf(t: Tensor): number | null {
  const { k, terms } = affine(t),
    [only] = terms.values();
  return only && !k && terms.size === 1 && only.of.hash !== t.hash ? Math.abs(only.c) : null;
}

/** Whether a multiple by so much loses more than the ends of the range. */
export const isFar = (by: number): boolean => by > FAR || by < 1 / FAR;
const FAR = 2 ** 10;
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
    for (const a of atoms) if (seen.has(a.hash) && numberIn(a) === undefined) return true;
    for (const a of atoms) seen.add(a.hash);
  }
  return false;
}
