/** Lines of the user's program, which recorded ops remember while somebody asks for them. */
import { modes } from "../modes.js";

const OURS = /[\\/](packages[\\/](core|cpu|autograd|optim|evenkeel)[\\/](src|dist)|node_modules[\\/](@evenkeel|evenkeel))[\\/]/;

/** The first frame of a stack outside this library. */
function tracedLine(): string | null {
  const stack = new Error().stack?.split("\n").slice(1) ?? [],
    frame = stack.find((l) => !OURS.test(l) && !l.includes("node:"));
  return frame?.trim().replace(/^at /, "") ?? null;
}

const asking = new Set<unknown>();
/** Whether `who` wants the lines. @internal */
export function remember(who: unknown, wanted: boolean): void {
  if (wanted) asking.add(who);
  else asking.delete(who);
  modes.trace = asking.size ? tracedLine : null;
}

/**
 * Remembers from here on on which line each op is recorded, until `trace(false)`; so an error in a run, which comes when a value is asked for, names
 * the lines that led to it. An op then costs some microseconds more.
 */
export const trace = (on = true): void => remember(trace, on);
