/** not an op: how comparisons are made. Whole numbers are compared with what is beyond int32 as with an infinity: float32 would round both to one number. */
import { isFloating } from "../dtype.js";
import { Ex } from "../scalar/expr.js";
import type { Scalar } from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import type { Row } from "./derivative.js";
import { type Elementwise, elementwise } from "./row.js";

export function comparison(name: string, row: Row<[x: Ex, y: Ex]>): Elementwise<2> {
  const compare = elementwise<2>(name, { takes: "compare", range: () => [0, 1], ...row });
  const call = (x: Operand | Ex, y: Operand | Ex): unknown => {
    if (x instanceof Ex || y instanceof Ex) return compare(x as Scalar, y as Scalar);
    const [a, b] = [typeof x === "number" ? x : of(name, x), typeof y === "number" ? y : of(name, y)];
    return compare(within(a, b), within(b, a));
  };
  return Object.assign(call as typeof compare, { op: compare.op, row: compare.row });
}

const within = (x: number | ReturnType<typeof of>, other: typeof x): typeof x =>
  typeof x === "number" && (x > 2 ** 31 - 1 || x < -(2 ** 31)) && typeof other !== "number" && !isFloating(other.dtype) ? Math.sign(x) * Infinity : x;
