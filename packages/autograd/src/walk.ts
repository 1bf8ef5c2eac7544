/**
 * The walk from results to what they were computed from, in which every op gives the gradients of its inputs as nodes. It records and runs
 * nothing. No part of it recurses.
 */
import { add, type Tensor } from "@evenkeel/core";
import { modes } from "@evenkeel/core/internal";

/** A result, and the gradient of whatever is differentiated by it. */
export type Seed = readonly [root: Tensor, cotangent: Tensor];

/**
 * The gradients of `wanted`, summed over all roots; of those that no root depends on there is none. Roots are stable forms: a rewrite after
 * differentiation repairs a value and leaves its gradient NaN. Gradients are recorded where their nodes live, so whoever calls this gives the modes back.
 */
export function gradients(seeds: readonly Seed[], wanted: ReadonlySet<Tensor>, ends?: ReadonlySet<Tensor>): Map<Tensor, Tensor> {
  const order = usersFirst(
      seeds.map(([root]) => root),
      ends,
    ),
    leading = new Set<Tensor>(),
    cotangent = new Map<Tensor, Tensor>(),
    distance = new Map<Tensor, number>(),
    found = new Map<Tensor, Tensor>();
  let twinOf: ((t: Tensor) => Tensor) | null = null;
  for (const t of order.toReversed()) if (wanted.has(t) || (!ends?.has(t) && t.inputs.some((x) => leading.has(x)))) leading.add(t);
  const collect = (t: Tensor, g: Tensor, from: number): void => {
    const sum = cotangent.get(t);
    cotangent.set(t, sum ? add(sum, g) : g);
    distance.set(t, Math.max(distance.get(t) ?? 0, from));
  };
  for (const [root, g] of seeds) if (leading.has(root)) collect(root, g, 0);
  for (const t of order) {
    const g = cotangent.get(t);
    if (!g || ends?.has(t) || !t.inputs.some((x) => leading.has(x))) continue;
    cotangent.delete(t);
    if (wanted.has(t)) found.set(t, g);
    modes.device = t.place;
    const node = t.segment ? (twinOf ??= t.segment.twins())(t) : t;
    t.op.vjp!(g, node).forEach((part, i) => {
      const x = t.inputs[i]!;
      if (part && leading.has(x)) collect(x, part, distance.get(t)! + 1);
    });
  }
  // What is left ends the walk. The nearest come first: in a run of all of them, values that only these need are soon forgotten.
  for (const [t, g] of [...cotangent].sort(([a], [b]) => distance.get(a)! - distance.get(b)!)) found.set(t, g);
  return found;
}

/** The nodes through which a gradient passes, each before its inputs; what is below `ends` is left out. */
export function usersFirst(roots: readonly Tensor[], ends?: ReadonlySet<Tensor>): Tensor[] {
  const order: Tensor[] = [],
    seen = new Set<Tensor>(),
    open: Tensor[] = roots.filter((t) => t.requiresGrad);
  while (open.length) {
    const t = open[open.length - 1]!,
      missing = seen.has(t) || ends?.has(t) ? [] : t.inputs.filter((x) => x.requiresGrad && !seen.has(x));
    if (missing.length) open.push(...missing);
    else {
      open.pop();
      if (!seen.has(t)) order.push(t);
      seen.add(t);
    }
  }
  return order.reverse();
}
