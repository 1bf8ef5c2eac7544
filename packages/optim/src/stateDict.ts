/** What optimizers remember, as snapshots: taken at once, changed by no later step, and given back all or not at all. */
import { assign, clone, parameter, type Parameter, type Tensor, tensor } from "@evenkeel/core";

/** The shape of PyTorch's `state_dict()`: parameters go by their place in the list that the optimizer was given. */
export interface StateDict<Options> {
  readonly state: Readonly<Record<number, Readonly<Record<string, Tensor>>>>;
  readonly paramGroups: readonly [Options & { readonly params: readonly number[] }];
}

/** The buffers of an optimizer, by name. */
export type Slots = Readonly<Record<string, Map<Parameter, Parameter>>>;

export function snapshot(params: readonly Parameter[], slots: Slots): Record<number, Record<string, Tensor>> {
  const state: Record<number, Record<string, Tensor>> = {};
  params.forEach((p, i) => {
    for (const [name, buffers] of Object.entries(slots)) {
      const buffer = buffers.get(p);
      // Not yet updated: its first step is still to come, or has failed.
      if (buffer?.updates) (state[i] ??= {})[name] = clone(buffer);
    }
  });
  return state;
}

/** Checks everything, and then makes the buffers what they were. */
export function restore<Options>(op: string, params: readonly Parameter[], slots: Slots, { state, paramGroups }: StateDict<Options>): void {
  const count = paramGroups[0].params.length;
  if (count !== params.length)
    throw new RangeError(`${op}: the state is of ${count} parameters, and there are ${params.length}. Load it into an optimizer of as many.`);
  const found: [Map<Parameter, Parameter>, string, Parameter, Tensor][] = [];
  params.forEach((p, i) => {
    for (const [name, value] of Object.entries(state[i] ?? {})) {
      const buffers = slots[name];
      if (!buffers)
        throw new RangeError(`${op}: the state has ${name}, and there is ${Object.keys(slots).join(", ")}. Load the state of another ${op}.`);
      if (value.shape.join() !== p.shape.join())
        throw new RangeError(
          `${op}: ${name} of ${p.name} is [${value.shape.join(", ")}], and ${p.name} is [${p.shape.join(", ")}]. Keep the order of the parameters.`,
        );
      found.push([buffers, name, p, beside(p, value)]);
    }
  });
  const made = found.map(([buffers, name, p, value]) => buffers.get(p) ?? parameter(value, { name: nameOf(name, p), requiresGrad: false }));
  assign(found.map(([, , , value], k) => [made[k]!, value]));
  for (const buffers of Object.values(slots)) buffers.clear();
  found.forEach(([buffers, , p], k) => buffers.set(p, made[k]!));
}

/** A value where a parameter lives, whose updates are computed of both. */
const beside = ({ place }: Parameter, t: Tensor): Tensor =>
  place && place !== t.place ? tensor(t.dataSync(), { shape: t.shape, dtype: t.dtype, device: place.backend }) : t;

export const nameOf = (name: string, p: Parameter): string => `${name} of ${p.name}`;
