/** How PyTorch's norms, moments, choices among elements and normalised rows are called here. */
import * as k from "@evenkeel/core";
import { combined, type Entry, moved, rounded } from "../judge.js";
import { given, kept, several } from "./arguments.js";

type T = k.Tensor;
interface Named {
  readonly dim?: number | number[] | null;
  readonly keepdim?: boolean;
  readonly unbiased?: boolean;
  readonly correction?: number;
  readonly mask?: T | null;
}
/** Arguments in order, of which the first may be `unbiased` itself. */
function spreadArguments(args: readonly unknown[], named: Named): [number | number[] | null | undefined, { correction: number; keepdim: boolean }] {
  const [first, unbiased, keepdim] = typeof args[0] === "boolean" ? [undefined, args[0], undefined] : (args as [number, boolean, boolean]);
  const isUnbiased = unbiased ?? named.unbiased ?? true;
  return [first ?? named.dim, { correction: named.correction ?? (isUnbiased ? 1 : 0), keepdim: keepdim ?? named.keepdim ?? false }];
}
const spread =
  (op: (x: T, dim: number | number[] | null | undefined, options: { correction: number; keepdim: boolean }) => object): Entry["call"] =>
  ([x, ...args], named) =>
    several(op(x!, ...spreadArguments(args, named as Named)));
const quantileBy =
  (op: typeof k.quantile): Entry["call"] =>
  ([x, q, dim], named) =>
    op(x!, q!, dim ?? named["dim"], given({ keepdim: named["keepdim"], interpolation: named["interpolation"] }));

/** Of what a mask leaves, by its own count. */
function maskedSpread(x: T, named: Named, root: boolean): T {
  const { mask, dim, keepdim = false, unbiased = true } = named;
  if (!mask) return (root ? k.std : k.variance)(x, dim, { correction: unbiased ? 1 : 0, keepdim });
  const all = k.expandAs(mask, x),
    count = k.sum(all, dim, { keepdim: true }),
    mean = k.div(k.sum(kept(x, all, 0), dim, { keepdim: true }), count),
    squares = k.sum(k.where(all, k.square(k.sub(x, mean)), 0), dim, { keepdim }),
    degrees = k.sub(k.sum(all, dim, { keepdim }), unbiased ? 1 : 0),
    v = k.div(squares, k.clamp(degrees, { min: 0 }));
  return root ? k.sqrt(v) : v;
}

/** A running statistic, which training moves. */
const moving = (x: T | null | undefined): k.Parameter | null => (x ? k.parameter(x, { requiresGrad: false }) : null);

export const rows: Record<string, Entry> = {
  aminmax: moved(([x], { dim, keepdim }) => several(k.aminmax(x!, dim, { keepdim }))),
  argmax: moved(([x], { dim, keepdim }) => k.argmax(x!, dim, { keepdim })),
  corrcoef: combined(([x]) => k.corrcoef(x!)),
  cov: {
    ...combined(([x], named) => k.cov(x!, named)),
    // Weights are float32 there, and so are their sums.
    narrow: ({ kwargs }) => !!kwargs["aweights"],
  },
  dist: combined(([x, y, p]) => k.dist(x!, y!, p)),
  histc: moved(([x], named) => k.histc(x!, named)),
  "masked.median": moved(([x, dim], { mask, keepdim }: Named) => k.nanmedian(kept(x!, mask, NaN), dim!, given({ keepdim })).values),
  "masked.normalize": combined(([x, p, dim], { mask, eps }: Named & { eps?: number }) => k.normalize(kept(x!, mask, 0), given({ p, dim, eps }))),
  "masked.prod": combined(([x], { mask, dim, keepdim }: Named) => k.prod(kept(x!, mask, 1), dim, given({ keepdim }))),
  "masked.std": combined(([x], named) => maskedSpread(x!, named as Named, true)),
  "masked.var": combined(([x], named) => maskedSpread(x!, named as Named, false)),
  "max.reduction_no_dim": moved(([x]) => k.max(x! as T)),
  "max.reduction_with_dim": moved(([x, dim, keepdim]) => several(k.max(x! as T, dim! as number, given({ keepdim })))),
  nanmean: rounded(([x], { dim, keepdim }) => k.nanmean(x!, dim, { keepdim })),
  nanquantile: rounded(quantileBy(k.nanquantile)),
  nansum: rounded(([x], { dim, keepdim }) => k.nansum(x!, dim, { keepdim })),
  native_layer_norm: combined(([x, shape, weight, bias, eps]) => {
    const t = x! as T,
      over = (shape! as number[]).map((_, i) => i - (shape! as number[]).length),
      { var: v, mean } = k.varMean(t, over, { correction: 0, keepdim: true });
    return [k.layerNorm(t, shape!, { weight, bias, eps: eps! }), mean, k.rsqrt(k.add(v, eps!))];
  }),
  "nn.functional.batch_norm": combined(([x, mean, variance, weight, bias], named) =>
    k.batchNorm(x!, moving(mean), moving(variance), { weight: weight ?? named["weight"], bias: bias ?? named["bias"], ...(named as object) }),
  ),
  "nn.functional.cosine_similarity": combined(([x, y], named) => k.cosineSimilarity(x!, y!, named)),
  "nn.functional.instance_norm": combined(([x], { running_mean, running_var, weight, bias, use_input_stats, momentum, eps }) =>
    k.instanceNorm(
      x!,
      given({ runningMean: moving(running_mean), runningVar: moving(running_var), weight, bias, useInputStats: use_input_stats, momentum, eps }),
    ),
  ),
  "nn.functional.normalize": combined(([x], named) => k.normalize(x!, named)),
  "nn.functional.pairwise_distance": combined(([x, y], named) => k.pairwiseDistance(x!, y!, named)),
  "nn.functional.softmin": combined(([x, dim]) => k.softmin(x!, dim!)),
  "norm.fro": combined(([x, p, dim]) => k.norm(x!, p, dim)),
  "norm.inf": rounded(([x, p, dim]) => k.norm(x!, Number(p), dim)),
  prod: combined(([x, dim, keepdim], named) => k.prod(x!, dim ?? named["dim"], { keepdim: keepdim ?? named["keepdim"] })),
  quantile: rounded(quantileBy(k.quantile)),
  renorm: combined(([x, p, dim, maxnorm]) => k.renorm(x!, Number(p), dim!, maxnorm!)),
  std_mean: combined(spread(k.stdMean)),
  trapezoid: rounded(([y, x], named) => k.trapezoid(y!, { x, ...(named as object) })),
  trapz: rounded(([y, x], named) => k.trapezoid(y!, { x, ...(named as object) })),
  var_mean: combined(spread(k.varMean)),
};
