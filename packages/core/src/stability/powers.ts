/** Forms of powers: their logarithms, what they are near 1, and what roots and powers ask. */
import { abs } from "../ops/abs.js";
import { pow1p, powerLess1, powm1, pow1pm1, sqrt1pm1 } from "../ops/excess.js";
import { div } from "../ops/div.js";
import { exp } from "../ops/exp.js";
import { reciprocal } from "../ops/reciprocal.js";
import { pow } from "../ops/pow.js";
import { rootOfPowers, rootOfSquares } from "./squares.js";
import { mul } from "../ops/mul.js";
import { number, numberIn } from "../tensor/create.js";
import { elementwise } from "../ops/row.js";
import * as w from "../scalar/words.js";
import { askCollected } from "./collected.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { type Better, isNative, type Log, logarithmForm, logForm, native, type Offset, offsetsOf, type Sign } from "./forms.js";
import { rangeOf } from "./interval.js";
import { emit, isOfRows, of } from "./emit.js";
import { affine, atom, cost, fitted, type Lin, lin, plus, times } from "./lin.js";
import { askProduct, nameOf } from "./products.js";
import { through } from "./layout.js";
import { rules } from "./rules.js";
import { summed } from "./sums.js";
import { asRegion, strays, UNROUNDED } from "./region.js";

/** The log form of xᵉ. */
export function logPower(x: Tensor, e: number, f = logForm(x)): Log | null {
  if (f.quality === "derived" || (!Number.isInteger(e) && f.sign === -1)) return null;
  const log = (): Lin => times(f.log, e),
    sign = (): Sign => (typeof f.sign !== "number" ? pow(f.sign, e) : e % 2 ? f.sign : 1);
  return isNative(f) ? native(log, f.positive ? 1 : sign) : { ...f, sign: sign(), log: log(), positive: sign() === 1 };
}
/** Of (1 + d)ᵉ: 1, and the rest by d, as it was written or as x states it. */
export function nearPower(node: Tensor, x: Tensor, e: Lin): readonly Offset[] {
  const d = fromOne(x);
  if (!d) return nearStated(node, x, e);
  return [{ base: lin(1), rest: () => atom(fitted(!e.terms.size && e.k === 0.5 ? of(sqrt1pm1, d) : of(pow1pm1, d, e), node.shape)) }];
}
/** Of a power that has no logarithm: where it has, that says more. */
export function nearStated(node: Tensor, x: Tensor, e: Lin): readonly Offset[] {
  const near = isExponent(logForm(node)) ? undefined : offsetsOf(x).find(({ base }) => !base.terms.size && base.k === 1);
  return near ? [{ base: lin(1), rest: () => atom(of(powerLess1, atom(node.op.forms!.ask?.(node)?.node ?? node), near.rest(), e)) }] : [];
}
/** Of (k + r)²: k², and r·(2k + r); not of 1 + r where the logarithm is known: near 0 the gradient is 1 + r times another, and a power of it says more. */
export const ofSquare = (x: Tensor): readonly Offset[] => [
  ...((isWall(x) ? null : statement(x).op.forms?.squared?.(statement(x))) ?? []),
  ...offsetsOf(x)
    .filter(({ base }) => !base.terms.size && base.k && !(base.k === 1 && isExponent(logForm(x))))
    .map(({ base: { k }, rest }) => ({
      base: lin(k * k),
      rest: () => {
        const r = emit(rest(), x.shape),
          product = mul(r, summed(plus(lin(2 * k), affine(r)), r.shape));
        return atom(askProduct(product)?.node ?? asRegion(product) ?? product);
      },
    })),
];
const isExponent = (f: Log): boolean => isNative(f) && f.positive;
/** Of x/y: 1, and (x − y)/y, where x − y is one term; of 1/y by that of y. */
export function nearOneQuotient(node: Tensor): readonly Offset[] {
  const [x, y] = node.inputs as [Tensor, Tensor],
    d = plus(affine(x), affine(y), -1);
  return cost(d) === 1 && cost(affine(x)) + cost(affine(y)) > 2
    ? [{ base: lin(1), rest: () => atom(div(emit(d), y)) }]
    : numberIn(x) === 1
      ? nearStated(node, y, lin(-1))
      : [];
}
/** x − 1 as it was written; null where x is no sum with 1. */
function fromOne(x: Tensor): Lin | null {
  const a = affine(x);
  return a.k === 1 && a.terms.size ? { ...a, k: 0 } : null;
}

const exponentOf = (node: Tensor): number | undefined => {
  const e = numberIn(node.inputs[1]!);
  return e === undefined || !Number.isFinite(e) || e === 0 ? undefined : e;
};
export function powerOf(node: Tensor): { readonly x: Tensor; readonly e: number } | null {
  const e = exponentOf(node);
  return e === undefined ? null : { x: node.inputs[0]!, e };
}
/** e·l, the logarithm of a power, which is 0 for every base where e is 0. */
const logPowerOf = /* @__PURE__ */ elementwise<2>("times log", {
  body: (e, l) => w.where(w.and(w.eq(e, 0), w.eq(l, -Infinity)), 0, w.mul(e, l)),
  deriv: [(_, l) => l, (e) => e],
  forms: {
    states: rules,
    logarithmic: true,
    factors: ({ inputs: [e, l] }) => [
      { t: e!, e: 1 },
      { t: l!, e: 1 },
    ],
    collected: (sum) => askCollected(sum),
  },
});
export function logOfPow(node: Tensor): Log | null {
  const e = exponentOf(node);
  if (e !== undefined) return logPower(node.inputs[0]!, e);
  const [x, y] = node.inputs as [Tensor, Tensor],
    f = logForm(x);
  if (numberIn(y) !== undefined || !isNative(f) || !f.positive) return null;
  return native(() => atom(logPowerOf(y, emit(f.log, x.shape))));
}
export function logarithmOfPow(node: Tensor): Log | null {
  const e = exponentOf(node);
  return e === undefined ? null : logarithmOfPower(node.inputs[0]!, e);
}
/** Of xᵉ. */
export function logarithmOfPower(x: Tensor, e: number): Log | null {
  const f = logarithmForm(x);
  return f && logOfRoot(f, e);
}
/** Of what is sign·e^log, to a power that need not be whole, for logarithms alone: NaN where the sign says so. */
export function logOfRoot(f: Log, e: number): Log {
  const log = (): Lin => times(f.log, e),
    sign = (): Sign => pow(f.sign === -1 ? number(-1) : (f.sign as Tensor), e);
  return native(log, f.positive || f.sign === 1 ? 1 : sign);
}
export function offsetsOfPow(node: Tensor): readonly Offset[] {
  const e = exponentOf(node),
    x = node.inputs[0]!;
  const f = logOfPow(node),
    squares = e === 2 ? ofSquare(x) : [];
  // Its logarithm says more of it than the power does.
  if (!squares.length && f && isNative(f) && f.sign === 1) return [];
  const near = [...squares, ...nearPower(node, x, affine(node.inputs[1]!))];
  return near.length ? near : [{ base: lin(1), rest: () => atom(powm1(x, node.inputs[1]!)) }];
}
export function factorsOfPow(node: Tensor): readonly { readonly t: Tensor; readonly e: number }[] {
  const e = exponentOf(node);
  return e !== undefined && Number.isInteger(e) ? [{ t: node.inputs[0]!, e }] : [{ t: node, e: 1 }];
}

const EXPONENTS = "the exponent is multiplied before the exponential is taken";
/** e^(c·l) for a native logarithm l of x, where that has a name or is of what was written. */
function scaled(node: Tensor, x: Tensor, c: number): Better | null {
  const whole = raised(x, c);
  // It states itself: what was written has the product in it, which may be beyond the range.
  if (whole) return { node: fitted(whole, node.shape), why: UNROUNDED };
  const f = logForm(x);
  if (!isNative(f) || !f.positive) return null;
  const l = times(f.log, c),
    [only] = l.terms.values(),
    named = only && l.terms.size === 1 && !l.k ? nameOf(only.of, only.c) : null,
    t = named ?? (isExponential(x) ? of(exp, l) : null);
  return t && { node: fitted(t, node.shape), why: EXPONENTS };
}
/** The same of a sum of a row, which may leave the range before its power does, or has a slope. */
function scaledRow(node: Tensor, x: Tensor, c: number): Better | null {
  const f = logForm(x);
  if (!isNative(f) || !f.positive || rangeOf(x)[1] !== Infinity || !isOfRows(f.log)) return null;
  return { node: fitted(of(exp, times(f.log, c)), node.shape), why: EXPONENTS };
}
/** xᶜ, or |x|ᶜ, as one op, also under views. */
export function raised(x: Tensor, c: number, size = false): Tensor | null {
  const s = statement(x);
  if (isWall(s)) return null;
  if (!s.layout) return s.op.forms?.raised?.(s, c, size) ?? null;
  const inner = raised(s.inputs[0]!, c, size);
  return inner && through(s, inner);
}
const isExponential = (x: Tensor): boolean => (x.layout && x.inputs.length ? isExponential(x.inputs[0]!) : x.op.forms?.exponential === true);

/** What a square root asks: √e^u, √x², and not to be of what has left the range. */
export function askRoot(node: Tensor): Better | null {
  const x = node.inputs[0]!,
    half = scaled(node, x, 0.5);
  if (half) return half;
  const from = statement(x),
    base = from.op.forms?.base?.(from);
  if (base?.e === 2) return { node: abs(base.x), why: "the root of a square is a magnitude" };
  const norm = rootOfSquares(x) ?? rootOfPowers(x, 0.5);
  if (norm) return { node: fitted(norm, node.shape), why: "a norm, in which no power leaves the range" };
  return scaledRow(node, x, 0.5) ?? unrounded(node);
}
function unrounded(node: Tensor): Better | null {
  // What has a logarithm of its own can vanish where that is still good.
  const f = logForm(node.inputs[0]!),
    t = node.inputs.some(strays) || (isNative(f) && f.sign === 1) || logarithmForm(node.inputs[0]!)?.sign === 1 ? asRegion(node) : null;
  return t && { node: t, why: UNROUNDED };
}
/** What a power asks: (e^u)^c, and (1 + d)^c. */
export function askPow(node: Tensor): Better | null {
  const e = exponentOf(node),
    x = node.inputs[0]!,
    half = e === undefined ? null : scaled(node, x, e);
  if (half) return half;
  const norm = e === 0.5 || e === -0.5 ? rootOfSquares(x) : null,
    root = norm && e === -0.5 ? reciprocal(norm) : (norm ?? (e === undefined ? null : rootOfPowers(x, e)));
  if (root) return { node: fitted(root, node.shape), why: "a norm, in which no power leaves the range" };
  // e^(c·log1p(d)) magnifies the rounding of its exponent, which only float32 has digits to spare for.
  const d = node.dtype === "float32" ? fromOne(x) : null,
    by = node.inputs[1]!;
  if (d) {
    const t = fitted(of(pow1p, d, affine(by)), node.shape);
    t.written = node;
    return { node: t, why: "1 + small keeps the digits of the small part" };
  }
  return (e === undefined ? null : scaledRow(node, x, e)) ?? unrounded(node);
}
