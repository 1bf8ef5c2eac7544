/** Stochastic gradient descent. */
import { add, assign, mul, neg, parameter, sub, type Tensor, zeros } from "@evenkeel/core";
import { asArray, Parameter, within } from "@evenkeel/core/internal";

import { nameOf, restore, snapshot, type StateDict } from "./stateDict.js";

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

/**
 * p ← p − lr·d, with d the gradient, or under momentum b ← μ·b + (1 − dampening)·gradient, d = b (Nesterov: gradient + μ·b).
 * Source: PyTorch `torch.optim.SGD`.
 */
export class SGD {
  /** May be changed between steps. */
  lr: number;
  private readonly momenta = new Map<Parameter, Parameter>();

  constructor(
    readonly params: readonly Parameter[],
    public options: SGDOptions,
  ) {
    const other = asArray("SGD", "parameters", params).findIndex((p) => !(p instanceof Parameter));
    if (other >= 0) throw new TypeError(`SGD: parameter ${other} is none. Make it with parameter(value).`);
    if (!params.length) throw new RangeError("SGD: there are no parameters. Pass at least one.");
    if (new Set(params).size < params.length) throw new RangeError("SGD: a parameter is listed twice. List each once.");
    check(options);
    this.lr = options.lr;
  }

  /** Updates every parameter that has a gradient, in one run: all of them, or none. */
  step(): void {
    const updates: [Parameter, Tensor][] = [];
    within("SGD", { grad: false, cut: true, stabilise: "off" }, () => this.params.forEach((p) => p.gradient && this.update(p, p.gradient, updates)));
    if (updates.length) assign(updates);
  }
  /** Forgets the gradients. */
  zeroGrad(): void {
    for (const p of this.params) p.zeroGrad();
  }
  /** The momenta and the options, as they are now: steps that follow change nothing in it. */
  stateDict(): StateDict<SGDOptions> {
    const params = this.params.map((_, i) => i);
    return { state: snapshot(this.params, { momentumBuffer: this.momenta }), paramGroups: [{ ...this.options, lr: this.lr, params }] };
  }
  /** Goes on from a `stateDict()`. Throws RangeError, and changes nothing, where it is of other parameters. */
  loadStateDict(dict: StateDict<SGDOptions>): void {
    const { params: _, ...options } = dict.paramGroups[0];
    check(options);
    restore("SGD", this.params, { momentumBuffer: this.momenta }, dict);
    this.options = options;
    this.lr = options.lr;
  }
  private update(p: Parameter, grad: Tensor, updates: [Parameter, Tensor][]): void {
    const { momentum = 0, dampening = 0, weightDecay = 0, nesterov = false, maximize = false } = this.options;
    let d = maximize ? neg(grad) : grad;
    if (weightDecay) d = add(d, mul(p, weightDecay));
    if (momentum) {
      const old = this.momenta.get(p) ?? parameter(zeros(p.shape, { dtype: p.dtype }), { name: nameOf("momentumBuffer", p), requiresGrad: false }),
        // After a first step that failed, the next one is the first.
        b = old.updates ? add(mul(old, momentum), mul(d, 1 - dampening)) : d;
      this.momenta.set(p, old);
      updates.push([old, b]);
      d = nesterov ? add(d, mul(b, momentum)) : b;
    }
    updates.push([p, sub(p, mul(d, this.lr))]);
  }
}

function check({ lr, momentum = 0, dampening = 0, nesterov = false }: SGDOptions): void {
  if (!(lr >= 0)) throw new RangeError(`SGD: lr is ${lr}. Use a number from 0.`);
  if (nesterov && (momentum <= 0 || dampening !== 0))
    throw new RangeError(`SGD: nesterov with momentum ${momentum} and dampening ${dampening}. It needs momentum and no dampening.`);
}
