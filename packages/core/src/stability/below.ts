/** What ops ask that have no form of their own: what the rows bring that they are made of. */
import type { Tensor } from "../tensor/tensor.js";
import { askLeft } from "./cancelling.js";
import type { Better } from "./forms.js";

/** What a sum asks, by the rules of the first row with a form below; of a sum without one, what cancels in it. */
export function askBelow(sum: Tensor, written = sum): Better | null {
  const rules = sum.inputs.find((x) => x.stated)?.stated;
  return rules ? rules().sum(sum, written) : askLeft(sum, written);
}
