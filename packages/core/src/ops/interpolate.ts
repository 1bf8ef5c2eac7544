/**
 * interpolate(x, { size, scaleFactor, mode, alignCorners, recomputeScaleFactor }): x on another grid. Modes: "nearest" (as PyTorch's, ⌊i·scale⌋), "nearest-exact"
 * (⌊(i + ½)·scale⌋), "linear", "bilinear", "trilinear" of one, two and three dimensions, "bicubic" (a = −¾), and "area", the mean of what lies under a point.
 * With alignCorners first and last points are the same.
 *
 * Shape    x: f[n, c, …] of one to three dimensions more → f[n, c, …size], each ⌊size·scaleFactor⌋ if no size is given
 * Method   one dimension after the other: rows are picked, and added by weights in float64, rounded once a dimension. Places are fractions of whole
 *          numbers, and weights products in which nothing cancels; area is adaptiveAvgPool
 * Error    nearest exact; area as adaptiveAvgPool; else |err| ≤ u·Σ|weight·x| for each dimension, of float64 3·u, cubic 12·u; gradients u more for each tap or, of
 *          float64, each point that sees an element; of a scaleFactor 6·n·2⁻⁵³·max|x| more of n elements
 * Source   PyTorch `nn.functional.interpolate`
 */
import { isFloating } from "../dtype.js";
import { number, of, type Operand, tensor } from "../tensor/create.js";
import { type Kinds, optionsOf } from "../tensor/options.js";
import { checkShape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { adaptiveAvgPool1d } from "./adaptiveAvgPool1d.js";
import { adaptiveAvgPool2d } from "./adaptiveAvgPool2d.js";
import { adaptiveAvgPool3d } from "./adaptiveAvgPool3d.js";
import { add } from "./add.js";
import { beside } from "./beside.js";
import { cast } from "./cast.js";
import { type Each, each } from "./convolution.js";
import { indexSelect } from "./indexSelect.js";
import { mul } from "./mul.js";

export type InterpolateMode = "nearest" | "nearest-exact" | "linear" | "bilinear" | "trilinear" | "bicubic" | "area";
export interface InterpolateOptions {
  readonly size?: Each | null;
  readonly scaleFactor?: Each | null;
  readonly mode?: InterpolateMode;
  readonly alignCorners?: boolean | null;
  /** Whether places are computed from the sizes, and not from the scaleFactor as given. */
  readonly recomputeScaleFactor?: boolean | null;
}

/** The dimensions that a mode takes. */
const TAKES: Readonly<Record<InterpolateMode, readonly number[]>> = {
  nearest: [1, 2, 3],
  "nearest-exact": [1, 2, 3],
  linear: [1],
  bilinear: [2],
  trilinear: [3],
  bicubic: [2],
  area: [1, 2, 3],
};

const KINDS: Kinds<InterpolateOptions> = {
  size: "",
  scaleFactor: "",
  mode: '"nearest", "nearest-exact", "linear", "bilinear", "trilinear", "bicubic" or "area"',
  alignCorners: "true, false or null",
  recomputeScaleFactor: "true, false or null",
};

export function interpolate(input: Operand, options?: InterpolateOptions): Tensor {
  const x = of("interpolate", input),
    dims = x.ndim - 2,
    { size, scaleFactor, mode = "nearest", alignCorners = null, recomputeScaleFactor = false } = optionsOf("interpolate", options, KINDS);
  if (!TAKES[mode].includes(dims))
    throw new RangeError(
      `interpolate: x is ${show(x.shape)} and the mode ${mode}. Give [batch, channels, …] and ${TAKES[mode].join(" or ")} dimensions more.`,
    );
  if (x.shape.slice(1).includes(0)) throw new RangeError(`interpolate: x is ${show(x.shape)}. Give every dimension but the batch an element.`);
  if (alignCorners !== null && (mode === "area" || mode.startsWith("nearest")))
    throw new RangeError(`interpolate: the mode ${mode} has no corners to align. Leave alignCorners out.`);
  const bySize = size ?? null,
    byScale = scaleFactor ?? null;
  if ((bySize === null) === (byScale === null))
    throw new TypeError(
      `interpolate: ${bySize === null ? "there is no size and no scaleFactor" : "there are a size and a scaleFactor"}. Give one of them.`,
    );
  const scales = byScale === null ? null : factors(byScale, dims),
    sizes = bySize !== null ? each("interpolate", "size", bySize, dims, 1) : scales!.map((s, d) => Math.floor(x.shape[d + 2]! * s));
  if (sizes.some((n) => n < 1)) throw new RangeError(`interpolate: the result would be ${show(sizes)}. Scale ${show(x.shape)} by more.`);
  checkShape("interpolate", [...x.shape.slice(0, 2), ...sizes]);
  if (mode !== "nearest" && mode !== "nearest-exact" && !isFloating(x.dtype))
    throw new TypeError(`interpolate: x is ${x.dtype}. Convert it with to(x, "float32").`);
  if (mode === "area") return [adaptiveAvgPool1d, adaptiveAvgPool2d, adaptiveAvgPool3d][dims - 1]!(x, sizes);
  return beside([x], () =>
    sizes.reduce((y, m, d) => {
      const n = x.shape[d + 2]!,
        kept: Ratio = scales && !recomputeScaleFactor ? [1, scales[d]!] : [n, m],
        ratio: Ratio = alignCorners ? (m > 1 ? [n - 1, m - 1] : [0, 1]) : kept;
      // On its own grid a point is its element, whatever lies beside that.
      return m === n && ratio[0] === ratio[1] ? y : along(y, d + 2, places(mode, n, m, ratio, alignCorners === true));
    }, x),
  );
}

function factors(given: Each, dims: number): number[] {
  const list = typeof given === "number" ? new Array<number>(dims).fill(given) : [...given],
    all = list.length === 1 ? new Array<number>(dims).fill(list[0]!) : list;
  if (all.length !== dims || !all.every((s) => typeof s === "number" && s > 0 && Number.isFinite(s)))
    throw new RangeError(`interpolate: the scaleFactor is ${show(all)}. Give a number above 0, or one for each of ${dims} dimensions.`);
  return all;
}

/** For each point, the elements that it is made of: where they are, and by which weights. */
interface Places {
  readonly at: readonly Int32Array[];
  readonly weights: readonly Float64Array[] | null;
}
/** How far apart points are in x: divided last, so that what is whole stays whole. */
type Ratio = readonly [number, number];
function places(mode: InterpolateMode, n: number, m: number, [over, by]: Ratio, aligned: boolean): Places {
  const points = Array.from({ length: m }, (_, i) => i),
    held = (i: number): number => Math.min(Math.max(i, 0), n - 1);
  if (mode === "nearest" || mode === "nearest-exact")
    return { at: [Int32Array.from(points, (i) => held(Math.floor(mode === "nearest" ? (i * over) / by : ((i + 0.5) * over) / by)))], weights: null };
  // A place is a fraction of whole numbers, and so are its parts beyond the element below and before the one above.
  const whole = aligned ? by : 2 * by,
    source = points.map((i) => (aligned ? i * over : (2 * i + 1) * over - by)),
    from = mode === "bicubic" ? source : source.map((s) => Math.max(s, 0)),
    low = from.map((s) => Math.floor(s / whole)),
    beyond = from.map((s, i) => (s - low[i]! * whole) / whole),
    before = from.map((s, i) => (whole - (s - low[i]! * whole)) / whole);
  const [first, weigh] = mode === "bicubic" ? ([-1, CUBIC] as const) : ([0, LINEAR] as const);
  return {
    at: weigh.map((_, k) => Int32Array.from(low, (l) => held(l + first + k))),
    weights: weigh.map((weight) => Float64Array.from(beyond, (t, i) => weight(t, before[i]!))),
  };
}
/** Weights of the elements about a place, t behind one and s = 1 − t before the next. */
const LINEAR: readonly ((t: number, s: number) => number)[] = [(_, s) => s, (t) => t];
/** Keys' kernel with a = −¾, in factors: at 1 + t it is a·t·s², at t it is s·(1 + t − (a + 2)·t²). */
const A = -0.75;
const near = (t: number, s: number): number => s * (1 + t * (1 - (A + 2) * t)),
  far = (t: number, s: number): number => A * t * s * s;
const CUBIC: typeof LINEAR = [far, near, (t, s) => near(s, t), (t, s) => far(s, t)];

function along(x: Tensor, dim: number, { at, weights }: Places): Tensor {
  const parts = at.map((list) => indexSelect(x, dim, tensor(list)));
  if (!weights) return parts[0]!;
  const shape = x.shape.map((_, d) => (d === dim ? weights[0]!.length : 1)),
    terms = parts.map((part, k) => mul(cast(part, "float64"), tensor(weights[k]!, { shape })));
  return cast(
    terms.reduce((a, b) => add(a, b), number(0, "float64")),
    x.dtype,
  );
}
