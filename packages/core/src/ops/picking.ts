/**
 * not an op: rows that indices pick along the middle of [outer, size, inner], read or added to. Each op that does so is an op of its own name, so that an
 * index that was computed, and is found to be outside by the kernel, is reported by the name that the user knows. attrs: whether negative indices count from the end.
 */
import { layoutForms } from "../stability/layout.js";
import { number, numberIn } from "../tensor/create.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { computed } from "./computed.js";
import { dense } from "./contiguous.js";
import { expand } from "./expand.js";
import { type Op, op } from "./op.js";
import { cast } from "./cast.js";

export type Loop = readonly [outer: number, count: number, inner: number];

/** out[o, j, i] = x[o, index[o, j, i], i]. `refusal` says what an index outside means, if it is none of the user's. */
export function gathering(name: string, refusal?: Op["refusal"]): Op {
  const self: Op = op(name, "direct", {
    refusal,
    picks: true,
    get forms() {
      return layoutForms;
    },
    request: (node, [input, index], output) => ({
      kind: "gather",
      dtype: node.dtype,
      shape: node.shape as Loop,
      size: node.inputs[0]!.shape[1]!,
      wrap: node.attrs as boolean,
      input: input!,
      index: index!,
      output,
    }),
    again: (node, [x, index]) => picked(self, x!, index!, node.attrs as boolean),
    range: (x) => x!,
    vjp: (g, { inputs: [x, index], attrs }) => [added(addOp, number(0), x!.shape[1]!, index!, g, attrs as boolean), null],
  });
  return self;
}
export const picked = (self: Op, x: Tensor, index: Tensor, wrap = false): Tensor => record(self, [dense(x), index], index.shape, wrap, x.dtype);

/** A base, and source[o, j, i] put at [o, index[o, j, i], i]: added, or written (writing.ts). `vjp` is given what the index picks of g. */
export function putting(
  name: string,
  write: boolean,
  vjp: (g: Tensor, node: Tensor, asked: Tensor | null) => readonly [source: Tensor | null, base: Tensor | null],
): Op {
  const self: Op = op(name, "direct", {
    request: ({ shape, inputs, attrs }, views, output) => {
      const [index, source, base = null] = views,
        loop = inputs[1]!.shape as Loop;
      const size = shape[1]!,
        wrap = attrs as boolean;
      return { kind: "scatter", dtype: inputs[1]!.dtype, shape: loop, size, wrap, write, base, index: index!, source: source!, output };
    },
    again: ({ shape, attrs, dtype }, [index, source, ...base]) => record(self, [index!, dense(source!), ...base.map(dense)], shape, attrs, dtype),
    vjp: (g, node) => {
      const [index, source, base] = node.inputs;
      return [null, ...vjp(g, node, source!.requiresGrad ? picked(pickOp, g, index!, node.attrs as boolean) : null)].slice(0, base ? 3 : 2);
    },
  });
  return self;
}
export const adding = (name: string): Op => putting(name, false, (g, _, asked) => [asked, g]);

export function put(self: Op, base: Tensor, size: number, index: Tensor, source: Tensor, wrap = false): Tensor {
  const [outer, , inner] = source.shape as Loop,
    onto = Object.is(numberIn(base), 0) ? [] : [dense(expand(base, [outer, size, inner]))];
  return record(self, [index, dense(source), ...onto], [outer, size, inner], wrap, source.dtype);
}

/** Adds in the arithmetic of the type. */
export const added = (self: Op, base: Tensor, size: number, index: Tensor, source: Tensor, wrap = false): Tensor =>
  computed(source.dtype, (type) => put(self, cast(base, type), size, index, cast(source, type), wrap));

/** Gradients of one another. */
export const pickOp = /* @__PURE__ */ gathering("gather");
const addOp = /* @__PURE__ */ adding("scatterAdd");
