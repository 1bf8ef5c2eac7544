/** A device: a backend with a budget, and the cache of what is kept on it, least recently used first. */
import { type Backend, type Fault, refusalError } from "../backend.js";
import type { GatherRequest, Request, Storage } from "../kinds.js";
import { arrayOf, bytesIn, type DType, type Stored } from "../dtype.js";
import { kindOf } from "../tensor/given.js";
import { optionsOf } from "../tensor/options.js";
import { cache, type Held, unwatch, type Value } from "./memory.js";
import type { Known } from "../stability/recipes.js";
import type { Tensor } from "../tensor/tensor.js";
import { LRU } from "./lru.js";
import type { Plan } from "./plan.js";

const PLANS = 256;
const RECIPES = 128;
const BUDGET = 2 ** 29;

/** Bytes on a device, by who holds them. */
export interface Memory {
  /** The buffers of parameters and optimizers, two each from the second update on. */
  readonly state: number;
  /** Values within the budget: what runs kept, and copies of what the heap has too. */
  readonly cached: number;
  /** Of these, the copies: nothing is lost with them. */
  readonly copies: number;
  /** By anybody; during a run also its scratch. */
  readonly used: number;
  /** Taken from the system. */
  readonly reserved: number;
}

/** How many devices of a name there are. */
const named = new Map<string, number>();

export class Device {
  /** The backend's name; from the second of that name on with a number: cpu, cpu:1, … */
  readonly name: string;
  readonly plans = new LRU<Plan, number>(PLANS);
  /** By the structures of graphs, how they are restated. */
  readonly restated = new LRU<Known, number>(RECIPES);
  private readonly kept = new Set<Held>();
  private bytes = 0;
  /** Bytes of the buffers of parameters. */
  state = 0;
  /** What the budget, or a gradient that was forgotten, has sent to the heap so far. */
  readonly evicted = { values: 0, bytes: 0 };
  constructor(
    readonly backend: Backend,
    /** Bytes that cached values may take. */
    public budget = BUDGET,
  ) {
    const n = named.get(backend.name) ?? 0;
    named.set(backend.name, n + 1);
    this.name = n ? `${backend.name}:${n}` : backend.name;
  }

  /** Refuses a type that the backend has not. */
  mustHave(name: string, dtype: DType): void {
    if (this.backend.manifest.dtypes?.includes(dtype) === false)
      throw new TypeError(`${name}: there is no ${dtype} on ${this.name}. Use float32, or a device that has it, as cpu().`);
  }

  /** Enters a value into the cache. */
  keep(held: Held): void {
    this.kept.add(held);
    this.bytes += held.storage!.bytes;
  }
  /** Moves values to the heap, least recently used first, until the budget holds: after a run, when nothing is in use. */
  trim(): void {
    if (this.bytes <= this.budget) return;
    for (const old of this.kept) {
      if (this.bytes <= this.budget) break;
      this.evict(old);
    }
  }
  /** Moves a value to the heap, where the backend can be read at once. */
  evict(held: Held): void {
    if (!this.kept.has(held) || !(held.host || this.backend.readSync)) return;
    if (!held.host) {
      held.host = arrayOf(held.dtype, held.storage!.bytes / bytesIn(held.dtype));
      this.backend.readSync!(held.storage!, held.host);
      this.evicted.values++;
      this.evicted.bytes += held.host.byteLength;
    }
    this.drop(held);
  }
  /** Of what was used before half the budget was taken the order does not matter. */
  touch(held: Held): void {
    if (2 * this.bytes > this.budget && this.kept.delete(held)) this.kept.add(held);
  }
  /** Frees the device copy. */
  drop(held: Held): void {
    if (!this.kept.delete(held)) return;
    this.bytes -= held.storage!.bytes;
    this.backend.free(held.storage!);
    held.storage = null;
    unwatch(held);
  }
  /** Runs one kernel of a node. A backend that works later tells of its fault later: the answer is null, or what is wrong then. */
  run(request: Request, node: Tensor): Promise<Error | null> | null {
    const fault = this.backend.run(request);
    if (fault instanceof Promise) return fault.then((found) => (found ? errorOf(found, request, node) : null));
    if (fault) throw errorOf(fault, request, node);
    return null;
  }
  reserveState(bytes: number): Storage {
    const storage = this.backend.reserve(bytes);
    this.state += storage.bytes;
    return storage;
  }
  freeState(storage: Storage): void {
    this.state -= storage.bytes;
    this.backend.free(storage);
  }
  /** Storage that has a value's elements. Host data is copied: for this run, as `scratch`, and from the second run that reads it on to stay. */
  holding(value: Value, scratch: Storage[]): Storage {
    const { held } = value;
    if (held.gone) throw new RangeError(held.gone);
    if (held.storage && held.device === this) {
      this.touch(held);
      return held.storage;
    }
    // Of what lives nowhere, another device may hold what it computed.
    if (!held.host) held.device!.evict(held);
    if (!held.host)
      throw new TypeError(`run: a value is on ${held.device!.name}, which cannot be read at once, and the run is on ${this.name}. Read it first.`);
    const s = this.upload(held.host);
    if (held.reads++ === 0) scratch.push(s);
    else cache(value, this, s);
    return s;
  }
  upload(host: Stored): Storage {
    const storage = this.backend.reserve(Math.max(host.byteLength, 1));
    this.backend.write(storage, host);
    return storage;
  }
  memory(): Memory {
    let copies = 0;
    for (const held of this.kept) if (held.host) copies += held.storage!.bytes;
    return { state: this.state, cached: this.bytes, copies, ...this.backend.usage() };
  }
}

function errorOf(fault: Fault, request: Request, { op, dtype }: Tensor): Error {
  if ("memory" in fault || "refused" in fault) return refusalError(op.name, fault);
  if ("overflow" in fault) return new RangeError(`${op.name}: the result is beyond ${dtype}. Convert the operand first, with to(x, "float64").`);
  if (op.refusal) return new RangeError(`${op.name}: ${op.refusal(fault.index)}`);
  const { size = 0, wrap = false } = request as Partial<GatherRequest>;
  return new RangeError(
    `${op.name}: index ${fault.index} is out of range for a dimension of ${size}. ${size ? `Use ${wrap ? -size : 0} … ${size - 1}.` : "It has no elements."}`,
  );
}

/** The default device. @internal */
export let chosen: Device | null = null;
const devices = new WeakMap<Backend, Device>();

/** A backend is one device, also when it is chosen again. @internal */
export function deviceOf(name: string, backend: Backend): Device {
  if (typeof (backend as Backend | null)?.run !== "function")
    throw new TypeError(`${name}: ${kindOf(backend)} is no device. Pass a backend such as cpu(); await a promise of one.`);
  let d = devices.get(backend);
  if (!d) devices.set(backend, (d = new Device(backend)));
  return d;
}

/**
 * Makes a backend the device of what is recorded from here on, unless an operand lives on another. What was recorded before stays where it is.
 * `budget`: how many bytes values may take there before the least recently used go to the heap; it is remembered when the device is chosen again.
 */
export function setDefaultDevice(backend: Backend, options?: { readonly budget?: number }): void {
  const { budget } = optionsOf("setDefaultDevice", options, { budget: "a number" });
  chosen = deviceOf("setDefaultDevice", backend);
  if (budget) chosen.budget = budget;
}
/** @internal */
export function device(): Device {
  if (!chosen) throw new TypeError("run: no device is set. Install @evenkeel/cpu and call setDefaultDevice(cpu()), or import from evenkeel.");
  return chosen;
}

const ofOrDefault = (name: string, backend?: Backend): Device => (backend ? deviceOf(name, backend) : device());

/** Who holds how many bytes on a device, by default the default device. What the user gave and what was evicted is on the JS heap. */
export const memory = (backend?: Backend): Memory => ofOrDefault("memory", backend).memory();

export interface Stats {
  readonly plans: { readonly built: number; readonly cached: number };
  readonly kernels: { readonly built: number; readonly cached: number };
  /** What was moved to the heap, because of the budget or because it was a gradient that somebody had seen. */
  readonly evicted: { readonly values: number; readonly bytes: number };
  /** Reads of what a device of its own has computed: as many as somebody has asked for, for nothing is computed elsewhere. */
  readonly readbacks: { readonly count: number; readonly bytes: number };
}
const NO_READS = { count: 0, bytes: 0 };
/** Counts since the device was first chosen; by default of the default device. */
export function stats(backend?: Backend): Stats {
  const d = ofOrDefault("stats", backend);
  return {
    plans: { built: d.plans.added, cached: d.plans.size },
    kernels: d.backend.kernels(),
    evicted: { ...d.evicted },
    readbacks: d.backend.readbacks?.() ?? NO_READS,
  };
}
