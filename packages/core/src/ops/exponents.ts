/**
 * not an op: what logsumexp, softmax and logSoftmax are made of. Their exponents l = k + Σ cᵢ·inputᵢ are summed in float64 and never rounded on
 * the way. With m the greatest of them, n how many are m, and r the sum of e^(l − m) over the others, Σ e^(l − m) is n + r; where one exponent
 * dominates, r keeps all its digits beside n.
 */
import { LRU } from "../plan/lru.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { atomsOf, fitted, type Lin, lin, settle, total } from "../stability/lin.js";
import { of, type Operand } from "../tensor/create.js";
import { dimension, type Shape } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { bare, greatest, tie } from "./extreme.js";
import { computed } from "./computed.js";
import { pull } from "./derivative.js";
import { mul } from "./mul.js";
import type { Op } from "./op.js";
import { dimsOf, flattened, floating, type Reduction } from "./reduction.js";
import { reshape } from "./reshape.js";
import { apply, elementwise, make } from "./row.js";
import { sum } from "./sum.js";
import { cast } from "./cast.js";

/** The attributes of a row: its exponents are k + Σ cᵢ·inputᵢ, along the dimensions from … to−1 of its inputs, which have one shape. */
export interface Exponents extends Reduction {
  readonly k: number;
  readonly cs: readonly number[];
}
/** The row whose one input is its exponents. */
export const plain = (over: Reduction): Exponents => ({ k: 0, cs: [1], ...over });
const isPlain = ({ k, cs }: Exponents): boolean => k === 0 && cs.length === 1 && cs[0] === 1;

/** Records a row of x along one dimension. */
export function overOne(self: Op, input: Operand, dim: number): Tensor {
  const x = of(self.name, input),
    shape = x.ndim ? x.shape : [1],
    d = dimension(self.name, dim, shape);
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
  const inputs = atoms.map((t) => fitted(t, shape));
  return record(op, inputs, result, { k: s.k, cs, from: over.from, to: over.to } satisfies Exponents, dtype);
}
/** Another op of the same row. */
export const sister = ({ op }: Row, { inputs, attrs, dtype }: Tensor, shape: Shape): Tensor => record(op, inputs, shape, attrs, dtype);
/** A function on tensors, with the op that it records. */
interface Row {
  readonly op: Op;
}
/** The exponents of a row. */
export function exponentsOf({ inputs, attrs }: Tensor): Lin {
  const { k, cs } = attrs as Exponents;
  return lin(k, ...inputs.map((t, i) => [t, cs[i]!] as const));
}
/** The gradients of a row's inputs from that of its exponents. */
export const toInputs = (g: Tensor, { inputs, attrs }: Tensor): (Tensor | null)[] =>
  inputs.map((x, i) => (x.requiresGrad ? times(g, (attrs as Exponents).cs[i]!) : null));
const times = (g: Tensor, c: number): Tensor => (c === 1 ? g : mul(g, c));

/** From here on float32 goes by steps of ½ and more: exponents are rounded as if they had been written. */
const LARGE = 2 ** 22;

interface Parts {
  /** The inputs where they are not the exponents themselves, the rounded exponents and m: what `bodyOf` takes. */
  readonly exponents: readonly Tensor[];
  /** Shape with 1 for the dimensions of the row. */
  readonly m: Tensor;
  readonly n: Tensor;
  readonly r: Tensor;
  readonly ties: Tensor;
}
/** m, n, r and where l is m, of a row. */
export function partsOf({ inputs, attrs }: Tensor): Parts {
  const e = attrs as Exponents,
    exact = isPlain(e) ? [] : inputs,
    rounded = isPlain(e)
      ? inputs[0]!
      : apply(
          cached("exponents", e, (cs) => make("exponents", { body: (...x) => total(e.k, cs, x) }, cs.length).op),
          inputs,
        );
  const m = reshape(bare(greatest, rounded, e), flattened(rounded.shape, e)),
    ties = tie(rounded, m),
    exponents = [...exact, rounded, m],
    over = (t: Tensor): Tensor => sum(t, dimsOf(e), { keepdim: true });
  return { exponents, m, ties, n: over(ties), r: over(apply(bodyOf("rest", e, rest), exponents)) };
}
/** What an exponent adds to r. One that is m is counted in n, and adds only what rounding took from it. */
function rest(l: Ex, x: Ex, m: Ex): Ex {
  const lost = l === x ? 0 : w.where(w.lt(w.abs(m), LARGE), w.expm1(w.sub(l, m)), 0);
  return w.where(w.eq(x, m), lost, w.exp(w.sub(l, m)));
}

/** Of each exponent l, and m, n and r of its row. */
export function ofEach(name: string, node: Tensor, body: (l: Ex, m: Ex, n: Ex, r: Ex) => Ex): Tensor {
  const { exponents, n, r } = partsOf(node);
  return apply(
    bodyOf(name, node.attrs as Exponents, (l, _, m, n, r) => body(l, m, n!, r!), 2),
    [...exponents, n, r],
  );
}
/** Of m, n and r of each row. */
export function ofRow(name: string, node: Tensor, body: (m: Ex, n: Ex, r: Ex) => Ex): Tensor {
  const { m, n, r } = partsOf(node),
    op = made.get(name, () => make(name, { body: (m, n, r) => body(m!, n!, r!) }, 3).op);
  return apply(
    op,
    [m, n, r].map((t) => reshape(t, node.shape)),
  );
}

const made = /* @__PURE__ */ new LRU<Op>(1024);
const cached = (name: string, { k, cs }: Exponents, build: (cs: readonly number[]) => Op): Op =>
  made.get(`${name}|${[k, ...cs].join()}`, () => build(cs));
/** An op of `Parts.exponents` and `more` others: of the exponent l, the same rounded, m, and those. */
function bodyOf(name: string, e: Exponents, body: (l: Ex, x: Ex, m: Ex, ...more: Ex[]) => Ex, more = 0): Op {
  const exact = isPlain(e) ? 0 : e.cs.length;
  return cached(name, e, (cs) => {
    const whole = (...x: Ex[]): Ex => {
      const [rounded, m, ...others] = x.slice(exact) as [Ex, Ex, ...Ex[]];
      return body(exact ? w.where(w.lt(w.abs(m), LARGE), total(e.k, cs, x), rounded) : rounded, rounded, m, ...others);
    };
    return make(name, { body: whole }, exact + 2 + more).op;
  });
}

/** g·d, and 0 where g is 0: the word `pull` as an op. */
export const pulled = /* @__PURE__ */ elementwise<2>("pulled", { body: (g, d) => pull(g, d), deriv: [(_, d) => d, (g) => g] });
