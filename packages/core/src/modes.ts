/** The modes that recording reads: stabilise, gradients, segments of checkpoints, lines whether long chains are run (and, for tests, whether runs fuse). A node stores those it was recorded under. */
export type Mode = "on" | "warn" | "off";
export const modes: { stabilise: Mode; grad: boolean; cut: boolean; segment: number; chain: boolean; trace: number; fuse: boolean } = {
  stabilise: "on",
  grad: true,
  cut: false,
  segment: 0,
  chain: true,
  trace: 0,
  fuse: true,
};

/** Runs a synchronous function under changed modes. A promise is a TypeError: the modes would be gone before it goes on. @internal */
export function within<T>(op: string, change: Partial<typeof modes>, fn: () => T): T {
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

/**
 * Chooses what happens to unstable maths that is recorded from here on: "on" states it stably (the default), "warn" leaves it
 * as written and names each place once, "off" leaves it as written. With a synchronous function, only inside it.
 */
export function stabilise(mode: Mode): void;
export function stabilise<T>(mode: Mode, fn: () => T): T;
export function stabilise<T>(mode: Mode, fn?: () => T): T | void {
  if (mode !== "on" && mode !== "warn" && mode !== "off") throw new TypeError(`stabilise: ${String(mode)} is no mode. Use "on", "warn" or "off".`);
  if (fn) return within("stabilise", { stabilise: mode }, fn);
  modes.stabilise = mode;
}
