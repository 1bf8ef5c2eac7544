/** Stochastic gradient descent. */
import { add, mul, neg, sub } from "@evenkeel/core";
import type { Kinds } from "@evenkeel/core/internal";
import type { Groups } from "./groups.js";
import { type Given, Optimizer, type Update } from "./optimizer.js";
import { fromZero } from "./ranges.js";

export interface SGDOptions {
  /** The step size. */
  readonly lr: number;
  /** 0 … 1: how much of the last direction is kept. */
  readonly momentum?: number;
  readonly dampening?: number;
  /** Adds weightDecay·p to the gradient. */
  readonly weightDecay?: number;
  readonly nesterov?: boolean;
  /** Climbs instead of descending. */
  readonly maximize?: boolean;
}
const KINDS: Kinds<SGDOptions> = {
  lr: "a number",
  momentum: "a number",
  dampening: "a number",
  weightDecay: "a number",
  nesterov: "true or false",
  maximize: "true or false",
};

/**
 * p ← p − lr·d, with d the gradient, or under momentum b ← μ·b + (1 − dampening)·gradient, d = b (Nesterov: gradient + μ·b).
 * Source: PyTorch `torch.optim.SGD`.
 */
export class SGD extends Optimizer<SGDOptions> {
  constructor(params: Groups<SGDOptions>, options: SGDOptions) {
    super("SGD", { momentumBuffer: false }, KINDS, params, options);
  }
  protected check({ lr, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false }: SGDOptions): void {
    fromZero("SGD", { lr, momentum, weightDecay });
    if (nesterov && (momentum <= 0 || dampening !== 0))
      throw new RangeError(`SGD: nesterov with momentum ${momentum} and dampening ${dampening}. It needs momentum and no dampening.`);
  }
  protected update({ p, grad, step, last, slots }: Given, options: SGDOptions): Update {
    const { lr, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false, maximize = false } = options;
    let d = maximize ? neg(grad) : grad;
    if (weightDecay) d = add(d, mul(p, weightDecay));
    if (!momentum) return { value: sub(p, mul(d, lr)) };
    const b = step > 1 && slots.has("momentumBuffer") ? add(mul(last("momentumBuffer"), momentum), mul(d, 1 - dampening)) : d;
    return { value: sub(p, mul(nesterov ? add(d, mul(b, momentum)) : b, lr)), slots: { momentumBuffer: b } };
  }
}
