/** Lines of the user's program, which recorded ops remember while somebody asks for them. */
import { modes } from "../modes.js";

const OURS = /[\\/](packages[\\/](core|cpu|autograd|optim|evenkeel)[\\/](src|dist)|node_modules[\\/](@evenkeel|evenkeel))[\\/]/;
/** Frames of a stack; more than ten of them may be ours. */
const FRAMES = 40;

/** A place in the user's program: the first frame of a stack outside this library. It is looked for when it is shown; to take the stack costs much less. */
class Place {
  private text: string | undefined;
  private readonly error: Error;
  constructor() {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = FRAMES;
    this.error = new Error();
    Error.stackTraceLimit = limit;
  }
  toString(): string {
    const frames = this.error.stack?.split("\n").slice(1) ?? [],
      frame = frames.find((l) => !OURS.test(l) && !l.includes("node:"));
    return (this.text ??= frame?.trim().replace(/^at /, "") ?? "");
  }
}

const asking = new Set<unknown>();
/** Whether `who` wants the lines. @internal */
export function remember(who: unknown, wanted: boolean): void {
  if (wanted) asking.add(who);
  else asking.delete(who);
  modes.trace = asking.size ? () => new Place() : null;
}

/**
 * Remembers from here on on which line each op is recorded, until `trace(false)`; so an error in a run, which comes when a value is asked for, names
 * the lines that led to it. An op then costs some microseconds more.
 */
export const trace = (on = true): void => remember(trace, on);
