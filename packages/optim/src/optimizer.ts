/**
 * What all optimizers are: groups of parameters with options of their own, what is remembered of each parameter, and steps that happen whole or not at all.
 * An optimizer says what one step makes of one parameter.
 */
import { arithmeticOf, assign, type Parameter, parameter, type Tensor, zeros } from "@evenkeel/core";
import { cast, type Kinds, optionsOf, within } from "@evenkeel/core/internal";
import { groupsOf, type Groups, listed, type ParamGroup } from "./groups.js";
import { checkDict, restored, snapshot, type StateDict } from "./stateDict.js";

/** What is remembered of a parameter between steps. */
export interface Memory {
  /** How many steps have changed it. */
  steps: number;
  readonly slots: Map<string, Parameter>;
}
/** What a step computes of one parameter. */
export interface Update {
  readonly value: Tensor;
  /** What is remembered, by name. */
  readonly slots?: Readonly<Record<string, Tensor>>;
}
/**
 * The parameter, its gradient, and what its last step left: `step` counts from 1, and at the first one everything is 0. All are of what the parameter's type
 * computes in: of float16 and bfloat16 only the parameter itself is rounded, once a step.
 */
export interface Given {
  readonly p: Tensor;
  readonly grad: Tensor;
  readonly step: number;
  readonly last: (name: string) => Tensor;
  /** What there is of that, by name. */
  readonly slots: ReadonlyMap<string, Parameter>;
}

/** Errors at construction: TypeError for what are no parameters, RangeError for options that no step can be taken with. */
export abstract class Optimizer<Options extends { readonly lr: number }> {
  readonly paramGroups: ParamGroup<Options>[];
  private readonly defaults: Partial<Options>;
  private readonly memories = new Map<Parameter, Memory>();

  constructor(
    private readonly name: string,
    /** What may be remembered of a parameter, and whether every step does. */
    private readonly slots: Readonly<Record<string, boolean>>,
    private readonly kinds: Kinds<Options>,
    params: Groups<Options>,
    options: Partial<Options> | undefined,
    defaults: Partial<Options> = {},
  ) {
    this.defaults = { ...defaults, ...optionsOf<Partial<Options>>(name, options, kinds) };
    this.paramGroups = groupsOf(name, params, this.defaults, kinds);
    this.paramGroups.forEach((group) => this.check(group));
  }
  /** Throws RangeError for options that are out of range. */
  protected abstract check(options: Options): void;
  /** What one step makes of a parameter; recorded without gradients and as it is written. */
  protected abstract update(given: Given, options: Options): Update;

  private checked(group: Options): void {
    optionsOf<object>(this.name, group, { ...this.kinds, params: "" });
    this.check(group);
  }
  /** The step size of the first group. Set, it is that of all groups. */
  get lr(): number {
    return this.paramGroups[0]!.lr;
  }
  set lr(lr: number) {
    for (const group of this.paramGroups) {
      this.checked({ ...group, lr });
      group.lr = lr;
    }
  }
  /** Another group, whose options are the optimizer's where it states none. */
  addParamGroup(group: { readonly params: readonly Parameter[] } & Partial<Options>): void {
    const [added] = groupsOf(this.name, [group], this.defaults, this.kinds) as [ParamGroup<Options>];
    this.check(added);
    listed(this.name, [...this.paramGroups, added]);
    this.paramGroups.push(added);
  }
  /** Updates every parameter that has a gradient, in one run: all of them, or none. */
  step(): void {
    const updates: [Parameter, Tensor][] = [],
      stepped: Memory[] = [];
    within(this.name, { grad: false, cut: true, stabilise: "off" }, () => {
      for (const group of this.paramGroups)
        for (const p of group.params)
          if (p.gradient) {
            const memory = this.memories.get(p) ?? { steps: 0, slots: new Map<string, Parameter>() };
            this.memories.set(p, memory);
            stepped.push(memory);
            this.record(p, p.gradient, memory, group, updates);
          }
    });
    if (updates.length) assign(updates);
    for (const memory of stepped) memory.steps++;
  }
  private record(p: Parameter, grad: Tensor, memory: Memory, options: Options, updates: [Parameter, Tensor][]): void {
    const { slots, steps } = memory,
      dtype = arithmeticOf(p.dtype),
      slot = (name: string): Parameter => {
        // One that a failed first step has left is still 0.
        if (!slots.has(name)) slots.set(name, parameter(zeros(p.shape, { dtype }), { name: `${name} of ${p.name}`, requiresGrad: false }));
        return slots.get(name)!;
      };
    const { value, slots: remembered = {} } = this.update(
      { p: cast(p.current, dtype), grad: cast(grad, dtype), step: steps + 1, last: slot, slots },
      options,
    );
    for (const [name, t] of Object.entries(remembered)) updates.push([slot(name), t]);
    updates.push([p, cast(value, p.dtype)]);
  }
  /** Forgets the gradients. */
  zeroGrad(): void {
    for (const { params } of this.paramGroups) for (const p of params) p.zeroGrad();
  }
  /** What is remembered, and the options, as they are now: steps that follow change nothing in it. */
  stateDict(): StateDict<Options> {
    return snapshot(this.paramGroups, this.memories);
  }
  /**
   * Goes on from a `stateDict()`. Throws TypeError for what is none, RangeError where it is of other parameters or of no step that there was; then nothing
   * has changed.
   */
  loadStateDict(dict: StateDict<Options>): void {
    checkDict(this.name, dict);
    dict.paramGroups.forEach((group) => this.checked(group));
    const memories = restored(this.name, this.slots, this.paramGroups, dict);
    this.memories.clear();
    for (const [p, memory] of memories) this.memories.set(p, memory);
    dict.paramGroups.forEach((options, i) => Object.assign(this.paramGroups[i]!, options, { params: this.paramGroups[i]!.params }));
  }
}
