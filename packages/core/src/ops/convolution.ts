/** not an op: what convolutions and their transposes have in common: how they are called, what they refuse, images without a batch, and the bias. */
import { isFloating } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import { kindOf, noSuch } from "../tensor/given.js";
import { type Kinds, optionsOf } from "../tensor/options.js";
import { checkShape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { cast } from "./cast.js";
import { beside } from "./beside.js";
import { computed, oneType } from "./computed.js";
import { correlated, transposed } from "./correlation.js";
import type { Op } from "./op.js";
import { pad } from "./pad.js";
import { reshape } from "./reshape.js";
import { narrow } from "./narrow.js";

/** A number for all dimensions, or one for each. */
export type Each = number | readonly number[];

export interface ConvOptions {
  readonly bias?: Operand | null;
  readonly stride?: Each;
  /** Zeros before and behind each dimension; "same": as many as keep its size, "valid": none. */
  readonly padding?: Each | "same" | "valid";
  readonly dilation?: Each;
  /** Channels see only those of their own group. */
  readonly groups?: number;
}
export interface ConvTransposeOptions extends Omit<ConvOptions, "padding"> {
  /** What is taken away before and behind each dimension. */
  readonly padding?: Each;
  /** What is added behind each dimension: of several sizes that a convolution makes one, which is meant. */
  readonly outputPadding?: Each;
}
const KINDS: Kinds<ConvOptions> = { bias: "", stride: "", padding: "", dilation: "", groups: "a number" };
/** The bias stands behind the weight, or among the options; without one, the options may stand in its place. */
type Bias<O> = Operand | null | O;
export type Convolve = (x: Operand, weight: Operand, bias?: Bias<ConvOptions>, options?: ConvOptions) => Tensor;
export type ConvolveTransposed = (x: Operand, weight: Operand, bias?: Bias<ConvTransposeOptions>, options?: ConvTransposeOptions) => Tensor;

/** One number a dimension, whole and at least `least`. */
export function each(name: string, what: string, given: Each, dims: number, least: number): number[] {
  const list = typeof given === "number" ? [given] : given;
  if (!Array.isArray(list)) throw new TypeError(`${name}: the ${what} is ${kindOf(given)}. Give a number, or ${dims} of them.`);
  const all = (list.length === 1 ? new Array<number>(dims).fill(list[0] as number) : [...list]) as number[];
  const bad = all.findIndex((n) => !Number.isSafeInteger(n) || n < least);
  if (all.length !== dims || bad >= 0)
    throw noSuch(
      all[Math.max(bad, 0)],
      `${name}: the ${what} is ${show(list as number[])}. Give a whole number from ${least}, or one for each of ${dims} dimension${dims > 1 ? "s" : ""}.`,
    );
  return all;
}

interface Given {
  readonly x: Tensor;
  readonly w: Tensor;
  readonly bias: Tensor | null;
  readonly groups: number;
  readonly stride: number[];
  readonly dilation: number[];
}

/** Operands and options as they were given, checked; x has a batch. `outputs`: channels of the result. */
function givenTo<O extends ConvTransposeOptions | ConvOptions>(
  name: string,
  dims: number,
  input: Operand,
  weight: Operand,
  third: Bias<O> | undefined,
  fourth: O | undefined,
  isTransposed: boolean,
): Given & { options: O } {
  const isOptions = fourth === undefined && kindOf(third) === "an object";
  const options: ConvTransposeOptions | ConvOptions = optionsOf(
      name,
      isOptions ? (third as ConvTransposeOptions) : fourth,
      isTransposed ? { ...KINDS, outputPadding: "" } : (KINDS as Kinds<ConvTransposeOptions>),
    ),
    added = (isOptions ? null : (third as Operand | null | undefined)) ?? options.bias ?? null;
  const given = of(name, input),
    w = of(name, weight),
    bias = added === null ? null : of(name, added);
  const { groups = 1 } = options;
  if (given.ndim !== dims + 1 && given.ndim !== dims + 2)
    throw new RangeError(`${name}: x is ${show(given.shape)}. Give ${dims + 1} dimensions, [channels, …], or ${dims + 2}, [batch, channels, …].`);
  if (w.ndim !== dims + 2)
    throw new RangeError(
      `${name}: the weight is ${show(w.shape)}. Give it ${dims + 2} dimensions, [${isTransposed ? "inputs, outputs / groups" : "outputs, inputs / groups"}, …].`,
    );
  const stride = each(name, "stride", options.stride ?? 1, dims, 1),
    dilation = each(name, "dilation", options.dilation ?? 1, dims, 1);
  if (!Number.isSafeInteger(groups) || groups < 1) throw noSuch(groups, `${name}: there are ${String(groups)} groups. Give a whole number from 1.`);
  const x = given.ndim === dims + 1 ? reshape(given, [1, ...given.shape]) : given,
    [first, second] = w.shape as [number, number];
  if (first % groups)
    throw new RangeError(
      `${name}: ${first} channels of the weight ${show(w.shape)} do not divide into ${groups} groups. Make them a multiple of it.`,
    );
  const inputs = isTransposed ? first : second * groups,
    outputs = isTransposed ? second * groups : first;
  if (x.shape[1] !== inputs)
    throw new RangeError(
      `${name}: x ${show(given.shape)} has ${x.shape[1]} channels, and the weight ${show(w.shape)} takes ${inputs} in ${groups} group${groups > 1 ? "s" : ""}. Make them agree.`,
    );
  if (w.shape.slice(2).some((n) => n === 0)) throw new RangeError(`${name}: the weight is ${show(w.shape)}. Give every window an element.`);
  if (x.shape.slice(2).some((n) => n === 0))
    throw new RangeError(`${name}: x is ${show(given.shape)}. Give every dimension behind the channels an element.`);
  if (bias && (bias.ndim !== 1 || bias.size !== outputs))
    throw new RangeError(`${name}: the bias is ${show(bias.shape)}. Give one number for each of ${outputs} channels.`);
  for (const t of [x, w])
    if (!isFloating(t.dtype))
      throw new TypeError(`${name}: an operand is ${t.dtype}, and it multiplies floating numbers. Convert it with to(x, "float32").`);
  oneType(name, x, w);
  if (bias) oneType(name, x, bias);
  return { x, w, bias, groups, stride, dilation, options: options as O };
}

/** The result with its bias, without a batch if there was none. */
function finished(y: Tensor, bias: Tensor | null, hasBatch: boolean): Tensor {
  const all = bias ? add(y, reshape(cast(bias, y.dtype), [bias.size, ...y.shape.slice(2).fill(1)])) : y;
  return hasBatch ? all : reshape(all, all.shape.slice(1));
}

export const convolving =
  (name: string, self: Op, dims: number): Convolve =>
  (input, weight, third, fourth) => {
    const { x, w, bias, groups, stride, dilation, options } = givenTo(name, dims, input, weight, third, fourth, false),
      { padding = 0 } = options;
    const taps = w.shape.slice(2),
      size = x.shape.slice(2),
      window = taps.map((n, d) => dilation[d]! * (n - 1) + 1);
    if (typeof padding === "string" && padding !== "same" && padding !== "valid")
      throw new RangeError(`${name}: the padding is ${String(padding)}. Give a number, one for each dimension, "same" or "valid".`);
    if (padding === "same" && stride.some((s) => s !== 1))
      throw new RangeError(`${name}: the padding is "same" and the stride ${show(stride)}. Pad by numbers, or by a stride of 1.`);
    const rim =
      padding === "same"
        ? window.map((n) => [Math.floor((n - 1) / 2), Math.ceil((n - 1) / 2)])
        : each(name, "padding", padding === "valid" ? 0 : padding, dims, 0).map((n) => [n, n]);
    const short = size.findIndex((n, d) => n + rim[d]![0]! + rim[d]![1]! < window[d]!);
    if (short >= 0)
      throw new RangeError(
        `${name}: a window of ${window[short]} does not fit into dimension ${short + 2} of x, which is ${size[short]} and ${rim[short]![0]! + rim[short]![1]!} of padding. Pad more, or make the kernel smaller.`,
      );
    checkShape(name, [x.shape[0]!, x.shape[1]!, ...size.map((n, d) => n + rim[d]![0]! + rim[d]![1]!)]);
    checkShape(name, [x.shape[0]!, w.shape[0]!, ...size.map((n, d) => Math.floor((n + rim[d]![0]! + rim[d]![1]! - window[d]!) / stride[d]!) + 1)]);
    const y = beside([x, w], () =>
      computed(x.dtype, (type) => {
        const padded = pad(cast(x, type), rim.toReversed().flat()),
          [n] = x.shape as [number];
        const z = correlated(
          self,
          reshape(padded, [n, groups, x.shape[1]! / groups, ...padded.shape.slice(2)]),
          reshape(cast(w, type), [groups, w.shape[0]! / groups, ...w.shape.slice(1)]),
          { stride, dilation },
        );
        return finished(reshape(z, [n, w.shape[0]!, ...z.shape.slice(3)]), bias, of(name, input).ndim > dims + 1);
      }),
    );
    return y;
  };

export const convolvingTransposed =
  (name: string, self: Op, dims: number): ConvolveTransposed =>
  (input, weight, third, fourth) => {
    const { x, w, bias, groups, stride, dilation, options } = givenTo(name, dims, input, weight, third, fourth, true);
    const padding = each(name, "padding", options.padding ?? 0, dims, 0),
      behind = each(name, "outputPadding", options.outputPadding ?? 0, dims, 0);
    const large = behind.findIndex((n, d) => n >= Math.max(stride[d]!, dilation[d]!));
    if (large >= 0)
      throw new RangeError(
        `${name}: the outputPadding is ${show(behind)}, the stride ${show(stride)} and the dilation ${show(dilation)}. Make it smaller than one of them.`,
      );
    const taps = w.shape.slice(2),
      whole = x.shape.slice(2).map((n, d) => stride[d]! * (n - 1) + dilation[d]! * (taps[d]! - 1) + 1 + Math.max(0, behind[d]! - padding[d]!)),
      size = whole.map((n, d) => n - padding[d]! - Math.max(0, padding[d]! - behind[d]!));
    const none = size.findIndex((n) => n < 1);
    if (none >= 0)
      throw new RangeError(
        `${name}: dimension ${none + 2} of the result would be ${size[none]}, for x ${show(x.shape)} and the padding ${show(padding)}. Pad less.`,
      );
    checkShape(name, [x.shape[0]!, w.shape[1]! * groups, ...whole]);
    return beside([x, w], () =>
      computed(x.dtype, (type) => {
        const [n] = x.shape as [number],
          [inputs, outputs, ...rest] = w.shape as [number, number];
        const z = transposed(
          self,
          reshape(cast(x, type), [n, groups, inputs / groups, ...x.shape.slice(2)]),
          reshape(cast(w, type), [groups, inputs / groups, outputs, ...rest]),
          { stride, dilation },
          whole,
        );
        const y = size.reduce((part, length, d) => narrow(part, d + 2, padding[d]!, length), reshape(z, [n, groups * outputs, ...whole]));
        return finished(y, bias, of(name, input).ndim > dims + 1);
      }),
    );
  };
