/** A device: a backend with a budget, and the cache of what is kept on it, least recently used first. */
import type { Backend } from "../backend.js";
import type { Storage } from "../kinds.js";
import { arrayOf, bytesIn, type Stored } from "../dtype.js";
import type { Held } from "./memory.js";
import { LRU } from "./lru.js";
import type { Plan } from "./plan.js";

const PLANS = 256;
const BUDGET = 2 ** 29;

export class Device {
  readonly plans = new LRU<Plan>(PLANS);
  private readonly kept = new Set<Held>();
  private bytes = 0;
  constructor(
    readonly backend: Backend,
    /** Bytes that cached values may take. */
    public budget = BUDGET,
  ) {}

  /** Enters a value into the cache. */
  keep(held: Held): void {
    this.kept.add(held);
    this.bytes += held.storage!.bytes;
  }
  /** Moves values to the heap, least recently used first, until the budget holds: after a run, when nothing is in use. */
  trim(): void {
    for (const old of this.kept) {
      if (this.bytes <= this.budget) break;
      if (this.toHost(old)) this.drop(old);
    }
  }
  touch(held: Held): void {
    if (this.kept.delete(held)) this.kept.add(held);
  }
  /** Frees the device copy. */
  drop(held: Held): void {
    if (!this.kept.delete(held)) return;
    this.bytes -= held.storage!.bytes;
    this.backend.free(held.storage!);
    held.storage = null;
  }
  upload(host: Stored): Storage {
    const storage = this.backend.reserve(Math.max(host.byteLength, 1));
    this.backend.write(storage, host);
    return storage;
  }
  /** Whether the heap has it now. */
  private toHost(held: Held): boolean {
    if (held.host || !this.backend.readSync) return held.host !== null;
    held.host = arrayOf(held.dtype, held.storage!.bytes / bytesIn(held.dtype));
    this.backend.readSync(held.storage!, held.host);
    return true;
  }
  memory(): { cached: number; used: number; reserved: number } {
    return { cached: this.bytes, ...this.backend.usage() };
  }
}

let chosen: Device | null = null;

/** Makes a backend the device on which runs happen from here on. */
export function setDefaultDevice(backend: Backend, options: { budget?: number } = {}): void {
  if (chosen?.backend !== backend) chosen = new Device(backend, options.budget);
  else if (options.budget) chosen.budget = options.budget;
}
/** @internal */
export function device(): Device {
  if (!chosen) throw new TypeError("run: no device is set. Install @evenkeel/cpu and call setDefaultDevice(cpu()), or import from evenkeel.");
  return chosen;
}

/** Bytes on the default device: used by anybody, used by cached values, and taken from the system. */
export const memory = (): { cached: number; used: number; reserved: number } => device().memory();

/** Counts since the device was chosen: plans made and cached, kernels built and cached. */
export function stats(): { plans: { built: number; cached: number }; kernels: { built: number; cached: number } } {
  const d = device();
  return { plans: { built: d.plans.added, cached: d.plans.size }, kernels: d.backend.kernels() };
}
