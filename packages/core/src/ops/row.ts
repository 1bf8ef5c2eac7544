/** not an op: how an elementwise op is made of its row. A row is the one place that knows its op. */
import { type DType, isFloating } from "../dtype.js";
import { constant, Ex, input } from "../scalar/expr.js";
import type { Scalar } from "../scalar/words.js";
import { isNumber, of, type Operand, typed } from "../tensor/create.js";
import { resultType } from "../tensor/promote.js";
import { broadcast, type Shape } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { derivOf, inputs, pull, type Row, substitute } from "./derivative.js";
import { lazily, type Op, op } from "./op.js";
import { sumTo } from "./sumTo.js";

type Arity = 1 | 2 | 3;
type Args<N extends Arity, T> = N extends 1 ? [x: T] : N extends 2 ? [x: T, y: T] : [x: T, y: T, z: T];

/** On tensors, numbers and arrays (which broadcast) an elementwise op is recorded; on scalar expressions it is its body. */
export interface Elementwise<N extends Arity> {
  (...x: Args<N, Operand>): Tensor;
  (...x: Args<N, Scalar>): Ex;
  readonly op: Op;
  readonly row: Row;
}

/** Makes an op out of a row. The gradient of an input is one op, `pull(g, derivative)`: evaluated wide, rounded once. */
export function elementwise<N extends Arity = 1>(name: string, row: Row<Args<N, Ex>>): Elementwise<N> {
  return make(name, row as unknown as Row, row.body.length) as unknown as Elementwise<N>;
}

/** The same for any number of inputs. @internal */
export function make(name: string, row: Row, arity: number): { (...x: readonly (Operand | Ex)[]): Tensor | Ex; op: Op; row: Row } {
  const pulls: Op[] = [];
  const self: Op = op(name, "map", {
    takes: row.takes,
    range: row.range,
    forms: row.forms,
    vjp(g, node) {
      return node.inputs.map((x, i) => {
        const d = x.requiresGrad && derivOf(row, i, arity);
        return d ? sumTo(apply((pulls[i] ??= pullOp(name, d, arity)), [g, ...node.inputs], x.dtype), x.shape) : null;
      });
    },
  });
  lazily(self, () => row.body(...inputs(arity)));
  return Object.assign(
    function (...x: readonly (Operand | Ex)[]): Tensor | Ex {
      if (x.some((a) => a instanceof Ex)) return row.body(...x.map((a) => (a instanceof Ex ? a : constant(a as number))));
      return apply(
        self,
        x.map((a) => of(name, a as Operand)),
      );
    },
    { op: self, row },
  );
}

/** Records a map op on tensors: shapes broadcast, types are promoted; numbers take the type of the others. `dtype`: of the result, if it is known. @internal */
export function apply(self: Op, x: readonly Tensor[], dtype?: DType): Tensor {
  let shape: Shape = [],
    plain = true;
  for (const t of x) {
    if (t.dtype !== "float32") plain = false;
    shape = broadcast(self.name, shape, t.shape);
  }
  if (plain) return record(self, x, shape, null, dtype ?? (self.takes === "compare" ? "bool" : "float32"));
  const together = resultType(x),
    computed = self.takes || isFloating(together) ? together : "float32";
  const operands = x.map((t) => (isNumber(t) ? typed(self.name, t, computed) : t));
  return record(self, operands, shape, null, dtype ?? (self.takes === "compare" ? "bool" : computed));
}

function pullOp(name: string, d: Ex, arity: number): Op {
  const self = op(`${name}′`, "map");
  lazily(self, () => pull(input(0), substitute(d, inputs(arity, 1))));
  return self;
}
