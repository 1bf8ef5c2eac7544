/** (Σ |dᵢ|^p)^(1/p) from the differences of two points: in shares of the largest, so that no power leaves the range. */
import { abs, type DD, add, compare, dd, div, mul, sqrt, twoSum } from "./dd.js";
import { pow } from "./powers.js";

export function distance(a: readonly number[], b: readonly number[], p: number): DD {
  const d = a.map((x, i) => abs(twoSum(x, -b[i]!))),
    most = d.reduce((m, x) => (compare(x, m) > 0 ? x : m), dd(0));
  if (p === 0) return dd(d.filter((x) => x[0] !== 0).length);
  if (p === Infinity || most[0] === 0) return most;
  const powers = d.map((x) => {
    const share = div(x, most);
    return p === 1 ? share : p === 2 ? mul(share, share) : share[0] === 0 ? dd(0) : pow(share, dd(p));
  });
  const total = powers.reduce(add, dd(0));
  return mul(most, p === 1 ? total : p === 2 ? sqrt(total) : pow(total, div(dd(1), dd(p))));
}
