/** The modes that recording reads. A node stores those it was recorded under. */
import { asFunction } from "./tensor/given.js";
import type { Device } from "./plan/device.js";
import type { Tensor } from "./tensor/tensor.js";

export type Mode = "on" | "warn" | "off";
/** One call of a checkpoint. It brings along what only checkpoints need: what a walk gives to a `vjp` in place of a node (`twins`). */
export interface Segment {
  readonly twins: () => (t: Tensor) => Tensor;
}
/** A line of the user's program, as text when it is shown; empty if it is not known. */
export interface Line {
  toString(): string;
}

interface Modes {
  stabilise: Mode;
  grad: boolean;
  cut: boolean;
  /** The checkpoint. */
  segment: Segment | null;
  /** Where what has no operand on a device is recorded: the default device, unless another is named, or none. */
  device: Device | null | undefined;
  /** Whether long chains are run. */
  chain: boolean;
  /** What finds the line that records, while somebody asks. */
  trace: (() => Line) | null;
  /** What rules laid out otherwise while a graph is restated, by hash. */
  laid: Map<number, Tensor> | null;
  /** Whether what is of an earlier turn is held (`tensor/past.ts`): in what users record, and not in what the library makes of it. */
  holds: boolean;
  /** For tests, whether runs fuse. */
  fuse: boolean;
}
export const modes: Modes = {
  stabilise: "on",
  grad: true,
  cut: false,
  segment: null,
  device: undefined,
  chain: true,
  trace: null,
  laid: null,
  holds: true,
  fuse: true,
};

/** Runs `fn` under changed modes, and restores them all. For the library's own recording: `within` is for what a user passes. @internal */
export function under<T>(change: Partial<Modes>, fn: () => T): T {
  const before = { ...modes };
  Object.assign(modes, change);
  try {
    return fn();
  } finally {
    Object.assign(modes, before);
  }
}

/** Runs a synchronous function under changed modes. A promise is a TypeError: the modes would be gone before it goes on. @internal */
export function within<T>(op: string, change: Partial<typeof modes>, fn: () => T): T {
  asFunction(op, fn);
  const before = { ...modes };
  Object.assign(modes, change);
  try {
    const result = fn();
    if (result instanceof Promise)
      throw new TypeError(`${op}: the function returned a promise, and its later part would run outside. Pass a synchronous function.`);
    return result;
  } finally {
    Object.assign(modes, before, { trace: modes.trace });
  }
}

/** Runs `fn` without recording gradients: results do not require one. */
export const noGrad = <T>(fn: () => T): T => within("noGrad", { grad: false, cut: true }, fn);
