/** not an op: how ops that draw random numbers are made and recorded. */
import type { Draw } from "../kinds.js";
import { type RandomOptions, type Stream, streamOf } from "../random/generator.js";
import type { DType } from "../dtype.js";
import { checkShape, type Shape } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { op, type Op } from "./op.js";

/** An op without operands whose elements are drawn from the stream in its attributes. Element i is made of the same words in every shape. */
export const drawing = <Extra = unknown>(name: string, draw: (attrs: Extra) => Draw): Op =>
  op(name, "direct", {
    request: ({ attrs, size }, _, output) => {
      const { key, call } = attrs as Stream,
        counter = [0, 0, call % 2 ** 32, Math.floor(call / 2 ** 32)] as const;
      return { kind: "random", draw: draw(attrs as Extra), key, counter, count: size, output };
    },
  });

/** Records one. The stream is taken now, and makes the node unlike any other; it is an argument of the plan, and no part of its key. */
export const drawn = (self: Op, shape: Shape, options: RandomOptions, extra: object = {}, dtype: DType = "float32"): Tensor =>
  record(self, [], checkShape(self.name, shape), { ...streamOf(self.name, options), ...extra }, dtype);
