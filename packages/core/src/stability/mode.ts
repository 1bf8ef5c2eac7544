/** The mode of the stabiliser, as users choose it. Apart from the others, so that who never chooses "warn" does not load what warns. */
import { modes, type Mode, within } from "../modes.js";
import { warn } from "./report.js";
import { watch } from "./stabilise.js";
import { remember } from "./trace.js";

/**
 * Chooses what happens to unstable maths that is recorded from here on: "on" states it stably (the default), "warn" leaves it
 * as written and names each place once, with its line and what to write, "off" leaves it as written. With a synchronous function, only inside it.
 */
export function stabilise(mode: Mode): void;
export function stabilise<T>(mode: Mode, fn: () => T): T;
export function stabilise<T>(mode: Mode, fn?: () => T): T | void {
  if (mode !== "on" && mode !== "warn" && mode !== "off") throw new TypeError(`stabilise: ${String(mode)} is no mode. Use "on", "warn" or "off".`);
  watch.warn = warn;
  const warns = mode === "warn";
  if (!fn) {
    modes.stabilise = mode;
    return remember(stabilise, warns);
  }
  if (warns) remember(fn, true);
  try {
    return within("stabilise", { stabilise: mode }, fn);
  } finally {
    if (warns) remember(fn, false);
  }
}
