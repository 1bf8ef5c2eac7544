/**
 * not an op: where values belong in sorted rows, by bisection: as many steps as the row's length has bits, each a gather and a comparison. The order is that
 * of sort: −0 equals 0, and a NaN is greater than every number.
 */
import * as w from "../scalar/words.js";
import { type Operand, zeros } from "../tensor/create.js";
import { sameShape, show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { beside } from "./beside.js";
import { le } from "./le.js";
import { like } from "./like.js";
import { logicalAnd } from "./logicalAnd.js";
import { gathering, picked } from "./picking.js";
import { reshape } from "./reshape.js";
import { type Elementwise, elementwise } from "./row.js";
import { sub } from "./sub.js";
import { where } from "./where.js";

const isNaN = (x: Parameters<typeof w.not>[0]): ReturnType<typeof w.not> => w.not(w.eq(x, x));
/** Whether x comes before y, and whether y does not come before x. */
const before: Elementwise<2> = /* @__PURE__ */ elementwise<2>("searchsorted", {
  takes: "compare",
  body: (x, y) => w.where(w.or(w.lt(x, y), w.and(w.eq(x, x), isNaN(y))), 1, 0),
});
const notAfter: Elementwise<2> = /* @__PURE__ */ elementwise<2>("searchsorted", {
  takes: "compare",
  body: (x, y) => w.where(w.or(w.le(x, y), isNaN(y)), 1, 0),
});
const elementOp = /* @__PURE__ */ gathering("searchsorted");

/** How many elements of each value's row of `sorted` come before it, those that equal it included if `right`: int32, of the shape of the values. @internal */
export function found(name: string, sorted: Tensor, values: Operand, right: boolean): Tensor {
  const v = like(name, values, sorted),
    n = sorted.shape.at(-1);
  if (n === undefined) throw new RangeError(`${name}: what is searched is 0-d. Give it a dimension of sorted elements.`);
  const front = sorted.shape.slice(0, -1);
  if (front.length && !(v.ndim && sameShape(front, v.shape.slice(0, -1))))
    throw new RangeError(
      `${name}: rows ${show(sorted.shape)} and values ${show(v.shape)} differ in front of the last dimension. Give both the same sizes there, or search one row.`,
    );
  const rows = sizeOf(front),
    loop = [rows, rows && v.size / rows, 1],
    elements = reshape(sorted, [rows, n, 1]),
    wanted = reshape(v, loop),
    isBelow = right ? notAfter : before;
  return beside([sorted, v], () => reshape(bisected(n, elements, wanted, isBelow), v.shape));
}

function bisected(n: number, elements: Tensor, wanted: Tensor, isBelow: Elementwise<2>): Tensor {
  let at = zeros(wanted.shape, { dtype: "int32" }),
    step = 1 / 2;
  while (2 * step <= n) step *= 2;
  for (; step >= 1; step /= 2) {
    const next = add(at, step),
      isInside = le(next, n),
      element = picked(elementOp, elements, where(isInside, sub(next, 1), 0));
    at = where(logicalAnd(isInside, isBelow(element, wanted)), next, at);
  }
  return at;
}
