/**
 * roll(x, shifts, dims): elements moved on along dimensions; what leaves at the end comes in at the start. Without dims, x is rolled flat.
 *
 * Shape    x: […] → the same
 * Method   one copy in two parts for each dimension
 * Error    exact
 * Source   PyTorch `roll`
 */
import { number, of, type Operand } from "../tensor/create.js";
import { asArray, noSuch, written } from "../tensor/given.js";
import { dimension } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { ravel } from "./ravel.js";
import { reshape } from "./reshape.js";
import { along, placed, placing, viewed, viewing } from "./window.js";

const rollOp = /* @__PURE__ */ placing("roll");
const partOp = /* @__PURE__ */ viewing("roll");

export function roll(input: Operand, shifts: number | readonly number[], dims?: number | readonly number[]): Tensor {
  const x = of("roll", input),
    by = typeof shifts === "number" ? [shifts] : asArray("roll", "shifts", shifts),
    named = dims === undefined ? [] : typeof dims === "number" ? [dims] : asArray("roll", "dimensions", dims);
  const bad = by.find((n) => !Number.isSafeInteger(n));
  if (bad !== undefined) throw noSuch(bad, `roll: ${written(bad)} is no shift. Use whole numbers.`);
  if (!named.length && by.length === 1) return reshape(rolled(ravel(x), by[0]!, 0), x.shape);
  if (by.length !== named.length || !by.length)
    throw new RangeError(`roll: ${by.length} shifts for ${named.length} dimensions. Give one shift for each.`);
  return named.reduce((y: Tensor, d, k) => rolled(y, by[k]!, dimension("roll", d, x.shape)), x);
}

function rolled(x: Tensor, by: number, d: number): Tensor {
  const n = x.shape[d]!,
    shift = n && ((by % n) + n) % n,
    part = (start: number, size: number): Tensor => viewed(partOp, x, along(x.shape, d, start, size));
  if (!shift) return x;
  return placed(
    rollOp,
    number(0),
    [
      [part(n - shift, shift), along(x.shape, d, 0, shift)],
      [part(0, n - shift), along(x.shape, d, shift, n - shift)],
    ],
    x.shape,
    x.dtype,
  );
}
