/** Printing as PyTorch prints: `await print(t)` writes, `await format(t)` gives the text. Both run what has not been computed. */
import { chosen } from "../plan/device.js";
import { readData } from "../plan/run.js";
import type { Data } from "../dtype.js";
import { elements, type PrintOptions } from "./format.js";
import { type Kinds, optionsOf } from "./options.js";
import { Parameter } from "./state.js";
import { Tensor } from "./tensor.js";

export type { PrintOptions } from "./format.js";

/** The types that data has where none is named: they are not written. */
const DEFAULTS: ReadonlySet<string> = new Set(["float32", "int32", "bool"]);

let inForce: PrintOptions = { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80, sciMode: null };

/**
 * Changes how tensors are printed from here on, and answers how they were until now: what it answers, given back, undoes the change.
 * Throws RangeError for counts that are none.
 */
export function printOptions(change?: Partial<PrintOptions>): PrintOptions {
  const before = inForce;
  inForce = changed("printOptions", change);
  return before;
}

/** A tensor as text, under options of its own. */
export async function format(t: Tensor, options?: Partial<PrintOptions>): Promise<string> {
  if (!(t instanceof Tensor)) throw new TypeError(`format: the argument is ${t === null ? "null" : typeof t}. Pass a tensor.`);
  const all = changed("format", options),
    [data] = await readData([t]);
  return textOf(t, data!, all);
}

/** Writes tensors with console.log, computed in one run, and whatever else is given as console.log writes it. */
export async function print(...things: readonly unknown[]): Promise<void> {
  const options = inForce,
    tensors = things.filter((x) => x instanceof Tensor),
    data = await readData(tensors),
    texts = new Map(tensors.map((t, i) => [t as unknown, textOf(t, data[i]!, options)]));
  console.log(...things.map((x) => texts.get(x) ?? x));
}

function textOf(t: Tensor, data: Data, options: PrintOptions): string {
  const prefix = "tensor(",
    suffixes: string[] = [];
  if (t.current.place && t.current.place !== chosen) suffixes.push(`device='${t.device}'`);
  if (t.size === 0 && t.ndim !== 1) suffixes.push(`size=(${t.shape.join(", ")})`);
  if (t.size === 0 ? t.dtype !== "float32" : !DEFAULTS.has(t.dtype)) suffixes.push(`dtype=${t.dtype}`);
  if (t.requiresGrad) suffixes.push("requiresGrad=true");
  let text = prefix + elements(data, t.shape, t.dtype, options, prefix.length),
    column = text.length - text.lastIndexOf("\n") + 1;
  for (const suffix of suffixes)
    if (column + suffix.length + 2 > options.linewidth) {
      text += `,\n${" ".repeat(prefix.length)}${suffix}`;
      column = prefix.length + suffix.length;
    } else {
      text += `, ${suffix}`;
      column += suffix.length + 2;
    }
  return `${t instanceof Parameter ? "Parameter containing:\n" : ""}${text})`;
}

const LEAST = { precision: 0, threshold: 0, edgeitems: 0, linewidth: 1 } as const;
const MOST_DIGITS = 50;
const KINDS: Kinds<PrintOptions> = {
  precision: "a number",
  threshold: "a number",
  edgeitems: "a number",
  linewidth: "a number",
  sciMode: "true, false or null",
};
function changed(name: string, change: Partial<PrintOptions> | undefined): PrintOptions {
  const options: PrintOptions = { ...inForce, ...optionsOf<Partial<PrintOptions>>(name, change, KINDS) };
  for (const key of Object.keys(LEAST) as (keyof typeof LEAST)[]) {
    const n = options[key],
      isDigits = key === "precision";
    if (!(n >= LEAST[key] && (Number.isInteger(n) || (n === Infinity && !isDigits)) && !(isDigits && n > MOST_DIGITS)))
      throw new RangeError(
        `${name}: ${key} is ${String(n)}. Use a whole number from ${LEAST[key]}${isDigits ? ` to ${MOST_DIGITS}` : ", or Infinity"}.`,
      );
  }
  return options;
}
