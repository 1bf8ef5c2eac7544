/** Adam, and Adam with decoupled weight decay. */
import { add, div, maximum, mul, neg, sqrt, square, sub, type Tensor } from "@evenkeel/core";
import { type Kinds, asArray } from "@evenkeel/core/internal";
import type { Groups } from "./groups.js";
import { type Given, Optimizer, type Update } from "./optimizer.js";
import { belowOne, fromZero } from "./ranges.js";

export interface AdamOptions {
  /** The step size; by default 0.001. */
  readonly lr: number;
  /** 0 … 1: how much of the averages of gradients and of their squares is kept. By default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the root of the average square; by default 1e-8. */
  readonly eps?: number;
  readonly weightDecay?: number;
  /** Divides by the greatest average square so far. */
  readonly amsgrad?: boolean;
  /** Climbs instead of descending. */
  readonly maximize?: boolean;
}
const KINDS: Kinds<AdamOptions> = {
  lr: "a number",
  betas: "",
  eps: "a number",
  weightDecay: "a number",
  amsgrad: "true or false",
  maximize: "true or false",
};

/** The averages and the step of Adam from a gradient; `p` is what is stepped from. */
function adam({ step, last }: Given, p: Tensor, grad: Tensor, { lr, betas = BETAS, eps = EPS, amsgrad = false }: AdamOptions): Update {
  const [first, second] = betas,
    average = add(mul(last("expAvg"), first), mul(grad, 1 - first)),
    squares = add(mul(last("expAvgSq"), second), mul(square(grad), 1 - second)),
    greatest = amsgrad ? maximum(last("maxExpAvgSq"), squares) : squares;
  const root = div(sqrt(greatest), Math.sqrt(1 - power(second, step))),
    value = sub(p, mul(div(average, add(root, eps)), lr / (1 - power(first, step))));
  return { value, slots: { expAvg: average, expAvgSq: squares, ...(amsgrad ? { maxExpAvgSq: greatest } : {}) } };
}
/** xⁿ by multiplications, which are the same on every machine. */
function power(x: number, n: number): number {
  let y = 1;
  for (let square = x; n > 0; n = Math.floor(n / 2), square *= square) if (n % 2) y *= square;
  return y;
}
const BETAS = [0.9, 0.999] as const;
const EPS = 1e-8;
const SLOTS = { expAvg: true, expAvgSq: true, maxExpAvgSq: false } as const;

function check(name: string, { lr, betas = BETAS, eps = EPS, weightDecay = 0 }: AdamOptions): void {
  fromZero(name, { lr, eps, weightDecay });
  const [first, second] = asArray(name, "two numbers", betas) as typeof betas;
  belowOne(name, { "betas[0]": first, "betas[1]": second });
}

/**
 * m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², p ← p − lr·m̂ / (√v̂ + ε), with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ). Weight decay adds
 * weightDecay·p to the gradient.
 * Source: PyTorch `torch.optim.Adam`; Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization".
 */
export class Adam extends Optimizer<AdamOptions> {
  constructor(params: Groups<AdamOptions>, options?: Partial<AdamOptions>) {
    super("Adam", SLOTS, KINDS, params, options, { lr: 1e-3 });
  }
  protected check(options: AdamOptions): void {
    check("Adam", options);
  }
  protected update(given: Given, options: AdamOptions): Update {
    const { p, grad } = given,
      { weightDecay = 0, maximize = false } = options;
    const d = maximize ? neg(grad) : grad;
    return adam(given, p, weightDecay ? add(d, mul(p, weightDecay)) : d, options);
  }
}

/**
 * Adam in which weight decay shrinks the parameter itself, p ← p − lr·weightDecay·p, and is no part of the gradient; by default 0.01.
 * Source: PyTorch `torch.optim.AdamW`; Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization".
 */
export class AdamW extends Optimizer<AdamOptions> {
  constructor(params: Groups<AdamOptions>, options?: Partial<AdamOptions>) {
    super("AdamW", SLOTS, KINDS, params, options, { lr: 1e-3, weightDecay: 0.01 });
  }
  protected check(options: AdamOptions): void {
    check("AdamW", options);
  }
  protected update(given: Given, options: AdamOptions): Update {
    const { p, grad } = given,
      { lr, weightDecay = 0.01, maximize = false } = options;
    return adam(given, weightDecay ? mul(p, 1 - lr * weightDecay) : p, maximize ? neg(grad) : grad, options);
  }
}
