/** not an op: what windows see, as the kind `pool` computes it: sums, whose gradients are sums of the transposed windows, and places, which have none. */
import type { PoolRequest, Windows } from "../kinds.js";
import { number, tensor } from "../tensor/create.js";
import { show, sizeOf } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { dense } from "./contiguous.js";
import { div } from "./div.js";
import { mul } from "./mul.js";
import { type Op, op } from "./op.js";
import { gathering, picked, put } from "./picking.js";
import { reshape } from "./reshape.js";
import { areApart, transposedWindows } from "./windows.js";
import { writing } from "./writing.js";

interface Attrs {
  readonly windows: readonly Windows[];
}
const request =
  (combine: PoolRequest["combine"]): NonNullable<Op["request"]> =>
  (node, [input], output) => {
    const [rows, ...size] = node.inputs[0]!.shape as [number];
    return { kind: "pool", combine, dtype: node.inputs[0]!.dtype, rows, size, ...(node.attrs as Attrs), input: input!, output };
  };

/** Sums of [rows, …size] over windows, each over its divisor. */
export function summing(name: string): Op {
  const self: Op = op(name, "direct", {
    request: request("sum"),
    again: (node, [x]) => windowSums(self, x!, (node.attrs as Attrs).windows),
    vjp: (g, node) => {
      const { windows } = node.attrs as Attrs,
        size = node.inputs[0]!.shape.slice(1);
      return [
        windowSums(
          self,
          divided(g, windows),
          windows.map((w, d) => transposedWindows(w, size[d]!)),
        ),
      ];
    },
  });
  return self;
}
export const windowSums = (self: Op, x: Tensor, windows: readonly Windows[]): Tensor =>
  record(self, [dense(x)], [x.shape[0]!, ...windows.map(({ from }) => from.length)], { windows }, x.dtype);

/** g over the divisors of its windows. */
function divided(g: Tensor, windows: readonly Windows[]): Tensor {
  const same = windows.map(({ divisors }) => (divisors.every((n) => n === divisors[0]) ? (divisors[0] ?? 1) : null));
  const all = same.reduce<number | null>((n, m) => (n === null || m === null ? null : n * m), 1);
  if (all !== null) return all === 1 ? g : div(g, all);
  return beside([g], () => {
    const parts = windows.map(({ divisors }, d) =>
      tensor(divisors, { shape: windows.map((_, k) => (k === d ? divisors.length : 1)), dtype: g.dtype }),
    );
    return div(
      g,
      parts.reduce((a, b) => mul(a, b)),
    );
  });
}

/** Where the greatest elements are. No vjp: an index has no gradient. */
const placesOp = /* @__PURE__ */ op("pool", "direct", {
  request: /* @__PURE__ */ request("argmax"),
  again: (node, [x]) => windowPlaces("pool", x!, (node.attrs as Attrs).windows),
  range: () => [0, Infinity],
});
export function windowPlaces(name: string, x: Tensor, windows: readonly Windows[]): Tensor {
  for (const { count } of windows)
    if (count.includes(0)) throw new RangeError(`${name}: a window sees only padding, in x ${show(x.shape)}. Pad less.`);
  return record(placesOp, [dense(x)], [x.shape[0]!, ...windows.map(({ from }) => from.length)], { windows }, "int32");
}

/** An op that picks elements by their places in a row, and one whose places are never equal, so that a gradient need only be written. */
export interface Picking {
  readonly added: Op;
  readonly written: Op;
}
export function pickingFrom(name: string): Picking {
  const added = gathering(name),
    write = writing(name);
  const written: Op = op(name, "direct", {
    request: added.request!,
    again: (node, [x, places]) => picked(written, x!, places!),
    range: (x) => x!,
    vjp: (g, { inputs: [x, places] }) => [put(write, number(0, g.dtype), x!.shape[1]!, places!, g), null],
  });
  return { added, written };
}

/** Elements of [rows, …size] at places [rows, …]. */
export function pickedFrom({ added, written }: Picking, x: Tensor, places: Tensor, windows: readonly Windows[]): Tensor {
  const rows = x.shape[0]!,
    count = sizeOf(places.shape.slice(1));
  const line = reshape(places, [rows, count, 1]),
    all = reshape(x, [rows, sizeOf(x.shape.slice(1)), 1]);
  return reshape(picked(areApart(windows) ? written : added, all, line), places.shape);
}
