/** not an op: how an elementwise op is made of its row. A row is the one place that knows its op. */
import { type DType, isFloating } from "../dtype.js";
import { constant, Ex } from "../scalar/expr.js";
import type { Scalar } from "../scalar/words.js";
import { of, type Operand, typed } from "../tensor/create.js";
import { resultType } from "../tensor/promote.js";
import { broadcast, type Shape } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { bodyAt, Derivatives, higher, inputs, inputsOf, pull, type Row, substitute } from "./derivative.js";
import { lazily, type Op, op } from "./op.js";

type Arity = 1 | 2 | 3 | 4;
type Args<N extends Arity, T> = { 1: [x: T]; 2: [x: T, y: T]; 3: [x: T, y: T, z: T]; 4: [x: T, y: T, z: T, w: T] }[N];

/** On tensors, numbers and arrays (which broadcast) an elementwise op is recorded; on scalar expressions it is its body. */
export interface Elementwise<N extends Arity> {
  (...x: Args<N, Operand>): Tensor;
  (...x: Args<N, Scalar>): Ex;
  readonly op: Op;
  readonly row: Row;
}

/** Makes an op out of a row. The gradient of an input is one op, `pull(g, derivative)`: evaluated wide, rounded once, differentiated again. */
export function elementwise<N extends Arity = 1>(name: string, row: Row<Args<N, Ex>>): Elementwise<N> {
  return make(name, row as unknown as Row, row.body.length) as unknown as Elementwise<N>;
}

/** The same for any number of inputs. @internal */
export function make(name: string, row: Row, arity: number): { (...x: readonly (Operand | Ex)[]): Tensor | Ex; op: Op; row: Row } {
  const pulls = pullsOf(name, new Derivatives(row, arity));
  const self: Op = op(name, "map", {
    takes: row.takes,
    row,
    range: row.range,
    forms: row.forms,
    // Of nothing that has a slope a gradient is asked for in vain; what is flat has one of 0.
    vjp:
      row.deriv === null
        ? undefined
        : (g, node) => node.inputs.map((x, i) => (x.requiresGrad ? pulls([g], pulls.derivatives.first(i), node.inputs, x) : null)),
  });
  lazily(self, () => row.body(...inputs(arity)));
  return Object.assign(
    function (...x: (Operand | Ex)[]): Tensor | Ex {
      for (const a of x)
        if (a instanceof Ex)
          return bodyAt(
            row,
            x.map((b) => (b instanceof Ex ? b : constant(b as number))),
          );
      // An array's map gives an element's place and the array too.
      if (arity === 1 && x.length === 3 && Object.is((x[2] as readonly unknown[] | null)?.[x[1] as number], x[0])) x.length = 1;
      while (x.length > arity && x.at(-1) === undefined) x.pop();
      if (x.length !== arity) throw new TypeError(`${name}: ${x.length} operands are given. Pass ${arity}.`);
      const by = x[1],
        first = (x[0] = of(name, x[0] as Operand)),
        named = row.ofNumber && typeof by === "number" && isFloating(first.dtype) ? row.ofNumber(first, by) : null;
      if (named) return named;
      for (let i = 1; i < arity; i++) x[i] = of(name, x[i] as Operand);
      return apply(self, x as Tensor[]);
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
  let computed: DType = "float32";
  if (!plain) {
    if (typeof self.takes === "function") self.takes(self.name, x);
    const together = resultType(x);
    if (self.takes || isFloating(together)) computed = together;
    x = x.map((t) => typed(self.name, t, computed, self.takes === "compare"));
  }
  return record(self, x, shape, null, dtype ?? (self.takes === "compare" ? "bool" : computed));
}

interface Pull {
  readonly op: Op;
  readonly read: readonly number[];
}
/** Records cotangents times a derivative of the row, with the shape and type of `target`; null for the derivative that is 0 everywhere. */
interface Pulls {
  (cotangents: readonly Tensor[], d: Ex | null, x: readonly (Tensor | undefined)[], target: Tensor): Tensor | null;
  readonly derivatives: Derivatives;
}

/**
 * The ops g₁·…·gₖ·d for the derivatives d of one row. Each is linear in every cotangent, and its own derivative by an input of the row has one
 * cotangent more. Any cotangent that is 0 annihilates what stands behind it, so a second derivative loses nothing that is not multiplied by it.
 */
function pullsOf(name: string, derivatives: Derivatives): Pulls {
  const made = new Map<string, Pull>();
  const pulls = (cotangents: readonly Tensor[], d: Ex | null, x: readonly (Tensor | undefined)[], target: Tensor): Tensor | null => {
    if (!d || (d.word === "const" && d.value === 0)) return null;
    const k = cotangents.length,
      key = `${k} ${d.id}`;
    if (k === 1 && d.word === "const" && d.value === 1 && cotangents[0]!.dtype === target.dtype) return higher.sumTo!(cotangents[0]!, target.shape);
    let known = made.get(key);
    if (!known) made.set(key, (known = pullOp(k, d, inputsOf(d))));
    return higher.sumTo!(apply(known.op, [...cotangents, ...known.read.map((i) => x[i]!)], target.dtype), target.shape);
  };
  /** k cotangents, then the inputs that d reads. */
  const pullOp = (k: number, d: Ex, read: readonly number[]): Pull => {
    const self: Op = op(`${name}${"′".repeat(k)}`, "map", {
      vjp(c, node) {
        const x: Tensor[] = [];
        read.forEach((i, at) => (x[i] = node.inputs[k + at]!));
        return node.inputs.map((t, at) => {
          if (!t.requiresGrad) return null;
          const others = node.inputs.slice(0, k);
          if (at >= k) return pulls([c, ...others], derivatives.next(d, read[at - k]!), x, t);
          others[at] = c;
          return pulls(others, d, x, t);
        });
      },
    });
    lazily(self, () => {
      const places: Ex[] = [],
        all = inputs(k + read.length);
      read.forEach((i, at) => (places[i] = all[k + at]!));
      return all.slice(0, k).reduceRight((e, g) => pull(g, e), substitute(d, places));
    });
    return { op: self, read };
  };
  return Object.assign(pulls, { derivatives });
}
