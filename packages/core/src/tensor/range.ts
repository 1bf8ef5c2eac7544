/** Numbers in a row: arange and linspace. Each is computed in float64 from its place, and rounded once; no error adds up. */
import { holding } from "./create.js";
import type { DType } from "../dtype.js";
import { creationOf, type CreationOptions, placed } from "./placed.js";
import { checkShape } from "./shape.js";
import type { Tensor } from "./tensor.js";

/**
 * arange(end), arange(start, end), arange(start, end, step): start + i·step up to `end`, which is left out, also where only the rounding
 * of the arguments would let it in: arange(1, 1.3, 0.1) has 3 numbers. Whole arguments give int32, others float32.
 */
export function arange(end: number, options?: CreationOptions): Tensor;
export function arange(start: number, end: number, options?: CreationOptions): Tensor;
export function arange(start: number, end: number, step: number, options?: CreationOptions): Tensor;
export function arange(...given: readonly (number | CreationOptions | undefined)[]): Tensor {
  const numbers = given.filter((x) => x !== undefined),
    at = numbers.findIndex((x, i) => i > 2 || (i > 0 && typeof x !== "number")),
    options = creationOf("arange", at < 0 ? undefined : (numbers.splice(at)[0] as CreationOptions)),
    [start, end, step = 1] = (numbers.length === 1 ? [0, ...numbers] : numbers) as [number, number, number?];
  checkFinite("arange", { start, end, step });
  checkFinite("arange", { "end - start": end - start });
  if (step === 0) throw new RangeError("arange: step is 0. Use a step that leads from start to end.");
  if ((end - start) * Math.sign(step) < 0)
    throw new RangeError(`arange: a step of ${step} leads away from end, from ${start} to ${end}. Use ${-step}, or exchange start and end.`);
  const n = steps(start, end, step);
  if (n > 2 ** 30)
    throw new RangeError(`arange: from ${start} to ${end} by ${step} there are ${n} numbers. A tensor holds at most 2^30; use a larger step.`);
  const whole = [start, end, step].every(Number.isInteger);
  return placed(
    "arange",
    row("arange", n, (i) => start + i * step, options.dtype ?? (whole ? "int32" : "float32")),
    options.device,
  );
}

/** ⌈(end − start)/step⌉, where a quotient that a rounding of the three could have moved off a whole number counts as that number. */
function steps(start: number, end: number, step: number): number {
  const q = (end - start) / step,
    near = Math.round(q),
    rounding = ((Math.abs(start) + Math.abs(end)) / Math.abs(step)) * 2 ** -51;
  return Math.abs(q - near) <= rounding ? near : Math.ceil(q);
}

/** `steps` numbers at equal distances, from start to end, both of which are in it exactly; the second half is counted from the end. */
export function linspace(start: number, end: number, steps: number, options?: CreationOptions): Tensor {
  const { dtype = "float32", device } = creationOf("linspace", options);
  return placed("linspace", row("linspace", steps, spaced("linspace", start, end, steps), dtype), device);
}

/** The numbers of linspace by their place. @internal */
export function spaced(name: string, start: number, end: number, steps: number): (i: number) => number {
  checkFinite(name, { start, end, steps });
  checkFinite(name, { "end - start": end - start });
  checkShape(name, [steps]);
  const step = (end - start) / (steps - 1);
  return (i) => (i < steps / 2 ? start + (steps > 1 ? i * step : 0) : end - (steps - 1 - i) * step);
}

function row(name: string, n: number, at: (i: number) => number, dtype: DType): Tensor {
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = at(i);
  return holding(name, values, [n], dtype);
}

/** Throws TypeError for what is no number, RangeError for what is not finite. @internal */
export function checkFinite(name: string, numbers: Readonly<Record<string, unknown>>): void {
  for (const [what, x] of Object.entries(numbers)) {
    if (typeof x !== "number") throw new TypeError(`${name}: ${what} is ${x === null ? "null" : typeof x}. Pass a number.`);
    if (!Number.isFinite(x)) throw new RangeError(`${name}: ${what} is ${x}. Use finite numbers.`);
  }
}
