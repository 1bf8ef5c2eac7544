/** not an op: the elements of given ranks along a dimension, by which sort, topk and kthvalue are one thing. */
import { type Arithmetic, arithmeticOf } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import { noSuch, written } from "../tensor/given.js";
import { around, dimension, type Shape, show } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { dense } from "./contiguous.js";
import { gather } from "./gather.js";
import { op } from "./op.js";
import { permute } from "./permute.js";
import { flattened, without } from "./reduction.js";
import { reshape } from "./reshape.js";
import { cast } from "./cast.js";

/** What is taken of every line, and the places along it that it is taken from. */
export interface Taken {
  readonly values: Tensor;
  /** int32. */
  readonly indices: Tensor;
}

interface Attrs {
  readonly from: number;
  readonly descending: boolean;
}

/** Rows of [rows, n]: which elements have the ranks from `from` on. No vjp: an index has no gradient. */
const sortOp = /* @__PURE__ */ op("argsort", "direct", {
  request: (node, [input], output) => {
    const { dtype, shape } = node.inputs[0]!,
      [rows, count] = node.shape as [number, number];
    return { kind: "sort", dtype: dtype as Arithmetic, rows, n: shape[1]!, count, ...(node.attrs as Attrs), input: input!, output };
  },
  again: (node, [x]) => record(sortOp, [dense(x!)], node.shape, node.attrs, "int32"),
  range: () => [0, Infinity],
});

/** A tensor and one of its dimensions. A 0-d tensor is taken for one of size 1, and what is taken of it is 0-d again. */
export interface Line {
  readonly x: Tensor;
  readonly d: number;
  readonly n: number;
  readonly scalar: boolean;
}
/** @internal */
export function lineOf(name: string, input: Operand, dim: number): Line {
  const given = of(name, input),
    x = given.ndim ? given : reshape(given, [1]),
    d = dimension(name, dim, x.shape);
  return { x, d, n: x.shape[d]!, scalar: !given.ndim };
}

/** The same, of a dimension that has elements. Throws RangeError where it has none. @internal */
export function filledLine(name: string, input: Operand, dim: number): Line {
  const line = lineOf(name, input, dim),
    { x, d, n } = line;
  if (!n) throw new RangeError(`${name}: dimension ${d} of shape ${show(x.shape)} has nothing to choose from. Choose along one that has elements.`);
  return line;
}
/** The shape of what is one for each line: without the dimension, or with 1 in its place. @internal */
export const ofLines = ({ x, d, scalar }: Line, keepdim: boolean): Shape =>
  scalar ? [] : (keepdim ? flattened : without)(x.shape, { from: d, to: d + 1 });

/** Where the elements are that have the ranks from `from` on, `count` of them. @internal */
export function places({ x, d, n }: Line, { from = 0, count = n, descending = false } = {}): Tensor {
  const [outer, , inner] = around(x.shape, d),
    // Types of fewer bits are compared as what holds all their values.
    compared = cast(x, arithmeticOf(x.dtype)),
    rows = reshape(permute(reshape(compared, [outer, n, inner]), [0, 2, 1]), [outer * inner, n]),
    found = record(sortOp, [dense(rows)], [outer * inner, count], { from, descending }, "int32"),
    shape: Shape = x.shape.map((size, i) => (i === d ? count : size));
  return reshape(permute(reshape(found, [outer, inner, count]), [0, 2, 1]), shape);
}

/** The elements themselves, and where they are. They are gathered, and so gradients pass. @internal */
export function taken(line: Line, by: { from?: number; count?: number; descending?: boolean }): Taken {
  const indices = places(line, by),
    values = gather(line.x, line.d, indices),
    whole = (t: Tensor): Tensor => (line.scalar && t.size === 1 ? reshape(t, []) : t);
  return { values: whole(values), indices: whole(indices) };
}

/** Throws RangeError unless k elements can be taken of a line. @internal */
export function checkCount(name: string, k: number, least: number, { x, d, n }: Line): void {
  if (!Number.isInteger(k) || k < least || k > n)
    throw noSuch(
      k,
      `${name}: k is ${written(k)} and dimension ${d} of shape ${show(x.shape)} has ${n} elements. ${n < least ? "A line of nothing has none." : `Use ${least} … ${n}.`}`,
    );
}
