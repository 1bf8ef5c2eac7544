/** What ops ask that have no form of their own: what the rows bring that they are made of. */
import type { Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";

/** What a sum asks, by the rules of the first row with a form below. Nobody asks a sum without one. */
export const askBelow = (sum: Tensor): Better | null => sum.inputs.find((x) => x.stated)!.stated!(sum);
