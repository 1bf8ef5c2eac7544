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
  /** The same value without views that can be left out below. */
  readonly seen: (t: Tensor) => Tensor;
}
const ALL: Rules = { sum: askSum, elsewhere: askElsewhere, seen };
/** A function: rows and rules are made of one another. */
export function rules(): Rules {
  return ALL;
}
