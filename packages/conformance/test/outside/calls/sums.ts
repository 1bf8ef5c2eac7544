/** How PyTorch's reductions, rows and contractions are called here. */
import * as k from "@evenkeel/core";
import { type Entry, rounded } from "../judge.js";
import { kept, product } from "./arguments.js";

interface Masked {
  readonly mask?: k.Tensor;
  readonly dim?: number | number[];
  readonly keepdim?: boolean;
}
export const sums: Record<string, Entry> = {
  addbmm: product(([x, a, b], named) => k.addbmm(x!, a!, b!, named)),
  addmm: product(([x, a, b], named) => k.addmm(x!, a!, b!, named)),
  addmv: product(([x, a, b], named) => k.addmv(x!, a!, b!, named)),
  addr: product(([x, a, b], named) => k.addr(x!, a!, b!, named)),
  cross: product(([a, b], { dim }) => k.cross(a!, b!, dim)),
  dot: product(([a, b]) => k.dot(a!, b!)),
  inner: product(([a, b]) => k.inner(a!, b!)),
  "linalg.matrix_power": product(([x, n]) => k.matrixPower(x!, n!)),
  "linalg.multi_dot": product(([xs]) => k.multiDot(xs!)),
  "linalg.vecdot": product(([a, b], { dim }) => k.vecdot(a!, b!, dim)),
  "nn.functional.bilinear": product(([a, b, weight, bias]) => k.bilinear(a!, b!, weight!, bias)),
  vdot: product(([a, b]) => k.vdot(a!, b!)),
  __rmatmul__: product(([x, y]) => k.matmul(y!, x!)),
  "log_softmax.dtype": rounded(([x, dim]) => k.logSoftmax(x!, dim!)),
  "masked.amax": rounded(([x], { mask, dim, keepdim }: Masked) => k.amax(kept(x!, mask, -Infinity), dim, { keepdim })),
  "masked.mean": rounded(([x], { mask, dim, keepdim }: Masked) =>
    mask ? k.div(k.sum(kept(x!, mask, 0), dim, { keepdim }), k.sum(k.expandAs(mask, x!), dim, { keepdim })) : k.mean(x!, dim, { keepdim }),
  ),
  logsumexp: rounded(([x, dims, keepdim]) => k.logsumexp(x!, dims!, { keepdim })),
  matmul: product(([x, y]) => k.matmul(x!, y!)),
  mm: product(([x, y]) => k.mm(x!, y!)),
  mv: product(([x, y]) => k.mv(x!, y!)),
  softmax: rounded(([x, dim]) => k.softmax(x!, dim!)),
  "softmax.with_dtype": rounded(([x, dim]) => k.softmax(x!, dim!)),
};
