/**
 * not an op: what logsumexp, softmax and logSoftmax are made of. Their exponents l = k + Σ cᵢ·inputᵢ are summed in float64 and never rounded on
 * the way. With m the greatest of them, n how many are m, and r the sum of e^(l − m) over the others, Σ e^(l − m) is n + r; where one exponent
 * dominates, r keeps all its digits beside n.
 */
import { LRU } from "../plan/lru.js";
import { constant, type Ex, input } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Scalar } from "../scalar/words.js";
import { total } from "../stability/cancelling.js";
import { atomsOf, settle } from "../stability/emit.js";
import { affine, fitted, type Lin, lin, mapAtoms, plus } from "../stability/lin.js";
import { Numbers } from "../stability/numbers.js";
import { of, type Operand } from "../tensor/create.js";
import { noMore } from "../tensor/given.js";
import { dimension, type Shape } from "../tensor/shape.js";
import { through } from "../stability/layout.js";
import { isWall, record, type Tensor } from "../tensor/tensor.js";
import { bare, greatest, tie } from "./extreme.js";
import { computed } from "./computed.js";
import { pull } from "./derivative.js";
import { mul } from "./mul.js";
import { type Op, op } from "./op.js";
import { dimsOf, flattened, floating, type Reduction, spread } from "./reduction.js";
import { reshape } from "./reshape.js";
import { apply, elementwise, make } from "./row.js";
import { sum } from "./sum.js";
import { cast } from "./cast.js";
import { lostOf, reduced, Wide } from "./wide.js";

/** The attributes of a row: its exponents are k + Σ cᵢ·inputᵢ, along the dimensions from … to−1 of its inputs, which have one shape. */
export interface Exponents extends Reduction {
  readonly k: number;
  readonly cs: readonly number[];
  /** Of one input v: the exponents are e^v, which may be beyond the type. */
  readonly exponential?: true;
}
/** The row whose one input is its exponents. */
export const plain = (over: Reduction): Exponents => ({ k: 0, cs: [1], ...over });
export const isPlain = ({ k, cs }: Exponents): boolean => k === 0 && cs.length === 1 && cs[0] === 1;

/** Records a row of x along one dimension. */
export function overOne(self: Op, input: Operand, dim: number, more: readonly never[], name = self.name): Tensor {
  noMore(name, 2, more);
  const x = of(name, input),
    shape = x.ndim ? x.shape : [1],
    d = dimension(name, dim, shape);
  return computed(floating(x.dtype), (type) =>
    reshape(record(self, [reshape(cast(x, type), shape)], shape, plain({ from: d, to: d + 1 }), type), x.shape),
  );
}
/** A row of exponents l that broadcast to `shape`; null where they are constant or infinite. `result` is the shape of its value. */
export function rowOf({ op }: Row, l: Lin, shape: Shape, over: Reduction, result: Shape): Tensor | null {
  const s = settle(l),
    atoms = atomsOf([s]),
    cs = atoms.map((t) => s.terms.get(t.hash)!.c);
  const dtype = atoms[0]?.dtype;
  if (!dtype || !atoms.every((t) => t.dtype === dtype) || ![s.k, ...cs].every(Number.isFinite)) return null;
  // What is itself a row is not rounded: who divides by this has its exponents unrounded too.
  const lost = atoms.map(lostIn);
  lost.forEach((t, i) => t && cs.push(cs[i]!));
  const inputs = [...atoms, ...lost.filter((t) => t !== null)].map((t) => fitted(t, shape));
  return record(op, inputs, result, { k: s.k, cs, from: over.from, to: over.to } satisfies Exponents, dtype);
}
/** What rounding took from an exponent, also under views. */
export function lostIn(t: Tensor): Tensor | null {
  if (isWall(t)) return null;
  if (!t.layout) return t.op.forms?.lostAmong?.(t) ?? null;
  const inner = t.inputs.length && t.op.vjp ? lostIn(t.inputs[0]!) : null;
  return inner && through(t, inner);
}
/** Another op of the same row. */
export const sister = ({ op }: Row, { inputs, attrs, dtype }: Pick<Tensor, "inputs" | "attrs" | "dtype">, shape: Shape): Tensor =>
  record(op, inputs, shape, attrs, dtype);
/** A function on tensors, with the op that it records. */
interface Row {
  readonly op: Op;
}
/** The exponents of a row, by what its inputs add up: sums beside it have these among their terms. */
export const exponentsOf = ({ inputs, attrs }: Tensor): Lin =>
  inputs.reduce(
    (l, t, i) =>
      plus(
        l,
        mapAtoms(affine(t), (x) => fitted(x, t.shape)),
        (attrs as Exponents).cs[i]!,
      ),
    lin((attrs as Exponents).k),
  );
/** The gradients of a row's inputs from that of its exponents. */
export const toInputs = (g: Tensor, { inputs, attrs }: Pick<Tensor, "inputs" | "attrs">): (Tensor | null)[] =>
  inputs.map((x, i) => (x.requiresGrad ? times(g, (attrs as Exponents).cs[i]!) : null));
const times = (g: Tensor, c: number): Tensor => (c === 1 ? g : mul(g, c));

/** From here on float32 goes by steps of ½ and more: exponents are rounded as if they had been written. */
export const LARGE = 2 ** 22;

/** What the sums and maps of a row are of, and what is greatest of it. */
export interface Peak {
  /** The inputs where they are not the exponents themselves, the rounded exponents and m. */
  readonly exponents: readonly Tensor[];
  /** Of the shape of the row. */
  readonly rounded: Tensor;
  readonly m: Tensor;
}
export function peakOf({ inputs, attrs }: Pick<Tensor, "inputs" | "attrs">): Peak {
  const e = attrs as Exponents,
    exact = isPlain(e)
      ? []
      : [
          ...inputs,
          ...numbersOf(e)
            .operands(inputs[0]!.dtype)
            .map((t) => fitted(t, inputs[0]!.shape)),
        ],
    rounded = isPlain(e)
      ? inputs[0]!
      : apply(
          cached("exponents", e, () => make("exponents", { body: (...x) => exponentIn(e, x) }, exact.length).op),
          exact,
        );
  const m = spread(bare(greatest, rounded, e), rounded.shape, e);
  return { exponents: [...exact, rounded, m], rounded, m };
}
/** Where l is m: 1, else 0; and how many there are, with 1 for the dimensions of the row. */
export function tiesOf(node: Tensor): { readonly ties: Tensor; readonly n: Tensor } {
  const { rounded, m } = peakOf(node),
    ties = tie(rounded, m);
  return { ties, n: over(ties, node.attrs as Exponents) };
}
/** The sums of rows, with 1 for their dimensions. */
export const over = (t: Tensor, e: Exponents): Tensor => sum(t, dimsOf(e), { keepdim: true });

/** What an exponent adds to n, and to r: one that is m is counted in n, and adds to r only what rounding took from it. */
const counted = (_: Ex, x: Ex, m: Ex): Ex => w.where(w.eq(x, m), 1, 0);
export function rest(l: Ex, x: Ex, m: Ex): Ex {
  const lost = l === x ? 0 : w.where(w.lt(w.abs(m), LARGE), w.expm1(w.sub(l, m)), 0);
  return w.where(w.eq(x, m), lost, w.exp(w.sub(l, m)));
}
/** A number of each row, made of n and r: rounded, or what rounding it lost. Both are one loop over the row. */
export function ofTotals(name: string, e: Exponents, finish: (n: Ex, r: Ex) => Ex, lost: boolean): Op {
  return cached(`${name}${lost ? " lost" : ""}`, e, () => {
    const x = Array.from({ length: widthOf(e) }, (_, i) => input(i)),
      term = (of: typeof rest): Ex => withExact(e, of)(...x);
    return op(name, "reduce", { combine: "sum", wide: new Wide([term(counted), term(rest)], finish(input(0), input(1)), lost) });
  });
}
/** How many operands state the exponents of a row. */
export const widthOf = (e: Exponents): number => exactOf(e) + 2;
const exactOf = (e: Exponents): number => (isPlain(e) ? 0 : e.cs.length + numbersOf(e).width);
/** How many exponents are m. */
export const countOf = (e: Exponents): Op =>
  cached("count", e, () => {
    const [x, m] = [input(widthOf(e) - 2), input(widthOf(e) - 1)];
    return op("count", "reduce", { combine: "sum", wide: new Wide([w.where(w.eq(x, m), 1, 0)], input(0)) });
  });
export type Total = readonly [name: string, finish: (n: Ex, r: Ex) => Ex];
/** 1 / Σ e^(l − m). */
export const INVERSE: Total = ["inverse total", (n, r) => w.div(1, w.add(n, r))];
/** log Σ e^(l − m). */
export const LOGARITHM: Total = ["log total", (n, r) => w.log1p(w.add(w.sub(n, 1), r))];
/** A number of each row in two parts. */
export const inParts = ([name, finish]: Total, { exponents }: Peak, e: Exponents): Tensor[] =>
  [false, true].map((lost) => reduced(ofTotals(name, e, finish, lost), exponents, [], e));

/**
 * Of each exponent l, m, a number of the row in two parts, and elements that are given with them; `none` where all exponents are −∞, NaN where
 * one is ∞.
 */
export function ofEach(
  name: string,
  node: Pick<Tensor, "inputs" | "attrs">,
  total: Total,
  none: (...more: Ex[]) => Scalar,
  body: (l: Ex, m: Ex, high: Ex, low: Ex, ...more: Ex[]) => Ex,
  more: readonly Tensor[] = [],
): Tensor {
  const peak = peakOf(node),
    { exponents } = peak,
    e = node.attrs as Exponents,
    parts = inParts(total, peak, e).map((t) => reshape(t, flattened(exponents[0]!.shape, e)));
  const self = cached(name, e, () => {
    const whole = (...x: Ex[]): Ex => {
      const [high, low, ...given] = x.slice(exponents.length) as [Ex, Ex, ...Ex[]];
      return withExact(e, (l, _, m) => w.where(w.lt(w.abs(m), Infinity), body(l, m, high, low, ...given), w.where(w.lt(m, 0), none(...given), NaN)))(
        ...x,
      );
    };
    return make(name, { body: whole }, exponents.length + 2 + more.length).op;
  });
  return apply(self, [...exponents, ...parts, ...more]);
}
/** Of m and a number of each row in two parts; `lost`: what rounding took from `node`, which is that. */
export function ofRow(name: string, node: Tensor, total: Total, body: (m: Ex, high: Ex, low: Ex) => Ex, lost = false): Tensor {
  const peak = peakOf(node),
    e = node.attrs as Exponents,
    m = bare(greatest, peak.rounded, e),
    parts = inParts(total, peak, e),
    from = [m, ...parts].map((t) => reshape(t, node.shape));
  const self = made.get(`${name}|${lost}`, () =>
    lost
      ? make(`${name} lost`, { body: (m, high, low, value) => lostOf(body(m!, high!, low!), value!) }, 4).op
      : make(name, { body: (m, high, low) => body(m!, high!, low!) }, 3).op,
  );
  return apply(self, lost ? [...from, node] : from);
}

/** What rounding took from `node`, which is `body` of each exponent, m, and a number of the row in two parts: for whoever sums it with others. Flat. */
export function lostOfEach(name: string, node: Tensor, total: Total, body: (l: Ex, m: Ex, high: Ex, low: Ex) => Ex): Tensor {
  const peak = peakOf(node),
    e = node.attrs as Exponents,
    parts = inParts(total, peak, e).map((t) => reshape(t, flattened(node.shape, e)));
  const self = cached(`${name} lost`, e, () => {
    const lost = (...x: Ex[]): Ex => {
      const [high, low, value] = x.slice(-3) as [Ex, Ex, Ex];
      return w.where(w.lt(w.abs(value), Infinity), withExact(e, (l, _, m) => w.sub(body(l, m, high, low), value))(...x), 0);
    };
    return make(name, { body: lost }, peak.exponents.length + 3).op;
  });
  return apply(self, [...peak.exponents, ...parts, node]);
}

const made = /* @__PURE__ */ new LRU<Op>(1024);
export const cached = (name: string, e: Exponents, build: () => Op): Op => made.get(`${name}|${numbersOf(e).id}${e.exponential ? "|e" : ""}`, build);
const numbers = /* @__PURE__ */ new WeakMap<Exponents, Numbers>();
/** The numbers of a row, whose operands come after its inputs. */
function numbersOf(e: Exponents): Numbers {
  let all = numbers.get(e);
  if (!all) numbers.set(e, (all = new Numbers("row", [e.k, ...e.cs])));
  return all;
}
/** What tells rows apart in a body. */
export const keyOfRow = (e: Exponents): string => numbersOf(e).id;
/** The exponent, of its inputs and numbers. */
export function exponentIn(e: Exponents, x: readonly Ex[]): Ex {
  const [k, ...cs] = numbersOf(e).of(x.slice(e.cs.length));
  return total(k!, cs, x);
}
/** A body of the exponent l, the same rounded, and m, as one of `Peak.exponents`; of exponentials, of their distances from the greatest. */
export const withExact =
  (e: Exponents, body: (l: Ex, x: Ex, m: Ex) => Ex) =>
  (...x: readonly Ex[]): Ex => {
    const exact = exactOf(e),
      [rounded, m] = x.slice(exact) as [Ex, Ex];
    if (e.exponential) {
      const d = w.where(w.eq(rounded, m), 0, w.mul(w.exp(m), w.expm1(w.sub(rounded, m))));
      return body(w.where(w.lt(m, Infinity), d, NaN), w.where(w.eq(rounded, m), 0, -1), constant(0));
    }
    return body(exact ? w.where(w.lt(w.abs(m), LARGE), exponentIn(e, x), rounded) : rounded, rounded, m);
  };

/** g·d, and 0 where g is 0: the word `pull` as an op. */
export const pulled = /* @__PURE__ */ elementwise<2>("pulled", { body: (g, d) => pull(g, d), deriv: [(_, d) => d, (g) => g] });
