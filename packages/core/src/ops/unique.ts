/**
 * unique(x, { dim, sorted, returnInverse, returnCounts }): each value of x once, or each slice along `dim`. Asynchronous, for their number depends
 * on values.
 *
 * Shape    x: […] → { values: [u], inverse: int32 […], counts: int32 [u] }; along dim values has u in its place, and inverse is [size of dim]
 * Method   a stable sort, and then a gather of the first of each, so that gradients pass. In ascending order, slices compared element by element, or
 *          in the order in which they first appear (sorted: false). −0 equals 0; no NaN equals another
 * Error    exact
 * Source   PyTorch `unique`
 */
import { of, type Operand, tensor } from "../tensor/create.js";
import type { Data } from "../dtype.js";
import { type Kinds, optionsOf } from "../tensor/options.js";
import { dimension, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { afterRead } from "./afterRead.js";
import { expand } from "./expand.js";
import { gather } from "./gather.js";
import { permute } from "./permute.js";
import { lineOf, places } from "./ranked.js";
import { reshape } from "./reshape.js";

export interface UniqueOptions {
  readonly dim?: number;
  readonly sorted?: boolean;
  readonly returnInverse?: boolean;
  readonly returnCounts?: boolean;
}
const KINDS: Kinds<UniqueOptions> = { dim: "", sorted: "true or false", returnInverse: "true or false", returnCounts: "true or false" };
/** What was asked for. */
export type Unique<O extends UniqueOptions> = { readonly values: Tensor } & (O extends { returnInverse: true }
  ? { readonly inverse: Tensor }
  : unknown) &
  (O extends { returnCounts: true } ? { readonly counts: Tensor } : unknown);

export async function unique<const O extends UniqueOptions = {}>(input: Operand, options?: O): Promise<Unique<O>> {
  const x = of("unique", input),
    { dim, sorted = true, returnInverse = false, returnCounts = false } = optionsOf<UniqueOptions>("unique", options, KINDS),
    d = dim === undefined ? null : dimension("unique", dim, x.shape),
    slices =
      d === null
        ? reshape(x, [-1])
        : permute(
            x,
            [d, ...x.shape.keys()].filter((k, i) => i === 0 || k !== d),
          ),
    n = slices.shape[0]!,
    width = sizeOf(slices.shape.slice(1));
  const order = d === null ? [places(lineOf("unique", slices, 0))] : [];
  return afterRead("unique", [slices, ...order], (data, known) => {
    const { first, inverse, counts } = groups((known as Int32Array | undefined) ?? ordered(data!, n, width), data!, width, sorted);
    const index = tensor(first),
      taken = x.shape.map((size, k) => (k === d ? first.length : size));
    return {
      values:
        d === null
          ? gather(slices, 0, index)
          : gather(
              x,
              d,
              expand(
                reshape(
                  index,
                  taken.map((size, k) => (k === d ? size : 1)),
                ),
                taken,
              ),
            ),
      ...(returnInverse ? { inverse: tensor(inverse, { shape: d === null ? x.shape : [n] }) } : {}),
      ...(returnCounts ? { counts: tensor(counts) } : {}),
    } as Unique<O>;
  });
}

/** The order of the rows of an array, compared element by element, where a NaN is greater than every number. */
function ordered(data: Data, n: number, width: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => {
    for (let i = 0; i < width; i++) {
      const x = data[a * width + i]!,
        y = data[b * width + i]!;
      if (x < y || (x === x && y !== y)) return -1;
      if (x > y || (x !== x && y === y)) return 1;
    }
    return a - b;
  });
}

/** The first row of each group of equal ones, the group of each row, and how many rows a group has. */
function groups(order: Int32Array, data: Data, width: number, sorted: boolean): { first: Int32Array; inverse: Int32Array; counts: Int32Array } {
  const begins: number[] = [];
  order.forEach((row, i) => {
    if (i === 0 || !equal(data, order[i - 1]! * width, row * width, width)) begins.push(i);
  });
  const rank = begins.map((_, i) => i);
  if (!sorted) rank.sort((a, b) => order[begins[a]!]! - order[begins[b]!]!);
  const inverse = new Int32Array(order.length);
  const counts = Int32Array.from(rank, (r, group) => {
    const end = begins[r + 1] ?? order.length;
    for (let i = begins[r]!; i < end; i++) inverse[order[i]!] = group;
    return end - begins[r]!;
  });
  return { first: Int32Array.from(rank, (r) => order[begins[r]!]!), inverse, counts };
}

function equal(data: Data, a: number, b: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (data[a + i] !== data[b + i]) return false;
  return true;
}
