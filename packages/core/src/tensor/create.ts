/** Creation: tensors from numbers, nested arrays and typed arrays. Data is copied when the tensor is made. */
import { bytesIn, decoded, type DType, DTYPES, encoded, fits, isDType, isFloating, type Stored } from "../dtype.js";
import { modes } from "../modes.js";
import { detached } from "../ops/cut.js";
import { op } from "../ops/op.js";
import { hostValue } from "../plan/memory.js";
import { expand } from "../ops/expand.js";
import { mix } from "./hash.js";
import { creationOf, type CreationOptions, placed } from "./placed.js";
import { asArray, kindOf } from "./given.js";
import { type Kinds, optionsOf } from "./options.js";
import { checkShape, type Shape, show, sizeOf } from "./shape.js";
import { codeOf, layoutOf, leaf, Tensor } from "./tensor.js";

/** What an op takes where it takes a tensor. */
export type Operand = Tensor | number | TypedArray | Nested;
export type Nested = readonly (number | boolean | Nested)[];
/** Typed arrays keep their type where there is one; the others hold whole numbers and become int32. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

export interface TensorOptions extends CreationOptions {
  readonly shape?: Shape;
  readonly requiresGrad?: boolean;
}

const KINDS: Kinds<TensorOptions> = { shape: "", dtype: "", requiresGrad: "true or false", device: "" };

const dataOp = /* @__PURE__ */ op("tensor", "none");
const numberOp = /* @__PURE__ */ op("number", "none");

/**
 * A tensor that holds a copy of `data`: a number (0-d), nested arrays of one shape, or a typed array, flat unless `shape` says
 * otherwise. Numbers give float32 and booleans bool; Float64Array float64, Uint8Array uint8, other arrays of whole numbers int32.
 * Throws RangeError where sizes disagree, or a value is none of the type's.
 */
export const tensor = (data: number | boolean | TypedArray | Nested, options?: TensorOptions): Tensor => given("tensor", data, options);
function given(name: string, data: number | boolean | TypedArray | Nested, options?: TensorOptions): Tensor {
  const { shape, dtype, requiresGrad, device } = optionsOf(name, options, KINDS),
    { flat, ...own } = flatten(name, data),
    sizes = checkShape(name, shape ?? own.shape);
  if (sizeOf(sizes) !== flat.length)
    throw new RangeError(
      `${name}: ${flat.length} values do not fill shape ${show(sizes)} (${sizeOf(sizes)}). Give as many values as the shape holds.`,
    );
  const t = holding(name, flat, sizes, dtype ?? own.dtype, isTypedArray(data) ? own.dtype : undefined, requiresGrad);
  return placed(name, t, device);
}
/**
 * A leaf that holds numbers, each rounded once to a type; what comes `from` this type is of it already. Throws RangeError for what it cannot
 * hold. @internal
 */
export function holding(name: string, values: ArrayLike<number>, shape: Shape, dtype: DType, from?: DType, requiresGrad?: boolean): Tensor {
  if (!isDType(dtype)) throw new TypeError(`${name}: ${String(dtype)} is no dtype. Use one of ${DTYPES.join(", ")}.`);
  if (requiresGrad && !isFloating(dtype)) throw new TypeError(`${name}: ${dtype} has no gradient. Use float32.`);
  if (from === dtype) return stored(dtype, shape, encoded(dtype, values), requiresGrad);
  for (let i = 0; i < values.length; i++)
    if (!fits(dtype, values[i]!))
      throw new RangeError(`${name}: ${values[i]} is no ${dtype}. Use whole numbers from ${dtype === "uint8" ? "0 to 255" : "-2^31 to 2^31 - 1"}.`);
  const elements = encoded(dtype, values);
  if (isFloating(dtype)) warnOfLoss(name, values, decoded(dtype, elements), dtype);
  return stored(dtype, shape, elements, requiresGrad);
}
/** A leaf that holds these elements, which nobody may change. @internal */
export function stored(dtype: DType, shape: Shape, elements: Stored, requiresGrad = false): Tensor {
  const t = leaf(dataOp, shape, dtype, requiresGrad);
  t.value = hostValue(dtype, elements);
  return t;
}

/** A tensor of one number everywhere, which costs no memory. A boolean gives bool, unless told otherwise. */
export const full = (shape: Shape, value: number | boolean, options?: CreationOptions): Tensor => filled("full", shape, value, options);
export const zeros = (shape: Shape, options?: CreationOptions): Tensor => filled("zeros", shape, 0, options);
export const ones = (shape: Shape, options?: CreationOptions): Tensor => filled("ones", shape, 1, options);
/** full by the name that the user called. @internal */
export function filled(name: string, shape: Shape, given: number | boolean, options?: CreationOptions): Tensor {
  const isCondition = typeof given === "boolean";
  if (typeof given !== "number" && !isCondition) throw new TypeError(`${name}: the value is ${kindOf(given)}. Pass a number or a boolean.`);
  const value = +given,
    sizes = checkShape(name, shape),
    { dtype = isCondition ? "bool" : "float32", device } = creationOf(name, options),
    one = holding(name, [value], [], dtype);
  return placed(name, sizes.length ? expand(number(kept(value, dtype), dtype), sizes) : one, device);
}

/** A number as a 0-d tensor, whose type yields to any other. Kept as it was written: kernels round it, the stabiliser sees it whole. @internal */
export const number = (value: number, dtype: DType = "float32"): Tensor =>
  leaf(numberOp, [], dtype, false, dtype === "float32" ? mix(-1, value) : mix(mix(-1, value), codeOf(dtype)), value);
export const isNumber = (t: Tensor): boolean => t.op === numberOp;
/**
 * A number in a type, and anything else as it is. Throws RangeError if the type cannot hold the number. Beside float16 it is of what is computed
 * in, float32, unless it is to be as it is `stored`. @internal
 */
export function typed(name: string, t: Tensor, dtype: DType, stored = false): Tensor {
  if (t.dtype === dtype || !isNumber(t)) return t;
  const value = t.attrs as number;
  if (!fits(dtype, value))
    throw new RangeError(`${name}: ${value} is no ${dtype}. Use a number that ${dtype} can hold, or convert the tensor with to.`);
  return number(stored ? kept(value, dtype) : value, dtype);
}
/** A number as float16 and bfloat16 keep it; what others keep, kernels round. */
const kept = (value: number, dtype: DType): number => (bytesIn(dtype) === 2 ? decoded(dtype, encoded(dtype, [value]))[0]! : value);
/** The number that a tensor is everywhere, also through reshapes and expansions; undefined for every other. @internal */
export function numberIn(t: Tensor): number | undefined {
  while (t.layout) t = t.layout.base;
  return t.op === numberOp ? (t.attrs as number) : undefined;
}

/** Whether a tensor is data that was given, or a view of it, and so known before and after any run. @internal */
export const isGiven = (t: Tensor): boolean => layoutOf(t).base.op === dataOp;

/** The operands of a list. Throws TypeError for what is no array. @internal */
export const allOf = (name: string, xs: readonly Operand[]): Tensor[] => asArray(name, "tensors", xs).map((x) => of(name, x));

/** An operand as a tensor. Throws TypeError for anything else. @internal */
export function of(name: string, x: Operand): Tensor {
  if (x instanceof Tensor) return modes.cut ? detached(x.current) : x.current;
  if (typeof x === "number") return number(x);
  if (Array.isArray(x) || isTypedArray(x)) return given(name, x);
  if ("requiresGrad" in Object(x))
    throw new TypeError(`${name}: an operand is a tensor of another copy of @evenkeel/core. Install one, and bundle it once.`);
  throw new TypeError(`${name}: an operand is ${kindOf(x)}. Pass a tensor, a number, nested arrays or a typed array.`);
}

interface Flat {
  readonly flat: ArrayLike<number>;
  readonly shape: Shape;
  readonly dtype: DType;
}
function flatten(name: string, data: number | boolean | TypedArray | Nested): Flat {
  if (typeof data === "number") return { flat: [data], shape: [], dtype: "float32" };
  if (typeof data === "boolean") return { flat: [+data], shape: [], dtype: "bool" };
  if (isTypedArray(data)) return typedArray(name, data);
  if (!Array.isArray(data)) throw new TypeError(`${name}: the data is ${kindOf(data)}. Pass a number, nested arrays or a typed array.`);
  const shape: number[] = [],
    flat: number[] = [];
  let dtype: DType = "bool";
  for (let x: unknown = data; Array.isArray(x); x = x[0]) shape.push(x.length);
  const walk = (x: number | boolean | Nested, dim: number): void => {
    if (dim === shape.length) {
      if (typeof x === "number") dtype = "float32";
      else if (typeof x !== "boolean")
        throw new TypeError(`${name}: an element is ${kindOf(x)} where the first had a number. Nest all parts equally.`);
      flat.push(+x);
    } else if (!Array.isArray(x) || x.length !== shape[dim]) {
      throw new RangeError(
        `${name}: ragged data, a part of dimension ${dim} has ${Array.isArray(x) ? x.length : "no"} elements and the first has ${shape[dim]}. Make all parts equal.`,
      );
    } else for (const y of x) walk(y, dim + 1);
  };
  walk(data as Nested, 0);
  return { flat, shape, dtype: flat.length ? dtype : "float32" };
}
const isTypedArray = (x: unknown): x is TypedArray => ArrayBuffer.isView(x) && !(x instanceof DataView);
function typedArray(op: string, data: TypedArray): Flat {
  const shape = [data.length];
  if (data instanceof Float32Array) return { flat: data, shape, dtype: "float32" };
  if (data instanceof Float64Array) return { flat: data, shape, dtype: "float64" };
  if (data instanceof Int32Array) return { flat: data, shape, dtype: "int32" };
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) return { flat: data, shape, dtype: "uint8" };
  const name = kindOf(data),
    flat = name === "a Float16Array" ? null : Array.from(data as ArrayLike<number | bigint>, Number),
    bad = flat?.find((x) => !fits("int32", x));
  if (!flat) return { flat: Float32Array.from(data as ArrayLike<number>), shape, dtype: "float16" };
  if (bad !== undefined)
    throw new RangeError(`${op}: ${bad} in ${name} is no int32. Use whole numbers from -2^31 to 2^31 - 1, or make a Float64Array of them.`);
  return { flat, shape, dtype: "int32" };
}

const warned = new Set<string>();
/** Says once a type which number became 0, and once which became infinite. */
function warnOfLoss(name: string, given: ArrayLike<number>, kept: ArrayLike<number>, dtype: DType): void {
  for (let i = 0; i < given.length; i++) {
    const x = given[i]!,
      y = kept[i]!,
      lost = x !== y && Number.isFinite(x) && (y === 0 || !Number.isFinite(y));
    if (!lost || warned.has(dtype + Math.abs(y))) continue;
    warned.add(dtype + Math.abs(y));
    console.warn(`${name}: ${x} is stored as ${y} in ${dtype}. Scale the data, or choose a type of wider range.`);
  }
}
