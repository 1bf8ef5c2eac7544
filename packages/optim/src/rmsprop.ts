/** RMSprop. */
import { add, div, mul, neg, sqrt, square, sub, type Tensor } from "@evenkeel/core";
import type { Kinds } from "@evenkeel/core/internal";
import type { Groups } from "./groups.js";
import { type Given, Optimizer, type Update } from "./optimizer.js";
import { fromZero } from "./ranges.js";

export interface RMSpropOptions {
  /** The step size; by default 0.01. */
  readonly lr: number;
  /** 0 … 1: how much of the average of squares is kept; by default 0.99. */
  readonly alpha?: number;
  /** Added to the root of the average; by default 1e-8. */
  readonly eps?: number;
  readonly weightDecay?: number;
  readonly momentum?: number;
  /** Divides by the deviation of the gradient from its own average, and not by its size. */
  readonly centered?: boolean;
  /** Climbs instead of descending. */
  readonly maximize?: boolean;
}
const KINDS: Kinds<RMSpropOptions> = {
  lr: "a number",
  alpha: "a number",
  eps: "a number",
  weightDecay: "a number",
  momentum: "a number",
  centered: "true or false",
  maximize: "true or false",
};

/**
 * v ← α·v + (1 − α)·g², d = g / (√v + ε); under momentum b ← μ·b + d, d = b; p ← p − lr·d. Centred, v is the variance: with m the average of
 * gradients, v ← α·(v + (1 − α)·(g − m)²), which is PyTorch's average square less m², and cannot be negative.
 * Source: PyTorch `torch.optim.RMSprop`; Hinton, "Neural Networks for Machine Learning", lecture 6e.
 */
export class RMSprop extends Optimizer<RMSpropOptions> {
  constructor(params: Groups<RMSpropOptions>, options?: Partial<RMSpropOptions>) {
    super("RMSprop", { squareAvg: false, variance: false, gradAvg: false, momentumBuffer: false }, KINDS, params, options, { lr: 0.01 });
  }
  protected check({ lr, alpha = ALPHA, eps = EPS, weightDecay = 0, momentum = 0 }: RMSpropOptions): void {
    fromZero("RMSprop", { lr, alpha, eps, weightDecay, momentum });
  }
  protected update({ p, grad, last }: Given, options: RMSpropOptions): Update {
    const { lr, alpha = ALPHA, eps = EPS, weightDecay = 0, momentum = 0, centered = false, maximize = false } = options;
    let g = maximize ? neg(grad) : grad;
    if (weightDecay) g = add(g, mul(p, weightDecay));
    const kept = (name: string, t: Tensor): Tensor => add(mul(last(name), alpha), mul(t, 1 - alpha)),
      slots = centered
        ? deviation(g, kept("gradAvg", g), last("variance"), alpha)
        : ({ squareAvg: kept("squareAvg", square(g)) } as Record<string, Tensor>);
    const d = div(g, add(sqrt((slots["variance"] ?? slots["squareAvg"])!), eps));
    if (!momentum) return { value: sub(p, mul(d, lr)), slots };
    const b = add(mul(last("momentumBuffer"), momentum), d);
    return { value: sub(p, mul(b, lr)), slots: { ...slots, momentumBuffer: b } };
  }
}
/** The average of gradients, and their variance by what is left of a gradient beyond the new average: α of what is beyond the old one. */
function deviation(g: Tensor, gradAvg: Tensor, variance: Tensor, alpha: number): Record<string, Tensor> {
  return { gradAvg, variance: add(mul(variance, alpha), mul(square(sub(g, gradAvg)), alpha ? (1 - alpha) / alpha : 0)) };
}
const ALPHA = 0.99;
const EPS = 1e-8;
