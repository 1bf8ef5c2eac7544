/** not an op: what derivatives with two kinks are. */
import type { Ex } from "../scalar/expr.js";
import { lt, type Scalar, where } from "../scalar/words.js";

/** `inside` where low < x < high, `below` from low down, `above` from high up, NaN where x is none. @internal */
export const between = (low: Scalar, x: Ex, high: Scalar, inside: Scalar, below: Scalar, above: Scalar): Ex =>
  where(lt(low, x), where(lt(x, high), inside, above), where(lt(x, high), below, NaN));
