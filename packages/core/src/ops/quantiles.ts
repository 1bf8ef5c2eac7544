/** not an op: what quantile and nanquantile have in common: elements in order, and places between them. */
import { decoded, isFloating } from "../dtype.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { number, of, type Operand, tensor } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { sizeOf } from "../tensor/shape.js";
import { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { cast } from "./cast.js";
import { ceil } from "./ceil.js";
import { cut } from "./cut.js";
import { expand } from "./expand.js";
import { gather } from "./gather.js";
import { isnan } from "./isnan.js";
import { type Line, lineOf, taken } from "./ranked.js";
import { movedim } from "./movedim.js";
import { narrow } from "./narrow.js";
import { logicalNot } from "./logicalNot.js";
import { reshape } from "./reshape.js";
import { elementwise, type Elementwise } from "./row.js";
import { sum } from "./sum.js";
import { where } from "./where.js";

export type Interpolation = "linear" | "lower" | "higher" | "midpoint" | "nearest";
export interface QuantileOptions {
  readonly keepdim?: boolean;
  readonly interpolation?: Interpolation;
}

/** Of a rank: the place below it, the place above it, and how far it is from the one to the other. */
const WAYS: Readonly<
  Record<Interpolation, { below: (r: w.Scalar) => w.Scalar; above: (r: w.Scalar) => w.Scalar; weight: (r: w.Scalar) => w.Scalar }>
> = {
  linear: { below: w.floor, above: (r) => ceil(r), weight: (r) => w.sub(r, w.floor(r)) },
  lower: { below: w.floor, above: w.floor, weight: () => 0 },
  higher: { below: (r) => ceil(r), above: (r) => ceil(r), weight: () => 0 },
  midpoint: { below: w.floor, above: (r) => ceil(r), weight: () => 0.5 },
  nearest: { below: w.round, above: w.round, weight: () => 0 },
};
type Part = "below" | "above" | "weight";
const made = new Map<string, Elementwise<2>>();
/** A part of the rank q·(n − 1), of no elements 0, in what q is of. Flat, but for the weight of "linear". */
function part(way: Interpolation, which: Part): Elementwise<2> {
  const key = `${way} ${which}`;
  let op = made.get(key);
  if (!op) {
    const top = (n: Ex): Ex => w.max(w.sub(n, 1), 0);
    made.set(
      key,
      (op = elementwise<2>(`quantile ${key}`, {
        body: (q, n) => w.add(WAYS[way][which](w.mul(q, top(n))), 0),
        ...(which === "weight" && way === "linear" && { deriv: [(_: Ex, n: Ex) => top(n), null] }),
      })),
    );
  }
  return op;
}
/** From a to b, from the end that is nearer; equal ones, infinite ones too, are what they are, and between an infinite one and a number all is infinite. */
const between = /* @__PURE__ */ elementwise<3>("quantile", {
  body: (a, b, t) => {
    const way = w.sub(b, a),
      half = w.add(w.mul(0.5, a), w.mul(0.5, b)),
      inside = w.where(w.lt(t, 0.5), w.add(a, w.mul(t, way)), w.sub(b, w.mul(w.sub(1, t), way)));
    return w.where(w.eq(a, b), a, w.where(w.lt(w.abs(half), Infinity), inside, half));
  },
  deriv: [(_a, _b, t) => w.sub(1, t), (_a, _b, t) => t, (a, b) => w.where(w.eq(a, b), 0, w.sub(b, a))],
});

export function quantileOf(
  name: string,
  input: Operand,
  given: Operand,
  dim: number | null | undefined,
  options: QuantileOptions | undefined,
  skipsNaN: boolean,
): Tensor {
  const { keepdim = false, interpolation = "linear" } = optionsOf(name, options, {
      keepdim: "true or false",
      interpolation: '"linear", "lower", "higher", "midpoint" or "nearest"',
    }),
    whole = of(name, input);
  if (!isFloating(whole.dtype))
    throw new TypeError(`${name}: the operand is ${whole.dtype}, and what lies between is no whole number. Convert it first, with to(x, "float32").`);
  const all = dim === undefined || dim === null,
    line = lineOf(name, all ? reshape(whole, [whole.size]) : whole, all ? 0 : dim),
    { d, n } = line;
  if (!n) throw new RangeError(`${name}: there is nothing to choose from along dimension ${d}. Pass elements.`);
  const q = ranksOf(name, given, whole),
    y = beside([whole, q], () => quantilesOf(line, q, interpolation, skipsNaN)),
    kept = whole.shape.flatMap((s, i) => (!all && i !== d ? [s] : keepdim ? [1] : []));
  return reshape(y, [...q.shape, ...kept]);
}

/** The quantiles of a line, those of each q before all other dimensions. */
function quantilesOf(line: Line, q: Tensor, way: Interpolation, skipsNaN: boolean): Tensor {
  const sorted = movedim(taken({ ...line, scalar: false }, {}).values, line.d, -1),
    rest = sorted.shape.slice(0, -1),
    many = [...rest, q.size];
  const last = narrow(sorted, rest.length, line.n - 1, 1),
    count = skipsNaN ? cast(sum(logicalNot(isnan(cut(sorted))), -1, { keepdim: true }), q.dtype) : number(line.n, q.dtype);
  const rank = (which: Part): Tensor => part(way, which)(reshape(q, [...rest.map(() => 1), q.size]), count),
    at = (which: "below" | "above"): Tensor => gather(sorted, rest.length, expand(cast(rank(which), "int32"), many));
  const isBetween = way === "linear" || way === "midpoint",
    value = isBetween ? between(at("below"), at("above"), cast(rank("weight"), sorted.dtype)) : at("below");
  return movedim(skipsNaN ? value : where(isnan(last), NaN, value), -1, 0);
}

/** Numbers as float64, so that q·(n − 1) is what a user expects; tensors as they are. */
function ranksOf(name: string, given: Operand, x: Tensor): Tensor {
  const t = of(name, given);
  if (t.ndim > 1) throw new RangeError(`${name}: q has ${t.ndim} dimensions. Use a number, or one dimension.`);
  const all =
      typeof given === "number"
        ? [given]
        : given instanceof Tensor
          ? t.value?.host
            ? [...decoded(t.dtype, t.value.host)]
            : []
          : Array.from(given as ArrayLike<number>),
    bad = all.find((v) => !(v >= 0 && v <= 1));
  if (bad !== undefined) throw new RangeError(`${name}: q is ${bad}. Use numbers from 0 to 1.`);
  if (given instanceof Tensor) return t;
  return beside([x], () => tensor(Float64Array.from(all), { shape: typeof given === "number" ? [] : [sizeOf([all.length])] }));
}
