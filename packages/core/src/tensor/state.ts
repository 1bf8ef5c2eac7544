/**
 * State: parameters and the buffers of optimizers, the only tensors that change. An update writes the other of two buffers and then
 * swaps, so that what was recorded before the last update stays readable until the next one, and a failed run has changed nothing. An update that
 * a graph carries (`plan/carried.ts`) is the value of a node, until it is there.
 */
import type { Storage } from "../kinds.js";
import { op } from "../ops/op.js";
import { type Device, device } from "../plan/device.js";
import { borrowed, hostValue, type Value } from "../plan/memory.js";
import { isFloating } from "../dtype.js";
import { contiguously } from "../ops/contiguous.js";
import { isAtHand, run, storedSync } from "../plan/run.js";
import { isNumber, of, type Operand, typed } from "./create.js";
import { asArray } from "./given.js";
import { optionsOf } from "./options.js";
import { computeHeld, outdate } from "./past.js";
import { sameShape, show } from "./shape.js";
import { bytesOf, leaf, Tensor } from "./tensor.js";

const stateOp = /* @__PURE__ */ op("state", "none");

interface Buffers {
  device: Device | null;
  storage: (Storage | null)[];
}
const registry = /* @__PURE__ */ new FinalizationRegistry<Buffers>(({ device, storage }) => storage.forEach((s) => s && device!.freeState(s)));

export class Parameter extends Tensor {
  private now: Tensor;
  private before: Tensor | null = null;
  /** What the value and the one before were computed as, if a graph carried them and somebody has that. */
  private made: readonly (WeakRef<Tensor> | undefined)[] = [];
  private readonly buffers: Buffers = { device: null, storage: [null, null] };
  /** What it is while an update is carried by a graph: the node, or null once that has been run, if it is to be there `now`. @internal */
  next: ((now: boolean) => Tensor | null) | null = null;
  /** How many updates it has seen. */
  updates = 0;

  /** @internal */
  constructor(
    initial: Tensor,
    readonly name: string,
    requiresGrad: boolean,
  ) {
    super(stateOp, [], initial.shape, initial.dtype, null, 0, null, requiresGrad, "on");
    this.place = initial.place;
    this.now = this.version(initial.value!);
    registry.register(this, this.buffers);
  }
  override get current(): Tensor {
    return this.next?.(this.requiresGrad) ?? this.now;
  }
  /** Replaces the value by that of a tensor of the same shape, in one run. */
  assign(value: Operand): void {
    assign([[this, value]]);
  }
  private version(value: Value): Tensor {
    const t = leaf(stateOp, this.shape, this.dtype, this.requiresGrad);
    value.held.isState = true;
    t.value = value;
    t.changes = true;
    t.place = this.place;
    owners.set(t, this);
    return t;
  }
  /** The version that is there. @internal */
  get latest(): Tensor {
    return this.now;
  }
  /** What the next update takes away: a version, and what it was computed as. @internal */
  get past(): readonly (Tensor | null | undefined)[] {
    return [this.before, this.made[1]?.deref()];
  }
  /** The buffer that the next update writes. @internal */
  spare(d: Device): Storage {
    const { device: other, storage } = this.buffers;
    // Before the first update there may be a buffer on another device, of one that failed there.
    if (other !== d) storage.forEach((s, i) => s && (other!.freeState(s), (storage[i] = null)));
    this.buffers.device = d;
    return (storage[this.updates % 2] ??= d.reserveState(bytesOf(this)));
  }
  /** Whether what the spare buffer still holds may be read: not by the run that overwrites it. @internal */
  closeBefore(closed: boolean): void {
    if (this.before)
      this.before.value!.held.gone = closed
        ? `read: ${this.name} was updated twice since this was recorded (updates ${this.updates} and ${this.updates + 1}). Record it again.`
        : null;
  }
  /** Makes what the spare buffer holds the value, or what a run has kept. @internal */
  swap(d: Device | null, value: Value = borrowed(d!, this.spare(d!), this.dtype), node?: Tensor): void {
    this.before?.value!.release(); // what no buffer holds: the first value's device copy, or what a run has kept
    outdate((this.before = this.now));
    const now = this.made[0]?.deref();
    if (now) outdate(now);
    this.made = [node && new WeakRef(node), this.made[0]];
    this.updates++;
    this.place = d;
    this.now = this.version(value);
  }
}
const owners = new WeakMap<Tensor, Parameter>();
/** Whose gradient a leaf's gradient is: the parameter's for one of its versions, else the leaf's own. @internal */
export const ownerOf = (t: Tensor): Tensor => owners.get(t) ?? t;

let parameters = 0;
/**
 * A tensor that can be trained: it keeps a copy of `value`, requires a gradient unless told otherwise, and changes by `assign`. It lives where `value`
 * does; of data of the heap, where its first update is computed.
 */
export function parameter(value: Operand, options?: { readonly name?: string; readonly requiresGrad?: boolean }): Parameter {
  const t = of("parameter", value);
  const { requiresGrad = true, name = `parameter ${++parameters}` } = optionsOf("parameter", options, {
    name: "a string",
    requiresGrad: "true or false",
  });
  if (requiresGrad && !isFloating(t.dtype))
    throw new TypeError(`parameter: the value is ${t.dtype}, which has no gradient. Pass floating values, or { requiresGrad: false }.`);
  const own = leaf(stateOp, t.shape, t.dtype, false);
  own.value = initialOf(t);
  own.place = t.place;
  return new Parameter(own, name, requiresGrad);
}

/** A copy of a value: on the heap, or where a device cannot answer at once, there. */
function initialOf(t: Tensor): Value {
  if (isAtHand(t) || (t.place ?? device()).backend.readSync) return hostValue(t.dtype, storedSync(t));
  const copy = contiguously(t, 1);
  run([copy]);
  return copy.value!;
}

/** Several updates in one run: all of them happen, or none. */
export function assign(updates: readonly (readonly [Parameter, Operand])[]): void {
  const values = asArray("assign", "pairs of parameter and value", updates).map((pair) => {
    const [p, x] = asArray("assign", "a parameter and its value", pair) as typeof pair;
    const target: unknown = p;
    if (!(target instanceof Parameter))
      throw new TypeError(
        `assign: ${target instanceof Tensor ? "a tensor that is no parameter" : String(target)} is to be updated. Only what parameter() makes changes.`,
      );
    p.next?.(true);
    const t = of("assign", x);
    if (!sameShape(t.shape, p.shape))
      throw new RangeError(`assign: ${p.name} is ${show(p.shape)} and the value is ${show(t.shape)}. Give it the same shape.`);
    if (t.dtype !== p.dtype && !isNumber(t))
      throw new TypeError(`assign: the value is ${t.dtype} and ${p.name} is ${p.dtype}. Convert it with to(value, "${p.dtype}").`);
    return typed("assign", t, p.dtype);
  });
  const twice = updates.find(([p], i) => updates.some(([q], k) => k < i && q === p));
  if (twice) throw new RangeError(`assign: ${twice[0].name} is updated twice in one run. Give each parameter once.`);
  const on = updates.map(([p], i) => {
    const { place } = values[i]!;
    if (p.place && place && p.place !== place)
      throw new TypeError(`assign: ${p.name} lives on ${p.place.name} and the value on ${place.name}. Move it with .to(device).`);
    return p.place ?? place ?? device();
  });
  computeHeld(updates.flatMap(([p]) => p.past));
  const spares = updates.map(([p], i) => p.spare(on[i]!));
  updates.forEach(([p]) => p.closeBefore(true));
  let written = false,
    doubts: ReturnType<typeof run>;
  try {
    doubts = run(values, spares, () => (written = true), on);
  } catch (e) {
    // After the first write the spare buffers no longer hold what was there before the last update.
    if (!written) updates.forEach(([p]) => p.closeBefore(false));
    throw e;
  }
  updates.forEach(([p], i) => {
    p.swap(on[i]!);
    p.current.value!.held.doubt = doubts[i]!;
  });
}
