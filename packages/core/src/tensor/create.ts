/** Creation: tensors from numbers, nested arrays and typed arrays. Data is copied when the tensor is made. */
import { modes } from "../modes.js";
import { cut } from "../ops/cut.js";
import { op } from "../ops/op.js";
import { hostValue } from "../plan/memory.js";
import { expand } from "../ops/expand.js";
import { type Data, type DType } from "./dtype.js";
import { checkShape, type Shape, show, sizeOf } from "./shape.js";
import { leaf, mix, Tensor } from "./tensor.js";

/** What an op takes where it takes a tensor. */
export type Operand = Tensor | number | Data | Nested;
export type Nested = readonly (number | Nested)[];

const dataOp = op("tensor", "none");
const numberOp = op("number", "none");

/**
 * A tensor that holds a copy of `data`: a number (0-d), nested arrays of one shape, or a typed array, flat unless `shape` says
 * otherwise. Float32Array and numbers give float32, Int32Array int32. Throws RangeError where sizes disagree.
 */
export function tensor(data: number | Data | Nested, options: { shape?: Shape; dtype?: DType; requiresGrad?: boolean } = {}): Tensor {
  const { flat, shape } = flatten(data),
    dtype = options.dtype ?? (data instanceof Int32Array ? "int32" : "float32");
  const made = checkShape("tensor", options.shape ?? shape);
  if (sizeOf(made) !== flat.length)
    throw new RangeError(`tensor: ${flat.length} values do not fill shape ${show(made)} (${sizeOf(made)}). Give as many values as the shape holds.`);
  if (options.requiresGrad && dtype !== "float32") throw new TypeError(`tensor: ${dtype} has no gradient. Use float32.`);
  const t = leaf(dataOp, made, dtype, options.requiresGrad ?? false);
  t.value = hostValue(dtype === "float32" ? new Float32Array(flat) : flat instanceof Int32Array ? flat.slice() : Int32Array.from(flat, wholeInt32));
  return t;
}

/** A tensor of one number everywhere, which costs no memory. */
export const full = (shape: Shape, value: number): Tensor => expand(number(value), checkShape("full", shape));
export const zeros = (shape: Shape): Tensor => full(shape, 0);
export const ones = (shape: Shape): Tensor => full(shape, 1);

/** A number as a 0-d tensor. Kept as it was written: kernels round it to float32, the stabiliser sees it whole. @internal */
export const number = (value: number): Tensor => leaf(numberOp, [], "float32", false, mix(1, value), value);
/** The number that a tensor is everywhere, also through reshapes and expansions; undefined for every other. @internal */
export function numberIn(t: Tensor): number | undefined {
  while (t.layout) t = t.layout.base;
  return t.op === numberOp ? (t.attrs as number) : undefined;
}

/** An operand as a tensor. Throws TypeError for anything else. @internal */
export function of(name: string, x: Operand): Tensor {
  if (x instanceof Tensor) return modes.cut ? cut(x.current) : x.current;
  if (typeof x === "number") return number(x);
  if (Array.isArray(x) || ArrayBuffer.isView(x)) return tensor(x);
  throw new TypeError(`${name}: an operand is ${x === null ? "null" : typeof x}. Pass a tensor, a number, nested arrays or a typed array.`);
}

function flatten(data: number | Data | Nested): { flat: ArrayLike<number> & Iterable<number>; shape: Shape } {
  if (typeof data === "number") return { flat: [data], shape: [] };
  if (data instanceof Float32Array || data instanceof Int32Array) return { flat: data, shape: [data.length] };
  if (!Array.isArray(data))
    throw new TypeError(
      `tensor: the data is ${Object.prototype.toString.call(data).slice(8, -1)}. Pass a number, nested arrays, a Float32Array or an Int32Array.`,
    );
  const shape: number[] = [],
    flat: number[] = [];
  for (let x: unknown = data; Array.isArray(x); x = x[0]) shape.push(x.length);
  const walk = (x: number | Nested, dim: number): void => {
    if (dim === shape.length) {
      if (typeof x !== "number")
        throw new TypeError(
          `tensor: an element is ${Array.isArray(x) ? "an array" : typeof x} where the first had a number. Nest all parts equally.`,
        );
      flat.push(x);
    } else if (!Array.isArray(x) || x.length !== shape[dim]) {
      throw new RangeError(
        `tensor: ragged data, a part of dimension ${dim} has ${Array.isArray(x) ? x.length : "no"} elements and the first has ${shape[dim]}. Make all parts equal.`,
      );
    } else for (const y of x) walk(y, dim + 1);
  };
  walk(data as Nested, 0);
  return { flat, shape };
}
function wholeInt32(x: number): number {
  if ((x | 0) !== x) throw new RangeError(`tensor: ${x} is no int32. Use whole numbers from -2^31 to 2^31 - 1.`);
  return x;
}
