/** What is left beside several elements of a row that adds up to 1 is the sum of the others: near 0 it has digits that 1 less the elements has not. */
import { dimsOf, type Reduction } from "../ops/reduction.js";
import { expand } from "../ops/expand.js";
import { reshape } from "../ops/reshape.js";
import { apply, elementwise } from "../ops/row.js";
import { sum } from "../ops/sum.js";
import { along, type Window } from "../ops/window.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Shape, sizeOf } from "../tensor/shape.js";
import { isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import { isNative, logForm, native, ownOffsets } from "./forms.js";
import { emit } from "./emit.js";
import { isCut } from "./layout.js";
import { affine, atom, type Lin, lin, plus, type Term, times, WIDE } from "./lin.js";
import { once } from "./memo.js";
import { rules } from "./rules.js";
import { relaid } from "./shares.js";

/** Of so long rows the others are looked for. */
const MAX_ELEMENTS = 4096;

/** log(1 − e^l). Exponentials are held to finite values, and log 1 is +0. @internal */
export function logOfRest(l: Ex): Ex {
  return w.where(w.lt(l, -700), 0, w.log1p(w.neg(w.exp(l))));
}
/** Its derivative. @internal */
export function slopeOfRest(l: Ex): Ex {
  return w.neg(w.div(1, w.expm1(w.neg(l))));
}
/** Whether less than half is left; of what is all −∞ nothing is in either. */
const isLess = (rest: Ex, l: Ex): Ex => w.and(w.lt(rest, -Math.LN2), w.lt(-Infinity, l));
/** log(1 − e^l) by the logarithm of the rest. */
const logLeft = /* @__PURE__ */ elementwise<2>("log of others", {
  body: (rest, l) => w.where(isLess(rest, l), rest, logOfRest(l)),
  deriv: [(rest, l) => w.where(isLess(rest, l), 1, 0), (rest, l) => w.where(isLess(rest, l), 0, slopeOfRest(l))],
  forms: { logarithmic: true },
});
/** 1 − p, of which the rest is known; 1 in a row that has nothing. */
const left = /* @__PURE__ */ elementwise<2>("others", {
  body: (rest, p) => w.where(w.and(w.eq(rest, 0), w.eq(p, 0)), 1, rest),
  deriv: [() => 1, null],
  range: () => [0, 1],
  forms: {
    states: rules,
    log: ({ inputs }) => {
      const [rest, p] = inputs.map(logForm) as [ReturnType<typeof logForm>, ReturnType<typeof logForm>];
      return isNative(rest) && isNative(p) ? native(() => atom(apply(logLeft.op, [emit(rest.log), emit(p.log)]))) : null;
    },
    offsets: ({ inputs: [, p] }) => [{ base: lin(1), rest: () => atom(p!, -1) }],
  },
});

/** Elements of a row: the same ones of each row that is looked at. */
interface Part {
  /** What adds up to 1, along the middle of [outer, n, inner]. */
  readonly row: Tensor;
  readonly lines: Shape;
  readonly places: readonly number[];
  /** The part of their sum that it is. */
  readonly share: number;
  /** Equal for parts that look at the same rows. */
  readonly rows: string;
  /** What is seen through a window. */
  readonly through: (x: Tensor, w: Window) => Tensor;
  /** What is one number along each row, looked at as the part is. */
  readonly like: (t: Tensor) => Tensor;
}
const partOf: (t: Tensor) => Part | null = /* @__PURE__ */ once((t) => {
  const s = statement(t),
    { base } = layoutOf(s),
    total = isWall(base) || isWall(s) ? undefined : statement(base).op.forms?.total?.(statement(base));
  if (!total) return look(s, s);
  // A view of a sum that does no more than leave out or put in dimensions of 1.
  const same = (x: Shape): string => x.filter((d) => d > 1).join();
  return same(s.shape) === same(base.shape) && !isCut(s) ? look(total.x, s, total.over, total.share) : null;
});
/** A row of which not all is looked at is looked at through a window. */
const looksBy = (t: Tensor): Part["through"] | null => (!t.layout || !t.inputs.length ? null : (t.op.forms?.look ?? looksBy(t.inputs[0]!)));
/** What x sees of a row, added up over dimensions. */
function look(x: Tensor, t: Tensor, over: Reduction | null = null, share = 1): Part | null {
  const { base, offset, strides } = layoutOf(x),
    whole = isWall(base) ? undefined : statement(base).op.forms?.wholeAlong?.(statement(base)),
    through = whole && looksBy(x);
  if (!whole || !through) return null;
  const lines = [
      sizeOf(base.shape.slice(0, whole.from)),
      sizeOf(base.shape.slice(whole.from, whole.to)),
      sizeOf(base.shape.slice(whole.to)),
    ] as const,
    [, n, inner] = lines;
  if (n > MAX_ELEMENTS) return null;
  let places = [Math.floor(offset / inner) % n],
    [least, most] = [offset % inner, offset % inner];
  const rows: number[] = [];
  for (const [d, step] of strides.entries()) {
    const size = x.shape[d]!,
      isAdded = over !== null && d >= over.from && d < over.to;
    if (size === 1) continue;
    if (isAdded) {
      if (!step || step % inner) return null;
      places = places.flatMap((p) => Array.from({ length: size }, (_, i) => p + (i * step) / inner));
    } else {
      if (step % (n * inner)) {
        if (Math.abs(step) >= inner) return null;
        if (step < 0) least += step * (size - 1);
        else most += step * (size - 1);
      }
      rows.push(size, step);
    }
  }
  if (least < 0 || most >= inner || !places.length || places.some((p) => p < 0 || p >= n) || new Set(places).size < places.length) return null;
  const one = (y: Tensor): Tensor => (over ? dimsOf(over).reduce((z, d) => through(z, along(z.shape, d, 0, 1)), y) : y);
  return {
    row: base,
    lines,
    places,
    share,
    through,
    rows: [base.hash, t.shape.join("×"), isCut(x), Math.floor(offset / (n * inner)), offset % inner, ...rows].join(),
    like: (y) => reshape(one(relaid(x, y)), t.shape),
  };
}
/** The elements that none of the parts has, added up. */
function othersOf(parts: readonly Part[]): Tensor | null {
  const [{ row, lines, through, like }] = parts as [Part],
    [outer, n, inner] = lines as [number, number, number],
    all = parts.flatMap((p) => p.places).sort((a, b) => a - b);
  if (all.length < 2 || all.length === n || all.some((p, i) => p === all[i - 1])) return null;
  const shares = reshape(row, lines),
    ends = [-1, ...all, n].flatMap((to, i, from) => (i && to - from[i - 1]! > 1 ? [[from[i - 1]! + 1, to] as const] : [])),
    each = ends.map(([from, to]) => sum(through(shares, along(lines, 1, from, to - from)), 1, { keepdim: true }));
  return each.length > WIDE ? null : like(reshape(expand(emit(lin(0, ...each.map((t) => [t, 1] as const))), [outer, n, inner]), row.shape));
}
/** A sum of elements without what one of its terms has been restated as: 1 − p by p. */
function asWritten(l: Lin, { of: t, c }: Term): Lin {
  for (const { base, rest } of partOf(t) ? [] : ownOffsets(t)) {
    const less = base.terms.size ? [] : rest().terms.values(),
      all = less.reduce((s, { of: x, c: by }) => plus(s, affine(x), by), base);
    if (less.length && all.terms.values().every((x) => partOf(x.of))) return plus(plus(l, atom(t), -c), all, c);
  }
  return l;
}
/** Of a sum with several elements of one row: c times these, as c − c·others. */
export interface Shares {
  readonly k: number;
  readonly c: number;
  readonly others: Tensor;
  /** The other terms. */
  readonly rest: Lin;
}
/** @internal */
export function sharesIn(sum: Lin): Shares | null {
  const l = sum.terms.values().reduce(asWritten, sum),
    found = new Map<string, { readonly c: number; readonly terms: Term[]; readonly parts: Part[] }>();
  for (const term of l.terms.values()) {
    const part = partOf(term.of);
    if (!part) continue;
    const c = term.c * part.share,
      key = `${part.rows},${c}`,
      like = found.get(key) ?? { c, terms: [], parts: [] };
    like.terms.push(term);
    like.parts.push(part);
    found.set(key, like);
  }
  for (const { c, terms, parts } of found.values()) {
    const others = othersOf(parts);
    if (!others) continue;
    const all = lin(0, ...terms.map((t) => [t.of, t.c] as const));
    return { k: l.k, c, others: apply(left.op, [others, emit(times(all, 1 / c), others.shape)]), rest: plus(l, all, -1) };
  }
  return null;
}
