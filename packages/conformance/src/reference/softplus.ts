/** log(1 + eˣ): for x > 0 it is x + log1p(e⁻ˣ), where the exponential cannot overflow. Derivatives σ(x) and σ′(x). */
import { add, dd } from "./dd.js";
import { exp, log1p } from "./functions.js";
import type { Exact, Reference } from "./reference.js";
import { sigmoid } from "./sigmoid.js";

const value: Exact = (x) => {
  const tail = log1p(exp(dd(-Math.abs(x!))));
  return x! > 0 ? add(dd(x!), tail) : tail;
};
export const softplus: Reference = { value, derivatives: [sigmoid.value], seconds: [sigmoid.derivatives] };
