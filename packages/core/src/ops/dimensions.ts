/** not an op: dimensions that a user names, one or several, and whether a reduction keeps them. */
import { asArray } from "../tensor/given.js";
import { type Kinds, optionsOf } from "../tensor/options.js";
import { dimension, type Shape, show } from "../tensor/shape.js";
import type { SpreadOptions } from "./variance.js";

/** Each counted from 0. Throws RangeError where one is outside the shape or named twice. */
export function dimensionsOf(name: string, dims: number | readonly number[], shape: Shape): number[] {
  const given = typeof dims === "number" ? [dims] : asArray(name, "dimensions", dims),
    named = given.map((d) => dimension(name, d, shape));
  if (new Set(named).size < named.length) throw new RangeError(`${name}: dims ${show(given)} name a dimension twice. Name each once.`);
  return named;
}

export interface KeepOptions {
  /** Whether the result has 1 in place of what is reduced. */
  readonly keepdim?: boolean;
}
const KEEP: Kinds<KeepOptions> = { keepdim: "true or false" };
/** @internal */
export const keepdimOf = (name: string, options: KeepOptions | undefined): boolean => optionsOf(name, options, KEEP).keepdim ?? false;

const SPREAD: Kinds<SpreadOptions> = { correction: "a number", keepdim: "true or false" };
/** @internal */
export function spreadOf(name: string, options: SpreadOptions | undefined): Required<SpreadOptions> {
  const { correction = 1, keepdim = false } = optionsOf(name, options, SPREAD);
  return { correction, keepdim };
}
