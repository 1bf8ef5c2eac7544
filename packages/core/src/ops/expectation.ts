/**
 * not an op: sums of what is made of probabilities, Σ F(u, l) with l the logarithms of the shares of rows. Terms are not rounded before they are summed, and the
 * gradient by the exponents of a row, F′ − p·Σ F′ with F′ the derivative by l, is one body: where shares are nearly equal it does not cancel after rounding.
 */
import { LRU } from "../plan/lru.js";
import { constant, type Ex, input } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { cut } from "./cut.js";
import { derivativeOf, inputs, inputsOf, pull } from "./derivative.js";
import {
  countOf,
  exponentIn,
  type Exponents,
  isPlain,
  keyOfRow,
  LARGE,
  LOGARITHM,
  ofTotals,
  peakOf,
  pulled,
  sister,
  toInputs,
  type Total,
  widthOf,
} from "./exponents.js";
import { mul } from "./mul.js";
import { type Op, op } from "./op.js";
import { flattened, type Reduction, spread, without } from "./reduction.js";
import { reshape } from "./reshape.js";
import { apply, make } from "./row.js";
import { softmax } from "./softmax.js";
import { reduced, Wide } from "./wide.js";
import { rules } from "../stability/rules.js";

/** Beyond, an exponential is held to what rounds to 0, and must be that before anything is made of it. */
const HELD = -700;
/** e^l of a logarithm of a share. */
export const shareAt = (l: Ex): Ex => w.where(w.lt(l, HELD), 0, w.exp(l));

/**
 * The logarithm of a total with what its exponential is off: nearly equal shares must add up to 1 further than the digits of a logarithm go, or the gradient is
 * of what they do not.
 */
const CORRECTED: Total = [
  "corrected log total",
  (n, r) => {
    const l = LOGARITHM[1](n, r);
    // Of a row that one element has, the logarithm is small, and right.
    return w.where(w.lt(l, 0.5), l, w.add(l, w.sub(w.mul(w.add(n, r), w.exp(w.neg(l))), 1)));
  },
];
/** log Σ e^(l − m) of a row in two parts, m held: rounded, and what rounding it lost. */
const logTotal = (lost: boolean): Op =>
  op("log total", "composite", {
    parts: (node) => {
      const e = node.attrs as Exponents,
        row = record(softmax.op, node.inputs, node.inputs[0]!.shape, e, node.dtype);
      return reduced(ofTotals(CORRECTED[0], e, CORRECTED[1], lost), peakOf(row).exponents, [], e);
    },
    ...(lost
      ? {}
      : {
          vjp: (g: Tensor, node: Tensor) => {
            const { shape } = node.inputs[0]!;
            return toInputs(pulled(spread(g, shape, node.attrs as Exponents), sister(softmax, node, shape)), node);
          },
        }),
  });
const logTotals = /* @__PURE__ */ [false, true].map(logTotal);

/**
 * What states the logarithm of a share of a row, of the shape of the row: its exponents, as they are and rounded, m and how many are m, and the logarithm of the
 * total in two parts.
 */
export function sharesOf(row: Tensor): Tensor[] {
  const e = row.attrs as Exponents,
    { exponents } = peakOf(row),
    numbers = logTotals.map((self) => record(self, row.inputs, without(row.shape, e), e, row.dtype));
  const n = reduced(countOf(e), exponents, [], e);
  return [...exponents.slice(0, -1), ...[exponents.at(-1)!, spread(n, row.shape, e)].map(cut), ...numbers.map((t) => spread(t, row.shape, e))];
}
/** The logarithm of a share, of what `sharesOf` gives. */
export function shareOf(e: Exponents, x: readonly Ex[]): Ex {
  const [rounded, m, , high, low] = x.slice(-5) as [Ex, Ex, Ex, Ex, Ex],
    l = isPlain(e) ? rounded : w.where(w.lt(w.abs(m), LARGE), exponentIn(e, x), rounded);
  return w.where(w.lt(w.abs(m), Infinity), w.sub(w.sub(l, m), w.add(high, low)), w.where(w.lt(m, 0), -Infinity, NaN));
}
/** Whether an element is the greatest of its row, and alone. */
export function isAlone(x: readonly Ex[]): Ex {
  const [rounded, m, n] = x.slice(-5) as [Ex, Ex, Ex];
  return w.and(w.eq(n, 1), w.eq(rounded, m));
}

/** A row among the inputs of a sum: where its part of them begins, and its dimensions. */
export interface RowIn extends Reduction {
  readonly at: number;
  readonly e: Exponents;
}
/** How many inputs state a share. */
export const rowWidth = (e: Exponents): number => widthOf(e) + 3;

export const made = /* @__PURE__ */ new LRU<Op>(1024);
/** Σ F(x) · share over dimensions; x are of one shape, and the body reads the last of them. `stated`: the same total by terms of another kind, for the value. */
export function expectation(
  body: Body,
  x: readonly Tensor[],
  rows: readonly RowIn[],
  { over, share, stated = body }: { readonly over: Reduction; readonly share: number; readonly stated?: Body },
): Tensor {
  return reduced(opOf({ body, stated, share }, x.length, rows, false), x, [], over);
}
type Body = (...x: Ex[]) => Ex;
interface Sum {
  readonly body: Body;
  readonly stated: Body;
  readonly share: number;
}
/** Σ F(x) over dimensions, or what rounding it loses. */
export const sumOf = (body: Body, x: readonly Tensor[], rows: readonly RowIn[], over: Reduction, lost: boolean): Tensor =>
  reduced(opOf(plainSum(body), x.length, rows, lost), x, [], over);
const plainSum = (body: Body): Sum => ({ body, stated: body, share: 1 });
function opOf({ body, stated, share }: Sum, count: number, rows: readonly RowIn[], lost: boolean): Op {
  const [f, value] = [body, stated].map((b) => b(...inputs(count))) as [Ex, Ex],
    key = `${f.id}|${value.id}|${share}|${lost}|${count}|${rows.map((r) => [r.at, r.from, r.to, keyOfRow(r.e), r.e.k, ...r.e.cs].join()).join(";")}`;
  return made.get(key, () =>
    op("expectation", "reduce", {
      combine: "sum",
      wide: new Wide([value], share === 1 ? input(0) : w.mul(input(0), share), lost),
      forms: { states: rules },
      ...(lost ? {} : { vjp: (g: Tensor, node: Tensor) => slopes(body, rows, mul(g, share), node) }),
    }),
  );
}

/** A difference that is less than this of its first term is rounding: of equal shares nothing is left. */
const NOISE = 2 ** -50;
/** d·(1 − e^l). No share is 1 but by rounding: what is infinite stays so. */
const lessShare = (d: Ex, l: Ex): Ex => w.where(w.eq(w.abs(d), Infinity), d, w.mul(d, w.neg(w.expm1(l))));

/** The gradients of the inputs. Of a row's, those of its exponents are all: m and the totals are made of them. */
function slopes(body: Body, rows: readonly RowIn[], g: Tensor, { inputs: x, attrs }: Tensor): (Tensor | null)[] {
  const over = attrs as Reduction,
    each = spread(g, x[0]!.shape, over),
    by = (i: number): Body => derivativeOf(body, x.length, i),
    found: (Tensor | null)[] = x.map((t, i) =>
      rows.some((r) => i >= r.at && i < r.at + rowWidth(r.e)) || !t.requiresGrad
        ? null
        : mapOf("expectation′", (...y) => pull(y.at(-1)!, by(i)(...y.slice(0, -1))), [...x, each]),
    );
  for (const row of rows) {
    const { at, e } = row,
      width = rowWidth(e),
      exponents = isPlain(e) ? [at] : e.cs.map((_, i) => at + i);
    if (!exponents.some((i) => x[i]!.requiresGrad)) continue;
    // A gradient that is the same for the whole row is multiplied at last: it may be infinite.
    const same = row.from >= over.from && row.to <= over.to,
      late = (g: Ex, d: Ex): Ex => (same ? pull(g, d) : d),
      byTotal = by(at + width - 1),
      share = (y: readonly Ex[]): Ex => shareOf(e, y.slice(at, at + width));
    // What an element of −∞ has of the sum is nothing.
    const own = (...y: Ex[]): Ex => {
      const slope = w.neg(byTotal(...y.slice(0, x.length))),
        d = same ? slope : pull(y[x.length]!, slope);
      return w.where(w.and(w.not(w.eq(d, d)), w.eq(share(y), -Infinity)), 0, d);
    };
    const given = same ? x : [...x, each];
    // What is greatest alone is summed apart: where its share is near 1, nothing cancels against it.
    const alone = (y: readonly Ex[]): Ex => isAlone(y.slice(at, at + width)),
      parts = [(...y: Ex[]): Ex => w.where(alone(y), 0, own(...y)), (...y: Ex[]): Ex => w.where(alone(y), own(...y), 0)],
      sums = parts.flatMap((part) => [false, true].map((lost) => reshape(sumOf(part, given, rows, row, lost), flattened(x[0]!.shape, row))));
    const of =
      (least: number): Body =>
      (...y) => {
        const [others, first] = [w.add(y.at(-4)!, y.at(-3)!), w.add(y.at(-2)!, y.at(-1)!)],
          l = share(y),
          d = own(...y);
        const left = w.sub(d, pull(w.add(others, first), shareAt(l))),
          rest = least ? w.where(w.lt(w.abs(left), w.mul(least, w.abs(d))), 0, left) : left;
        return late(y[x.length]!, w.where(alone(y), w.sub(lessShare(d, l), w.mul(others, shareAt(l))), rest));
      };
    // What is rounding has the slope of what it is rounding of.
    const all = mapOf("expectation′", of(NOISE), [...x, each, ...sums], of(0));
    exponents.forEach((i, k) => (found[i] = x[i]!.requiresGrad ? (isPlain(e) || e.cs[k] === 1 ? all : mul(all, e.cs[k]!)) : null));
  }
  return found;
}

/** One op of the tensors that the body reads; `smooth`: what is differentiated. */
export function mapOf(name: string, body: Body, tensors: readonly Tensor[], smooth = body): Tensor {
  const f = body(...inputs(tensors.length)),
    read = inputsOf(f);
  const packed =
    (b: Body): Body =>
    (...y) => {
      const x = tensors.map(() => constant(0));
      read.forEach((i, k) => (x[i] = y[k]!));
      return b(...x);
    };
  const self = made.get(
    `${name}|${f.id}|${tensors.length}`,
    () =>
      make(
        name,
        {
          woven: 1,
          body: packed(body),
          deriv: read.map(
            (_, k) =>
              (...y: Ex[]) =>
                derivativeOf(packed(smooth), read.length, k)(...y),
          ),
        },
        read.length,
      ).op,
  );
  return apply(
    self,
    read.map((i) => tensors[i]!),
  );
}
