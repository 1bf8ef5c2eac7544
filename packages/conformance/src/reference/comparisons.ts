/** Comparisons and logic: 1 where it is so, else 0. They are flat, and no derivative is asked for. */
import { dd } from "./dd.js";
import type { Reference } from "./reference.js";

const condition = (holds: (x: number, y: number) => boolean): Reference => ({ value: (x, y) => dd(+holds(x!, y!)), derivatives: [] });
/** NaN is not 0, and so true. */
const truth = (x: number): boolean => x !== 0;

export const eq = condition((x, y) => x === y),
  ne = condition((x, y) => x !== y),
  lt = condition((x, y) => x < y),
  le = condition((x, y) => x <= y),
  gt = condition((x, y) => x > y),
  ge = condition((x, y) => x >= y),
  logicalNot = condition((x) => !truth(x)),
  logicalAnd = condition((x, y) => truth(x) && truth(y)),
  logicalOr = condition((x, y) => truth(x) || truth(y)),
  logicalXor = condition((x, y) => truth(x) !== truth(y));
