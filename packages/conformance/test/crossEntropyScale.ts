/**
 * What a cross entropy's errors are measured by. A log-probability is off by roundings of |x − max| + |lse − max| + 1, a probability by roundings of itself times that, and
 * the loss of a row has them by the weights and shares of its classes; a sum or a mean has those of all rows.
 */
import { numbers, type Stored } from "./outside/samples.js";

interface Options {
  readonly weight?: { readonly t: Stored } | null;
  readonly ignore_index?: number;
  readonly label_smoothing?: number;
  readonly reduction?: string;
}
interface Scales {
  /** Of each result. */
  readonly value: number[];
  /** Of each element of the input's gradient. */
  readonly gradient: number[];
}
const of = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

export function crossEntropyScale(input: Stored, target: Stored, options: Options, cotangent: Stored): Scales {
  const { weight, ignore_index: ignored = -100, label_smoothing: smoothing = 0, reduction = "mean" } = options;
  const classes = input.s[input.s.length > 1 ? 1 : 0]!,
    after = input.s.slice(2).reduce((n, d) => n * d, 1),
    rows = numbers(input).length / classes;
  const [x, t, c] = [numbers(input), numbers(target), numbers(cotangent)],
    weights = weight ? numbers(weight.t) : of(classes).map(() => 1),
    place = (row: number, k: number): number => (Math.floor(row / after) * classes + k) * after + (row % after),
    isClass = !target.d.startsWith("f");
  const each = of(rows).map((row) => {
    const scores = of(classes).map((k) => x[place(row, k)]!),
      max = Math.max(...scores),
      total = scores.reduce((s, v) => s + Math.exp(v - max), 0),
      shares = of(classes).map((k) => {
        const own = isClass ? +(t[row] === k) : t[place(row, k)]!;
        return isClass && t[row] === ignored ? 0 : weights[k]! * ((1 - smoothing) * own + smoothing / classes);
      });
    const size = scores.map((v) => max - v + Math.log(total) + 1),
      all = shares.reduce((a, b) => a + b, 0);
    return {
      loss: shares.reduce((s, share, k) => s + (share && share * size[k]!), 0),
      slopes: scores.map((v, k) => (Math.exp(v - max) / total) * size[k]! * all + shares[k]!),
      counts: isClass ? (t[row] === ignored ? 0 : weights[t[row]!]!) : 1,
    };
  });
  const by = reduction === "mean" ? each.reduce((n, row) => n + row.counts, 0) || 1 : 1,
    sum = each.reduce((n, row) => n + row.loss, 0) / by;
  const gradient = new Array<number>(x.length);
  each.forEach(({ slopes }, row) => slopes.forEach((s, k) => (gradient[place(row, k)] = (s * Math.abs(c[reduction === "none" ? row : 0]!)) / by)));
  return { value: reduction === "none" ? each.map((row) => row.loss) : [sum], gradient };
}
