/** The rules that a row with a form brings, for whoever has it below: who imports none of these rows loads none of these rules. */
import { askElsewhere, seen } from "./elsewhere.js";
import type { Better } from "./forms.js";
import type { Tensor } from "../tensor/tensor.js";
import { askSum } from "./sums.js";

export interface Rules {
  /** What a sum asks. */
  readonly sum: (sum: Tensor, written: Tensor) => Better | null;
  /** What who has a layout op below asks, of the values where they were computed; `found`: what it found where they are. */
  readonly elsewhere: (t: Tensor, found: Better | null) => Better | null;
  /** What a view of a view sees, or of what was put together, without one of these. */
  readonly seen: (view: Tensor) => Tensor | null;
}
const ALL: Rules = { sum: askSum, elsewhere: askElsewhere, seen };
/** A function: rows and rules are made of one another. */
export function rules(): Rules {
  return ALL;
}
