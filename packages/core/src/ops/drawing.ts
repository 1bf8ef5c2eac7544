/** not an op: how ops that draw random numbers are made and recorded. */
import { type DType, DTYPES, isDType, isFloating } from "../dtype.js";
import type { Draw } from "../kinds.js";
import { deviceOf } from "../plan/device.js";
import { type RandomOptions, type Stream, streamOf } from "../random/generator.js";
import * as w from "../scalar/words.js";
import { finfo, type FloatName } from "../tensor/info.js";
import { type Kinds, optionsOf } from "../tensor/options.js";
import type { CreationOptions } from "../tensor/placed.js";
import { checkShape, type Shape } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { op, type Op } from "./op.js";
import { elementwise } from "./row.js";
import { select } from "./select.js";

/** Where numbers come from, of which type they are, and where they live. */
export interface DrawOptions extends RandomOptions, CreationOptions {}
const KINDS: Kinds<DrawOptions> = { generator: "", dtype: "", device: "" };
export const drawOptionsOf = (name: string, options: DrawOptions | undefined): DrawOptions => optionsOf(name, options, KINDS);

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
export function drawn(self: Op, shape: Shape, options: DrawOptions, extra: object = {}, dtype: DType = "float32"): Tensor {
  // Whatever is refused is refused before a call is taken from the generator.
  const size = checkShape(self.name, shape),
    device = options.device && deviceOf(self.name, options.device),
    t = record(self, [], size, { ...streamOf(self.name, options), ...extra }, dtype);
  if (device) t.place = device;
  return t;
}

/** The floating type that is asked for. Throws TypeError for another. */
export function floatingOf(name: string, { dtype = "float32" }: CreationOptions): DType {
  if (isDType(dtype) && isFloating(dtype)) return dtype;
  throw new TypeError(`${name}: ${String(dtype)} is no floating type. Use ${DTYPES.filter(isFloating).join(", ")}; randint draws whole numbers.`);
}

/**
 * The least whole number of a type, and the first beyond those that it has without gaps, as far as int32 goes. Throws TypeError for what is no
 * type.
 */
export function wholeNumbers(name: string, dtype: DType): readonly [least: number, end: number] {
  if (!isDType(dtype)) throw new TypeError(`${name}: ${String(dtype)} is no dtype. Use one of ${DTYPES.join(", ")}.`);
  if (dtype === "bool") return [0, 2];
  if (dtype === "uint8") return [0, 256];
  const most = isFloating(dtype) ? Math.min(2 / finfo(dtype as FloatName).eps, 2 ** 31) : 2 ** 31;
  return [-most, most < 2 ** 31 ? most + 1 : most];
}

/** Whole numbers from `low` on, `range` of them: two words of Philox each. */
interface Range {
  readonly low: number;
  readonly range: number;
}
export const whole = (name: string): Op => drawing<Range>(name, ({ low, range }) => ({ form: "integer", low, range }));
export const integers = (self: Op, shape: Shape, options: DrawOptions, low: number, range: number): Tensor =>
  drawn(self, shape, options, { low, range } satisfies Range, "int32");

/** Whole numbers of 27 and of 26 bits as one of 53, times 2⁻⁵³; the leading bit of the second is not looked at. */
const joined = /* @__PURE__ */ elementwise<2>("joined", {
  body: (high, low) => w.mul(w.add(w.mul(high, 2 ** 26), w.where(w.lt(low, 2 ** 26), low, w.sub(low, 2 ** 26))), 2 ** -53),
  forms: {},
});
/** The float64 multiples of 2⁻⁵³ in [0, 1), each as likely as the others. */
export function fractions(self: Op, shape: Shape, options: DrawOptions): Tensor {
  const pairs = cast(integers(self, [...checkShape(self.name, shape), 2], options, 0, 2 ** 27), "float64");
  return joined(select(pairs, -1, 0), select(pairs, -1, 1));
}
