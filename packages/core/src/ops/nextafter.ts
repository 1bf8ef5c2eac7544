/**
 * nextafter(x, y): the number of the type that comes after x on the way to y; y where they are equal.
 *
 * Shape    x, y: f[…], which broadcast → f[…]
 * Method   x ± 0.6 ulp of the coarser of its two neighbourhoods, rounded once: between a half and one and a half of the finer one's, so to the neighbour
 * Error    exact, subnormals, ±0 and the way to and from ±∞ included; no gradient passes
 * Source   IEEE 754-2019 nextUp, nextDown; PyTorch `nextafter`
 */
import { type DType, isFloating } from "../dtype.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import { resultType } from "../tensor/promote.js";
import type { Tensor } from "../tensor/tensor.js";
import { apply, type Elementwise, elementwise } from "./row.js";

/** Bits of the significand, the least subnormal number, and the greatest number, of each floating type. */
const FORMATS: Partial<Record<DType, readonly [bits: number, least: number, greatest: number]>> = {
  float16: [11, 2 ** -24, 65504],
  bfloat16: [8, 2 ** -133, (2 - 2 ** -7) * 2 ** 127],
  float32: [24, 2 ** -149, (2 - 2 ** -23) * 2 ** 127],
  float64: [53, Number.MIN_VALUE, Number.MAX_VALUE],
};
const rows = new Map<DType, Elementwise<2>>();

export function nextafter(from: Operand, towards: Operand): Tensor {
  const x = of("nextafter", from),
    y = of("nextafter", towards),
    together = resultType([x, y]),
    dtype = isFloating(together) ? together : "float32";
  let row = rows.get(dtype);
  if (!row) rows.set(dtype, (row = rowOf(...FORMATS[dtype]!)));
  return apply(row.op, [x, y], dtype);
}

function rowOf(bits: number, least: number, greatest: number): Elementwise<2> {
  // 0.6 of 2^(1−bits)·|x|, which is an ulp where the significand is 1, and two where it is almost 2; for subnormal numbers, and 0, of the least.
  const step = (x: Ex): Ex => w.max(w.mul(w.abs(x), 0.6 * 2 ** (1 - bits)), bits === 53 ? least : 0.6 * least);
  const by = (x: Ex, y: Ex, s: Ex): Ex => w.where(w.lt(x, y), w.add(x, s), w.sub(x, s));
  // Float64 has no digits beyond its own: near its subnormal numbers a step is whole, and may be half an ulp, which ends where it began.
  const once = (x: Ex, y: Ex): Ex => by(x, y, step(x));
  const moved = (x: Ex, y: Ex): Ex => (bits === 53 ? w.where(w.eq(once(x, y), x), by(x, y, w.mul(2, step(x))), once(x, y)) : once(x, y));
  // 0 keeps the sign of where it is come to from.
  const signed = (x: Ex, z: Ex): Ex => w.where(w.eq(z, 0), w.mul(x, 0), z);
  const finite = (x: Ex, y: Ex): Ex => signed(x, moved(x, y));
  const inward = (x: Ex): Ex => w.where(w.lt(0, x), greatest, -greatest);
  return elementwise<2>("nextafter", {
    body: (x, y) => w.where(w.eq(x, y), y, w.where(w.and(w.eq(x, x), w.eq(y, y)), w.where(w.eq(w.abs(x), Infinity), inward(x), finite(x, y)), NaN)),
  });
}
