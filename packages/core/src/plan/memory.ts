/**
 * Who holds which elements. Host data lives on the JS heap; its copy on a device, and what a run keeps there, is a cache within the
 * device's budget. A `Value` is a token: when the garbage collector takes it, what it held on the device is freed.
 */
import type { Storage } from "../kinds.js";
import type { DType, Stored } from "../dtype.js";
import type { Device } from "./device.js";
import type { Doubt } from "./doubt.js";

export interface Held {
  readonly dtype: DType;
  host: Stored | null;
  storage: Storage | null;
  device: Device | null;
  /** How many runs have read it from the host: from the second on its device copy is kept. */
  reads: number;
  /** Set when a state was updated twice since, or disposed of: what to say to whoever reads it. */
  gone: string | null;
  /** Whether it is a version of a state, which the update after the next takes away. */
  isState: boolean;
  /** Whether the run that computed it may yet turn out to have met a fault. */
  doubt: Doubt | null;
}

export class Value {
  constructor(readonly held: Held) {}
  /** The elements, where the heap has them. */
  get host(): Stored | null {
    return this.held.host;
  }
  /** Frees the device copy of what nobody can reach. */
  release(): void {
    this.held.device?.drop(this.held);
  }
  /** Moves it off the device, where only a budget bounds what nobody may hold any more, to the heap, where the collector works. */
  retire(): void {
    this.held.device?.evict(this.held);
  }
}

/** How often a state was updated or something was disposed of, and when it was the latter for the last time. */
export const clock = { now: 0, disposed: 0 };

const empty = (dtype: DType, host: Stored | null): Held => ({
  dtype,
  host,
  storage: null,
  device: null,
  reads: 0,
  gone: null,
  isState: false,
  doubt: null,
});

export const hostValue = (dtype: DType, host: Stored): Value => new Value(empty(dtype, host));

/** A value that a run left on a device, entered in its cache. */
export function deviceValue(device: Device, storage: Storage, dtype: DType): Value {
  const value = new Value(empty(dtype, null));
  cache(value, device, storage);
  return value;
}

/** Enters the device copy of a value into the cache. */
export function cache(value: Value, device: Device, storage: Storage): void {
  value.release();
  Object.assign(value.held, { device, storage });
  device.keep(value.held);
  registry.register(value, value.held, value.held);
}

/** A value in storage that somebody else owns and frees. */
export const borrowed = (device: Device, storage: Storage, dtype: DType): Value => new Value({ ...empty(dtype, null), device, storage });

const registry = /* @__PURE__ */ new FinalizationRegistry<Held>((held) => held.device?.drop(held));
/** Without a device copy there is nothing to free. A loop that never yields runs no finaliser, and the registry would keep the heap's copy alive. */
export const unwatch = (held: Held): void => void registry.unregister(held);
