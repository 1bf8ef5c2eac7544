/** softmax(q·kᵀ·scale + mask)·v of one head; a row that sees nothing is 0. */
import { add, type DD, dd, mul } from "./dd.js";
import { softmax } from "./softmax.js";
import { sum } from "./sum.js";

export interface Head {
  readonly q: readonly (readonly number[])[];
  readonly k: readonly (readonly number[])[];
  readonly v: readonly (readonly number[])[];
  readonly scale: number;
  /** Added to the scores; −∞ where a key is not seen. */
  readonly mask: (query: number, key: number) => number;
}

export function attention({ q, k, v, scale, mask }: Head): DD[][] {
  return q.map((query, i) => {
    const scores = k.map((key, j): DD => {
      const m = mask(i, j);
      return m === -Infinity ? dd(-Infinity) : add(mul(sum(key.map((x, d) => mul(dd(x), dd(query[d]!)))).value, dd(scale)), dd(m));
    });
    const p = softmax(scores);
    return v[0]!.map((_, d) => sum(p.map((each, j) => mul(each, dd(v[j]![d]!)))).value);
  });
}
