/**
 * The numbers of ops that are made of sums: part of an op, until one structure was met with many, as a weight or a temperature that changes in every step has
 * them. Then they are its operands, of which a number has three float32 that add up to it exactly, and no op, plan or kernel is made anew.
 */
import type { DType } from "../dtype.js";
import { LRU } from "../plan/lru.js";
import type { Ex } from "../scalar/expr.js";
import { add, type Scalar } from "../scalar/words.js";
import { number, numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";

const VARIANTS = 4;
const met = /* @__PURE__ */ new LRU<Set<string>>(1024);

export class Numbers {
  /** What ops are told apart by. */
  readonly id: string;
  /** Places of those that are operands. */
  private readonly places: readonly number[];

  /** `isPart`: they are never operands. */
  constructor(
    structure: string,
    private readonly values: readonly number[],
    isPart = false,
  ) {
    const own = values.join(),
      pattern = `${structure}|${values.map((x) => (isFree(x) ? "x" : x)).join()}`,
      variants = met.get(pattern, () => new Set()),
      isOne = isPart || variants.has(own) || variants.size < VARIANTS;
    if (isOne) variants.add(own);
    this.id = isOne ? `${structure}|${own}` : pattern;
    this.places = isOne ? [] : values.flatMap((x, i) => (isFree(x) ? [i] : []));
  }
  /** How many operands they take. */
  get width(): number {
    return 3 * this.places.length;
  }
  operands(dtype: DType): Tensor[] {
    return this.places.flatMap((i) => inThree(this.values[i]!).map((x) => number(x, dtype)));
  }
  /** The numbers, of operands in a body. */
  of(x: readonly Ex[]): readonly Scalar[] {
    return this.read<Scalar>(x, (high, middle, low) => add(high, add(middle, low)));
  }
  /** The same of tensors. */
  in(x: readonly Tensor[]): readonly number[] {
    return this.read(
      x.map((t) => numberIn(t)!),
      sum,
    );
  }
  /** The same of what their ranges begin with. */
  at(x: readonly (readonly [number, number])[]): readonly number[] {
    return this.read(
      x.map(([low]) => low),
      sum,
    );
  }
  private read<T>(x: readonly T[], whole: (high: T, middle: T, low: T) => T): readonly (T | number)[] {
    const all: (T | number)[] = this.values.slice();
    this.places.forEach((place, i) => (all[place] = whole(x[3 * i]!, x[3 * i + 1]!, x[3 * i + 2]!)));
    return all;
  }
}
const sum = (high: number, middle: number, low: number): number => high + (middle + low);

/** What bodies treat like any other number, and float32 holds in three, none of them subnormal. */
const isFree = (x: number): boolean => Math.abs(x) !== 1 && Math.abs(x) > 2 ** -60 && Math.abs(x) < 2 ** 120;
function inThree(x: number): number[] {
  const high = Math.fround(x),
    middle = Math.fround(x - high);
  return [high, middle, x - high - middle];
}
/** How many tensors are no numbers: what a kernel reads of those is no buffer. */
export const buffersIn = (ts: readonly Tensor[]): number => ts.reduce((n, t) => (numberIn(t) === undefined ? n + 1 : n), 0);
