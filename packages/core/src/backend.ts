/** The contract between core and a backend: reserve, free, write, read, run. Core knows no backend by name. */
import type { DType } from "./dtype.js";
import type { Kind, Request, Storage } from "./kinds.js";

/** What a backend says of itself. */
export interface Manifest {
  readonly kinds: readonly Kind[];
  /** Which of a row's two bounds its arithmetic claims. */
  readonly arithmetic: "wide" | "narrow";
  /** Whether subnormal numbers are kept (`ieee`) or may become zero (`ftz`). */
  readonly subnormals: "ieee" | "ftz";
  /** Types that operands may have; all if nothing is said. */
  readonly dtypes?: readonly DType[];
}

/**
 * What a kernel met that has no right answer, for the error that names it: an index that was out of range, or a whole number beyond its type; or that there is
 * no kernel, and why; or no memory for so many bytes, where that is told later.
 */
export type Fault = { readonly index: number } | { readonly overflow: true } | Refusal;
/** Why there is no result at all. */
export type Refusal = { readonly refused: string } | { readonly memory: number };

/** The error that tells of it: `name` is what was asked for. */
export const refusalError = (name: string, refusal: Refusal): Error =>
  "memory" in refusal
    ? new RangeError(`${name}: there is no memory for ${refusal.memory} bytes. Use smaller batches, or another device.`)
    : new Error(`${name}: ${refusal.refused}`);

/** What a run is about to ask for, in order, each with what it is asked for. */
export interface Requests<For = unknown> {
  readonly requests: (readonly [Request, For])[];
  /** The first that writes state, or Infinity. */
  firstWrite: number;
}

export interface Backend {
  /** `cpu`, `webgpu`, … : shown to people, never compared. */
  readonly name: string;
  readonly manifest: Manifest;
  /** Memory for `bytes` bytes, contents unspecified. Throws RangeError when there is none. */
  reserve(bytes: number): Storage;
  free(storage: Storage): void;
  /** Copies host data in. */
  write(storage: Storage, data: ArrayBufferView): void;
  /** Copies the first `out.byteLength` bytes out. */
  read(storage: Storage, out: ArrayBufferView): Promise<void>;
  /** The same at once, where the backend can. */
  readSync?(storage: Storage, out: ArrayBufferView): void;
  /**
   * Runs one kernel. Requests run in the order in which they are given. Answers the first fault, or null; a backend that works later answers with a promise,
   * which is kept before a read that is asked for afterwards has its numbers.
   */
  run(request: Request): Fault | null | Promise<Fault | null>;
  /** May put one request in the place of several that come one after the other, before any of them is run. */
  join?(run: Requests): void;
  /** Bytes reserved and not freed, and bytes taken from the system. */
  usage(): { readonly used: number; readonly reserved: number };
  /** Kernels emitted so far, and kernels in the cache. */
  kernels(): { readonly built: number; readonly cached: number };
  /** How often elements were read back from a device of its own, and how many bytes. */
  readbacks?(): { readonly count: number; readonly bytes: number };
}
