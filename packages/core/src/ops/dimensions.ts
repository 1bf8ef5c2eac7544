/** not an op: dimensions that a user names, one or several. */
import { asArray } from "../tensor/given.js";
import { dimension, type Shape } from "../tensor/shape.js";

/** Each counted from 0. Throws RangeError where one is outside the shape or named twice. */
export function dimensionsOf(name: string, dims: number | readonly number[], shape: Shape): number[] {
  const given = typeof dims === "number" ? [dims] : asArray(name, "dimensions", dims),
    named = given.map((d) => dimension(name, d, shape));
  if (new Set(named).size < named.length) throw new RangeError(`${name}: dims [${given.join(", ")}] name a dimension twice. Name each once.`);
  return named;
}
