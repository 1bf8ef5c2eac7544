/**
 * not an op: how ops that divide take whole numbers, which stay whole. They are computed in float64, which holds them and their quotients. None has a
 * quotient by 0: that is an error, as in PyTorch on a CPU, at the call where the divisor is a number or data, else at the read.
 */
import { decoded, isFloating } from "../dtype.js";
import { Ex } from "../scalar/expr.js";
import type { Scalar } from "../scalar/words.js";
import { number, numberIn, of, type Operand, typed } from "../tensor/create.js";
import { resultType } from "../tensor/promote.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { cast } from "./cast.js";
import type { Row } from "./derivative.js";
import { eq } from "./eq.js";
import { expand } from "./expand.js";
import type { Op } from "./op.js";
import { gathering, picked } from "./picking.js";
import { reshape } from "./reshape.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

const BY_ZERO = "a divisor is 0, and whole numbers have no quotient by it. Convert an operand with to, or replace the zeros.";

/** An elementwise op of floating numbers that divides whole numbers too. @internal */
export function dividing(name: string, row: Row<[x: Ex, y: Ex]>): Elementwise<2> {
  const floating = elementwise<2>(name, row),
    check = gathering(name, () => BY_ZERO);
  function any(x: Operand | Scalar, y: Operand | Scalar, ...more: readonly unknown[]): Tensor | Ex {
    if (more.length) throw new TypeError(`${name}: ${2 + more.length} operands are given. Pass 2.`);
    if (x instanceof Ex || y instanceof Ex) return floating(x as Scalar, y as Scalar);
    const operands = [of(name, x), of(name, y)] as const,
      dtype = resultType(operands);
    if (isFloating(dtype)) return floating(...operands);
    if (dtype === "bool") signed(name, operands);
    const [dividend, divisor] = operands.map((t) => typed(name, t, dtype)) as [Tensor, Tensor];
    return cast(floating(cast(dividend, "float64"), cast(withoutZero(name, check, divisor), "float64")), dtype);
  }
  return Object.assign(any as Elementwise<2>, { op: floating.op, row: floating.row });
}

/** The divisor. One that is not known yet has a 0 added that is picked from one element, by the index 1 where it is 0 itself. */
function withoutZero(name: string, check: Op, y: Tensor): Tensor {
  const host = y.value?.host,
    value = numberIn(y);
  if (value === 0 || (host && decoded(y.dtype, host).includes(0))) throw new RangeError(`${name}: ${BY_ZERO}`);
  if (value !== undefined || host) return y;
  const isZero = cast(reshape(eq(y, 0), [1, y.size, 1]), "int32");
  return add(y, reshape(picked(check, expand(number(0, y.dtype), [1, 1, 1]), isZero), y.shape));
}
