/**
 * What a backend can be asked to run: one request type a kind. Sizes, strides and offsets count elements, not bytes.
 * A backend imports these types instead of rows; it never learns which op it is running.
 */
import type { Arithmetic, DType } from "./dtype.js";
import type { Ex } from "./scalar/expr.js";
import type { Program } from "./scalar/program.js";

/** A piece of a backend's memory. Only the backend that made it looks inside. */
export interface Storage {
  readonly bytes: number;
}

/**
 * Where a kernel finds an operand: element (i₀, i₁, …) of the iteration is at offset + Σ i·strides. A stride of 0 repeats. An output begins at a multiple of
 * 4 bytes.
 */
export interface View {
  readonly storage: Storage;
  readonly offset: number;
  readonly strides: readonly number[];
}

/**
 * outputs[j][i] = the program applied to inputs[…][i], for every i of `shape` (at least one dimension, the last the fastest).
 * The program says of which types they are. A number is an input that is the same everywhere. The last stride of an input is 0 or 1; outputs are
 * contiguous.
 * An output may share its storage with an input of the same view.
 */
export interface MapRequest {
  readonly kind: "map";
  readonly program: Program;
  readonly shape: readonly number[];
  readonly inputs: readonly (View | number)[];
  readonly outputs: readonly View[];
}

/**
 * outputs[k][…outer, j] = program(inputs)[…outer, r, j] combined over r: shape is [...outer, reduced, inner], all three parts present (outer
 * may be empty, inner may be 1). The last stride of an input is 0 or 1; where inner is 1, so is the stride of `reduced`. Outputs are contiguous.
 * Terms and output are of one type, float32, float64 or int32. sum: added in float64 in the order of order.ts and rounded once, a total beyond int32
 * being a fault; float64 in one block, with what additions lose. Of nothing 0. max and min: exact; NaN if a term is NaN, +0 is above −0; of nothing
 * −∞ and ∞, or the ends of int32.
 *
 * Without `program.finish` there is one output. With it (sum alone) terms may be wide and several, their totals are not rounded, and `finish` makes every output of them
 * and of the numbers that come last among the inputs.
 */
export interface ReduceRequest {
  readonly kind: "reduce";
  readonly combine: "sum" | "max" | "min";
  readonly program: Program;
  readonly shape: readonly number[];
  readonly inputs: readonly (View | number)[];
  readonly outputs: readonly View[];
}

/**
 * Requests that are done one after the other, which together go along the same rows: reductions (inner is 1), and then a map if there is one. The map's shape is
 * [...outer, terms] where theirs is [...outer, terms, 1]. What a stage reads of those before it is the same all along a row, and is of that row;
 * what it writes no stage before it reads of another row. So all may be done for a row before the next one is begun; it changes no bit. Made by `joinRows`.
 */
export interface RowsRequest {
  readonly kind: "rows";
  readonly stages: readonly (ReduceRequest | MapRequest)[];
}

/** output[i] = input[i] for any strides (negative ones too), bit for bit; the output is contiguous. */
export interface CopyRequest {
  readonly kind: "copy";
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly input: View;
  readonly output: View;
}

/**
 * output = base, and then every part copied in, bit for bit. Base and sources have any strides; a number is the same everywhere, rounded to `dtype`.
 * Parts do not overlap, so their order is free. The output is contiguous.
 */
export interface ConcatRequest {
  readonly kind: "concat";
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly base: View | number;
  readonly parts: readonly Part[];
  readonly output: View;
}
/** Element (i₀, i₁, …) of `shape` goes to the output's element offset + Σ i·strides. A stride may be negative, and is 0 only where the size is at most 1. */
export interface Part {
  readonly shape: readonly number[];
  readonly source: View | number;
  readonly offset: number;
  readonly strides: readonly number[];
}

/**
 * c[b, i, j] = Σₖ a[b, i, k] · b[b, k, j] in float32 or float64 (no other types), in blocks of 256 along k. Strides are [batch, row, column], batch 0 where an operand
 * repeats; of row and column one is 1 (or its size is 1): the other way round is a transposed operand, taken without a copy.
 * c is contiguous. k = 0 gives zeros.
 */
export interface MatmulRequest {
  readonly kind: "matmul";
  readonly dtype: DType;
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: View;
  readonly b: View;
  readonly c: View;
}

/**
 * y[n, g, o, p] = Σ x[n, g, i, p·stride + k·dilation] · w[g, o, i, k] over i and k, in float32 or float64 (no other types): p and k are positions in 1 to 3
 * dimensions. Nothing is padded: x has every element that is asked for. y is contiguous [n, g, o, …p]; x and w have any strides, but the last is 1 (or
 * its size is). No terms give zeros. Transposed convolutions and the gradients by x and w are this sum too, of other operands (core's ops/correlation.ts).
 *
 * The error is at most (min(K, 256) + ⌈K/256⌉)·u·Σ|terms| of K terms, in float64 (min(K, 256) + ⌈K/240⌉). The order of additions depends on sizes alone.
 */
export interface ConvRequest {
  readonly kind: "conv";
  readonly dtype: DType;
  readonly batch: number;
  readonly groups: number;
  /** Channels of a group. */
  readonly inputs: number;
  readonly outputs: number;
  /** Sizes of y and of w, and how far apart what they see lies: a number for each dimension. */
  readonly positions: readonly number[];
  readonly taps: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Strides of [n, g, i, …], of [g, o, i, …]. */
  readonly x: View;
  readonly w: View;
  readonly output: View;
}

/**
 * Of each row of `rows`, which is [...size] in 1 to 3 dimensions, what windows see: output[r, p, …] is combined over the elements at
 * from[p] + step·k, k below count[p], along each dimension. Input and output are contiguous.
 *   sum: Σ over the product of all divisors[p], added in float64 and rounded once, of the input's type. Of nothing 0.
 *   argmax: where in its row the greatest is, int32: of equal ones the first, of NaNs the last. No window sees nothing.
 */
export interface PoolRequest {
  readonly kind: "pool";
  readonly combine: "sum" | "argmax";
  /** Of the input: float32 or float64. */
  readonly dtype: DType;
  readonly rows: number;
  readonly size: readonly number[];
  /** For each dimension. */
  readonly windows: readonly Windows[];
  readonly input: View;
  readonly output: View;
}
/** Windows along a dimension, in order: neither their beginnings nor their ends go back. They see elements of it alone. */
export interface Windows {
  readonly from: readonly number[];
  readonly count: readonly number[];
  readonly step: number;
  readonly divisors: readonly number[];
}

/**
 * output[o, j, i] = input[o, index[o, j, i], i]: shape is [outer, count, inner]; input is contiguous [outer, size, inner], index int32 with
 * any strides (0 repeats: a whole row is then one copy), output contiguous; elements are moved bit for bit.
 * Where `wrap` is set, −size … −1 count from the end. An index outside touches nothing outside, gives 0 there, and is answered as a Fault.
 */
export interface GatherRequest {
  readonly kind: "gather";
  readonly dtype: DType;
  readonly shape: readonly [outer: number, count: number, inner: number];
  readonly size: number;
  readonly wrap?: boolean;
  readonly input: View;
  readonly index: View;
  readonly output: View;
}

/**
 * output = base, and then output[o, index[o, j, i], i] += source[o, j, i] (or, where `write` is set, = source[o, j, i]: the last j stays):
 * shapes and indices as in GatherRequest, output and base contiguous [outer, size, inner], source contiguous [outer, count, inner]; a null base is zeros.
 * Each element that is added to is the float64 sum of its base and its terms in the order of j, rounded once; of int32, a sum that wraps around.
 * No other types are added; all are written. An index outside adds and writes nothing and is answered as a Fault.
 */
export interface ScatterRequest {
  readonly kind: "scatter";
  readonly dtype: DType;
  readonly shape: readonly [outer: number, count: number, inner: number];
  readonly size: number;
  readonly wrap?: boolean;
  readonly write?: boolean;
  readonly base: View | null;
  readonly index: View;
  readonly source: View;
  readonly output: View;
}

/**
 * A first-order recurrence along the middle dimension of [outer, n, inner], each line on its own: running sums have no factor, running products
 * no term. A state begins as 0, or as 1 if there is no term; at each j it is multiplied by factor[j] and then term[j] is added, and output[j] is
 *   inclusive: the state after j · exclusive: the state before j · lagged: the state after j where the term is added first, and then multiplied.
 * `reverse` begins at the last j. Inputs have any strides, the output is contiguous, all of one type: float32, float64 or int32. Each element is rounded once.
 *
 * The state is a float64, and each step rounds it: a running sum is added from the first term to the last, not in the order of order.ts (where
 * the sum of a prefix is no step on the way to the next), so its last element may be another rounding of the sum that reduce gives. A running sum of
 * float64 terms has what its additions lost beside it.
 * A float32 state with a factor has an exponent of its own besides: it neither overflows nor underflows, whatever the partial products are, and only
 * rounding it to float32 can give ±∞ or 0. NaN and infinities in the inputs do what IEEE arithmetic does. An int32 element beyond int32 is a fault, and
 * what the output is then is left open.
 */
export interface ScanRequest {
  readonly kind: "scan";
  /** Of all operands: float32, float64 or int32. */
  readonly dtype: Arithmetic;
  readonly shape: readonly [outer: number, n: number, inner: number];
  readonly order: "inclusive" | "exclusive" | "lagged";
  readonly reverse: boolean;
  /** One of the two at least is there. */
  readonly factor: View | null;
  readonly term: View | null;
  readonly output: View;
}

/**
 * output[r, j] = the place in row r of the element that has rank from + j: input is contiguous [rows, n], output contiguous int32 [rows, count],
 * from + count ≤ n. Equal elements keep their order, ascending and descending. −0 equals 0; a NaN is greater than every number and equals every
 * other NaN, so it is last, and first where `descending` is set.
 */
export interface SortRequest {
  readonly kind: "sort";
  /** Of the input: float32, float64 or int32. */
  readonly dtype: Arithmetic;
  readonly rows: number;
  readonly n: number;
  readonly from: number;
  readonly count: number;
  readonly descending: boolean;
  readonly input: View;
  readonly output: View;
}

/**
 * What becomes of random words of 32 bits.
 *
 * - `bits`: the word, int32.
 * - `uniform`: float32 (word >>> 8)·2⁻²⁴, exact, in [0, 1).
 * - `fraction`: word·2⁻³² without the bits that float32 has no room for, in [0, 1): it is below a float32 p with probability ⌈p·2³²⌉·2⁻³².
 * - `body`: the body of one input at (s + ½)·2⁻³², which is exact and between −½ and ½, where s is the word as a signed integer. Evaluated
 *   wide (or on pairs) and rounded once.
 * - `integer`: int32 low + ⌊(high word·2³² + low word)·range·2⁻⁶⁴⌋: two words an element, the low one first. 1 ≤ range < 2³².
 */
export type Draw =
  | { readonly form: "bits" | "uniform" | "fraction" }
  | { readonly form: "body"; readonly body: Ex }
  | { readonly form: "integer"; readonly low: number; readonly range: number };

/**
 * `count` elements drawn from the words of Philox4x32-10 in order: four of each block, in blocks of successive counters. The first two words of the
 * counter are one number of 64 bits (the low one first), which counts blocks and wraps; the other two stay. Key and counter are unsigned.
 * The output is contiguous. Every backend gives the same bits, but for bodies, which have the bound of their arithmetic.
 */
export interface RandomRequest {
  readonly kind: "random";
  readonly draw: Draw;
  readonly key: readonly [number, number];
  readonly counter: readonly [number, number, number, number];
  readonly count: number;
  readonly output: View;
}

export type Request =
  | MapRequest
  | ReduceRequest
  | RowsRequest
  | CopyRequest
  | ConcatRequest
  | MatmulRequest
  | ConvRequest
  | PoolRequest
  | GatherRequest
  | ScatterRequest
  | ScanRequest
  | SortRequest
  | RandomRequest;
export type Kind = Request["kind"];
