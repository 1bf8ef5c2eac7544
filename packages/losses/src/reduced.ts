/** not a loss: what becomes of the losses of all elements, and what all losses ask of their operands. */
import { mean, type Operand, sum, type Tensor } from "@evenkeel/core";
import { of, sameShape, show } from "@evenkeel/core/internal";

/** All losses as they are, their mean, or their sum. */
export type Reduction = "none" | "mean" | "sum";
/** What it may be, for tables of options. */
export const REDUCTION = '"none", "mean" or "sum"';
export interface Reduced {
  /** "mean" unless given; of nothing it is NaN. */
  readonly reduction?: Reduction;
}

export function reduced(losses: Tensor, reduction: Reduction = "mean"): Tensor {
  return reduction === "none" ? losses : reduction === "mean" ? mean(losses) : sum(losses);
}

/** Input and target of one shape. Throws RangeError where it is not: what broadcasts is an oversight more often than not. */
export function alike(name: string, input: Operand, target: Operand): readonly [input: Tensor, target: Tensor] {
  const x = of(name, input),
    t = of(name, target);
  if (!sameShape(x.shape, t.shape))
    throw new RangeError(`${name}: the input is ${show(x.shape)} and the target ${show(t.shape)}. Give both one shape, with reshape or expand.`);
  return [x, t];
}
