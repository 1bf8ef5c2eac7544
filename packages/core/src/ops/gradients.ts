/** not an op: what only gradients need, apart from rows, so that who asks for none does not load it. */
import { differentiate, sweep } from "../scalar/differentiate.js";
import { higher } from "./derivative.js";
import { sumTo } from "./sumTo.js";

/** Lets gradients be recorded from here on, and differentiated. @internal */
export function allowGradients(): void {
  higher.rules = differentiate;
  higher.sweep = sweep;
  higher.sumTo = sumTo;
}
