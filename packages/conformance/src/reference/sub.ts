/** x − y, exact. */
import { dd, twoSum } from "./dd.js";
import type { Reference } from "./reference.js";

export const sub: Reference = {
  value: (x, y) => twoSum(x!, -y!),
  derivatives: [() => dd(1), () => dd(-1)],
  seconds: [
    [null, null],
    [null, null],
  ],
};
