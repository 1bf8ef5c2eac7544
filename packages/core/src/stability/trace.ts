/** The user's line: the first frame of a stack outside this library. */
const OURS = /[\\/](packages[\\/](core|cpu|autograd|optim|evenkeel)[\\/](src|dist)|node_modules[\\/](@evenkeel|evenkeel))[\\/]/;

export function tracedLine(): string | null {
  const stack = new Error().stack?.split("\n").slice(1) ?? [],
    frame = stack.find((l) => !OURS.test(l) && !l.includes("node:"));
  return frame?.trim().replace(/^at /, "") ?? null;
}
