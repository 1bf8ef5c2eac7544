/** How PyTorch's reductions, rows and contractions are called here. */
import * as k from "@evenkeel/core";
import { type Entry, rounded } from "../judge.js";

/** float32 in blocks along k: the published bound of matmul. */
const BLOCKS = 16;
const product = (call: Entry["call"]): Entry => rounded(call, BLOCKS);

interface Masked {
  readonly mask?: k.Tensor;
  readonly dim?: number | number[];
  readonly keepdim?: boolean;
}
/** Elements that a mask leaves out are replaced. */
const kept = (x: k.Tensor, mask: k.Tensor | undefined | null, other: number): k.Tensor => (mask ? k.where(mask, x, other) : x);

export const sums: Record<string, Entry> = {
  __rmatmul__: product(([x, y]) => k.matmul(y!, x!)),
  "log_softmax.dtype": rounded(([x, dim]) => k.logSoftmax(x!, dim!)),
  "masked.amax": rounded(([x], { mask, dim, keepdim }: Masked) => k.amax(kept(x!, mask, -Infinity), dim, { keepdim })),
  "masked.mean": rounded(([x], { mask, dim, keepdim }: Masked) =>
    mask ? k.div(k.sum(kept(x!, mask, 0), dim, { keepdim }), k.sum(k.expandAs(mask, x!), dim, { keepdim })) : k.mean(x!, dim, { keepdim }),
  ),
  logsumexp: rounded(([x, dims, keepdim]) => k.logsumexp(x!, dims!, { keepdim })),
  matmul: product(([x, y]) => k.matmul(x!, y!)),
  mm: product(([x, y]) => k.matmul(x!, y!)),
  mv: product(([x, y]) => k.matmul(x!, y!)),
  softmax: rounded(([x, dim]) => k.softmax(x!, dim!)),
  "softmax.with_dtype": rounded(([x, dim]) => k.softmax(x!, dim!)),
  "nn.functional.softmin": rounded(([x, dim]) => k.softmax(k.neg(x!), dim!)),
};
