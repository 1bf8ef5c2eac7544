/** How PyTorch's operators that move, choose, sort or make elements are called here. */
import * as k from "@evenkeel/core";
import { type Entry, moved, rounded } from "../judge.js";
import type { Sample } from "../samples.js";

type T = k.Tensor;
type Numbers = Record<string, number>;
const taken = ({ values, indices }: { values: T; indices: T }): T[] => [values, indices];
const inRows = (x: T): T => (x.ndim < 2 ? k.reshape(x, [1, x.size]) : x);

/** What `unique` finds, single values in order: which they are in is left open where they are not sorted. */
function inOrder([values, ...others]: readonly (readonly number[])[], { kwargs, out }: Sample): number[][] {
  const found = values!,
    order = found.map((_, i) => i);
  if (out[0]!.s.length === 1) order.sort((a, b) => found[a]! - found[b]!);
  const place = new Map(order.map((old, now) => [old, now])),
    [inverse, counts] = kwargs["return_inverse"] ? others : [undefined, others[0]];
  return [
    order.map((i) => found[i]!),
    ...(inverse ? [inverse.map((i) => place.get(i) ?? i)] : []),
    ...(counts ? [order.map((i) => counts[i]!)] : []),
  ];
}

export const moves: Record<string, Entry> = {
  H: moved(([x]) => k.t(x!)),
  T: moved(([x]) => k.t(x!)),
  all: moved(([x], { dim, keepdim }) => k.all(x!, dim, { keepdim })),
  arange: rounded(([first, second, step = 1 as never], { end, dtype }) => {
    const to = second ?? end;
    return to === undefined ? k.arange(+first!, { dtype }) : k.arange(+first!, +to, +step, { dtype });
  }),
  argsort: moved(([x, dim, descending]) => k.argsort(x!, dim, { descending })),
  atleast_2d: moved(([x]) => inRows(x!)),
  broadcast_to: moved(([x, shape]) => k.broadcastTo(x!, shape!)),
  bucketize: moved(([x, boundaries], { right }) => k.bucketize(x!, boundaries!, { right })),
  chunk: moved(([x, n, dim]) => k.chunk(x!, n!, dim)),
  clone: moved(([x]) => k.clone(x!)),
  cumprod: rounded(([x, dim]) => k.cumprod(x!, dim!)),
  expand_as: moved(([x, y]) => k.expandAs(x!, y!)),
  fill: moved(([x], { value }) => k.fullLike(x!, value!)),
  flatten: moved(([x], { start_dim, end_dim }: Numbers) => k.flatten(x!, start_dim, end_dim)),
  flip: moved(([x], { dims }) => k.flip(x!, dims!)),
  flipud: moved(([x]) => k.flip(x!, 0)),
  full_like: moved(([x, value], { dtype }) => k.fullLike(x!, value!, { dtype })),
  index_select: moved(([x, dim, index]) => k.indexSelect(x!, dim!, index!)),
  logspace: rounded(([start, end, steps, base], named) => k.logspace(start!, end!, steps!, { base: base ?? named["base"], dtype: named["dtype"] })),
  kthvalue: moved(([x, n, dim, keepdim]) => taken(k.kthvalue(x!, n!, dim, { keepdim }))),
  mH: moved(([x]) => ((x! as T).ndim ? k.transpose(x!, -2, -1) : x!)),
  mT: moved(([x]) => ((x! as T).ndim ? k.transpose(x!, -2, -1) : x!)),
  "masked.cumsum": rounded(([x, dim], { mask }) => k.cumsum(mask ? k.where(mask, x!, 0) : x!, dim!)),
  masked_fill: moved(([x, mask, value]) => k.maskedFill(x!, mask!, value!)),
  masked_select: moved(([x, mask]) => k.maskedSelect(x!, mask!)),
  "meshgrid.list_of_tensors": moved(([xs], options) => k.meshgrid(xs!, options)),
  movedim: moved(([x, from, to]) => k.movedim(x!, from!, to!)),
  msort: moved(([x]) => k.sort(x!, 0).values),
  new_full: moved(([x, shape, value]) => k.full(shape!, value!, { dtype: (x! as T).dtype })),
  "nn.functional.embedding": moved(([table, ids], { padding_idx }: Numbers) =>
    k.embedding(table!, ids!, padding_idx === undefined ? {} : { paddingIdx: padding_idx }),
  ),
  "nn.functional.one_hot": moved(([x], { num_classes }) => k.oneHot(x!, num_classes)),
  "nn.functional.pad.circular": moved(([x, pads]) => k.pad(x!, pads!, { mode: "circular" })),
  "nn.functional.pad.constant": moved(([x, pads, , value = 0 as never]) => k.pad(x!, pads!, { value })),
  "nn.functional.pad.reflect": moved(([x, pads]) => k.pad(x!, pads!, { mode: "reflect" })),
  permute: moved(([x, dims]) => k.permute(x!, dims!)),
  ravel: moved(([x]) => k.ravel(x!)),
  repeat: moved(([x, sizes]) => k.repeat(x!, sizes!)),
  reshape: moved(([x, shape]) => k.reshape(x!, shape!)),
  select_scatter: moved(([x, part, dim, i]: never[]) => {
    const { ndim } = x! as T,
      before = (dim! as number) < 0 ? (dim! as number) + ndim : (dim! as number);
    return k.indexPut(x!, [...new Array<null>(before).fill(null), i! as number], part!);
  }),
  slice: moved(([x, start]) => k.at(x!, [start!, null])),
  sort: moved(([x, dim, down], named) => taken(k.sort(x!, dim ?? named["dim"], { descending: (down ?? named["descending"] ?? false) as boolean }))),
  split: moved(([x, sizes, dim]) => k.split(x!, sizes!, dim)),
  stack: moved(([xs, dim]) => k.stack(xs!, dim)),
  t: moved(([x]) => k.t(x!)),
  take_along_dim: moved(([x, index, dim]) => k.takeAlongDim(x!, index!, dim)),
  tile: moved(([x, sizes]) => k.tile(x!, sizes!)),
  unflatten: moved(([x, dim, sizes]) => k.unflatten(x!, dim!, sizes!)),
  unique: {
    ...moved(async ([x], { dim, sorted, return_inverse, return_counts }) => {
      const found: { values: T; inverse?: T; counts?: T } = await k.unique(x!, {
        dim: dim ?? undefined,
        sorted,
        returnInverse: return_inverse,
        returnCounts: return_counts,
      } as object);
      return [found.values, found.inverse, found.counts].filter((t) => t !== undefined);
    }),
    ordered: inOrder,
  },
  vstack: moved(([xs]) => k.cat((xs! as T[]).map(inRows))),
  zero_: moved(([x]) => k.mul(x!, 0)),
  zeros: moved(([shape]) => k.zeros(shape!)),
  zeros_like: moved(([x], { dtype }) => k.zerosLike(x!, { dtype })),
};
