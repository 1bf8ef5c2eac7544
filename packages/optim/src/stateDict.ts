/** What optimizers remember, as snapshots: taken at once, changed by no later step, and given back all or not at all. */
import { arithmeticOf, clone, parameter, type Parameter, Tensor, tensor } from "@evenkeel/core";
import { cast, isFloating, isPlain, kindOf, show } from "@evenkeel/core/internal";
import type { ParamGroup } from "./groups.js";
import type { Memory } from "./optimizer.js";

/** The shape of PyTorch's `state_dict()`: parameters go by their place in the list of all groups. */
export interface StateDict<Options> {
  readonly state: Readonly<Record<number, Remembered>>;
  readonly paramGroups: readonly (Options & { readonly params: readonly number[] })[];
}
/** Of one parameter: `step`, how many steps have changed it, and tensors of its shape, by name. */
export type Remembered = Readonly<Record<string, Tensor>>;

export function snapshot<Options>(groups: readonly ParamGroup<Options>[], memories: ReadonlyMap<Parameter, Memory>): StateDict<Options> {
  const places = new Map(groups.flatMap((group) => group.params).map((p, i) => [p, i])),
    state: Record<number, Remembered> = {};
  // Without a step, the first one is still to come or has failed.
  for (const [p, { steps, slots }] of memories)
    if (steps)
      state[places.get(p)!] = {
        step: tensor(Int32Array.of(steps), { shape: [] }),
        ...Object.fromEntries([...slots].map(([name, buffer]) => [name, clone(buffer)])),
      };
  return { state, paramGroups: groups.map((group) => ({ ...(group as Options), params: group.params.map((p) => places.get(p)!) })) };
}

/** Throws TypeError for what is no state at all. */
export function checkDict(name: string, dict: StateDict<unknown>): void {
  const refuse = (what: string): never => {
    throw new TypeError(`${name}: ${what}. Pass what stateDict() gave, with its tensors.`);
  };
  if (!isPlain(dict)) refuse(`the state is ${kindOf(dict)}`);
  for (const key of ["state", "paramGroups"] as const) if (!dict[key]) refuse(`the state has no ${key}`);
  if (!isPlain(dict.state) && !Array.isArray(dict.state)) refuse(`its state is ${kindOf(dict.state)}`);
  if (!Array.isArray(dict.paramGroups)) refuse(`paramGroups is ${kindOf(dict.paramGroups)}`);
  for (const group of dict.paramGroups) if (!Array.isArray((group as { params?: unknown } | null)?.params)) refuse("a group lists no params");
  for (const [place, remembered] of Object.entries(dict.state)) {
    if (!isPlain(remembered)) refuse(`the state of parameter ${place} is ${kindOf(remembered)}`);
    for (const [slot, t] of Object.entries(remembered)) if (!(t instanceof Tensor)) refuse(`${slot} of parameter ${place} is ${kindOf(t)}`);
  }
}

/** Checks everything; what is given back is new, so nothing has changed if it throws. */
export function restored<Options>(
  name: string,
  named: Readonly<Record<string, boolean>>,
  groups: readonly ParamGroup<Options>[],
  { state, paramGroups }: StateDict<Options>,
): Map<Parameter, Memory> {
  const [there, here] = [paramGroups, groups].map((all) => all.map((group) => group.params.length).join(" + "));
  if (there !== here)
    throw new RangeError(
      `${name}: the state is of ${there} parameters, and there are ${here}. Load it into an optimizer of as many, in as many groups.`,
    );
  const found = new Map<Parameter, Memory>(),
    params = groups.flatMap((group) => group.params),
    stray = Object.keys(state).find((place) => !Object.hasOwn(params, place));
  if (stray !== undefined) throw new RangeError(`${name}: the state has parameter ${stray}, and there are ${params.length}. Load that of as many.`);
  params.forEach((p, i) => {
    const remembered = state[i];
    if (!remembered) return;
    const { step, ...tensors } = remembered,
      slots = new Map<string, Parameter>();
    for (const [slot, value] of Object.entries(tensors)) {
      if (!Object.hasOwn(named, slot))
        throw new RangeError(`${name}: the state has ${slot}, and there is ${Object.keys(named).join(", ")}. Load the state of another ${name}.`);
      if (!isFloating(value.dtype)) throw new TypeError(`${name}: ${slot} of ${p.name} is ${value.dtype}. Give a floating type.`);
      if (value.shape.join() !== p.shape.join())
        throw new RangeError(
          `${name}: ${slot} of ${p.name} is ${show(value.shape)}, and ${p.name} is ${show(p.shape)}. Keep the order of the parameters.`,
        );
      slots.set(slot, parameter(cast(beside(p, value).current, arithmeticOf(p.dtype)), { name: `${slot} of ${p.name}`, requiresGrad: false }));
    }
    const needed = Object.keys(named).filter((slot) => named[slot]),
      missing = needed.length && !step ? "step" : needed.find((slot) => !slots.has(slot));
    if (missing) throw new RangeError(`${name}: the state of ${p.name} has no ${missing}. Load the state of another ${name}.`);
    // PyTorch's SGD counts no steps: what has a buffer has had one.
    const steps = step ? (step.size === 1 ? step.item() : NaN) : 1;
    if (!(Number.isSafeInteger(steps) && steps >= 0)) throw new RangeError(`${name}: step of ${p.name} is ${steps}. Give one whole number from 0.`);
    found.set(p, { steps, slots });
  });
  return found;
}

/** A value where a parameter lives, whose updates are computed of both. */
const beside = ({ place }: Parameter, t: Tensor): Tensor =>
  place && place !== t.place ? tensor(t.dataSync(), { shape: t.shape, dtype: t.dtype, device: place.backend }) : t;
