/**
 * What PyTorch refuses (../shared/cases/torch-opinfo beside the project), where its samples are at hand, is refused with an error of the house: of every op
 * that is here under PyTorch's name. What is taken here and not there is listed, and must be taken.
 */
import { beforeAll, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { announce, errorOf, given, present, type Refusal, sampled, samplesOf } from "./torch.js";

type T = k.Tensor;
announce("torchErrors");
beforeAll(() => k.setDefaultDevice(cpu()));

type Named = Record<string, never>;
/** How an op is called here: arguments in PyTorch's order, then what it names. */
const CALLS: Record<string, (args: never[], named: Named) => unknown> = {
  __radd__: ([x, y]) => k.add(y!, x!),
  __rmul__: ([x, y]) => k.mul(y!, x!),
  arange: ([start, end, step]) => k.arange(+start!, +end!, +step!),
  bitwise_right_shift: ([x, y]) => k.bitwiseRightShift(x!, y!),
  bitwise_xor: ([x, y]) => k.bitwiseXor(x!, y!),
  flipud: ([x]) => k.flip(x!, 0),
  hypot: ([x, y]) => k.hypot(x!, y!),
  ldexp: ([x, y]) => k.ldexp(x!, y!),
  kthvalue: ([x, n, dim, keepdim]) => k.kthvalue(x!, n!, dim, { keepdim: keepdim ?? false }),
  logical_and: ([x, y]) => k.logicalAnd(x!, y!),
  logical_xor: ([x, y]) => k.logicalXor(x!, y!),
  logspace: ([start, end, steps]) => k.logspace(start!, end!, steps!),
  masked_fill: ([x, mask, value]) => k.maskedFill(x!, mask!, value!),
  "min.binary": ([x, y]) => k.minimum(x!, y!),
  movedim: ([x, from, to]) => k.movedim(x!, from!, to!),
  ne: ([x, y]) => k.ne(x!, y!),
  "nn.functional.conv1d": ([x, w], { weight, groups }) => k.conv1d(x!, w ?? weight!, groups === undefined ? {} : { groups }),
  "nn.functional.conv2d": ([x, w, bias], { weight, groups }) => k.conv2d(x!, w ?? weight!, bias ?? null, groups === undefined ? {} : { groups }),
  "nn.functional.embedding": ([table, ids], { padding_idx }) =>
    k.embedding(table!, ids!, padding_idx === undefined ? {} : { paddingIdx: padding_idx }),
  "nn.functional.gelu": ([x], { approximate }) => k.gelu(x!, { approximate: approximate! }),
  "nn.functional.prelu": ([x], { weight }) => k.prelu(x!, weight!),
  "nn.functional.softshrink": ([x], { lambd }) => k.softshrink(x!, { lambd: lambd! }),
  pow: ([x, y]) => k.pow(x!, y!),
  remainder: ([x, y]) => k.remainder(x!, y!),
  reshape: ([x, shape]) => k.reshape(x!, shape!),
  rsub: ([x, y]) => k.sub(y!, x!),
  t: ([x]) => k.t(x!),
  xlogy: ([x, y]) => k.xlogy(x!, y!),
  vstack: ([xs]) => k.cat((xs as unknown as T[]).map((x) => (x.ndim < 2 ? k.reshape(x, [1, x.size]) : x))),
};
/** Of these the reference of PyTorch wants tensors where ours take numbers. */
const TAKES_NUMBERS = new Set([
  "__radd__",
  "__rmul__",
  "hypot",
  "ldexp",
  "pow",
  "xlogy",
  "logical_and",
  "logical_xor",
  "min.binary",
  "ne",
  "remainder",
  "rsub",
]);
/** One step written as 1.0, which is a whole number here. */
const isWhole = (op: string, { regex }: Refusal): boolean => op === "logspace" && regex.includes("must be int, not float");

/** The sum of a diagonal there; what remembers lines here. */
const OTHER = "trace";

/** What there is under a name of PyTorch's. */
const ours = (op: string): unknown => {
  const name = op.split(".").at(-1)!.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()); // prettier-ignore
  return (k as Record<string, unknown>)[name];
};
const refusals = (op: string): Refusal[] => samplesOf(op).error_cases.filter((r) => !("out" in r.kwargs)); // nothing is written into a tensor that is given
const withErrors = sampled().filter((op) => refusals(op).length > 0);

test.skipIf(!present)("every op of ours that PyTorch refuses something of is called here", () => {
  expect(withErrors.filter((op) => ours(op) !== undefined && !(op in CALLS) && op !== OTHER)).toEqual([]);
  expect(Object.keys(CALLS).filter((op) => !withErrors.includes(op))).toEqual([]);
});
const counted = withErrors.filter((op) => op in CALLS).map((op) => [op, refusals(op).length] as const);
test.skipIf(!present).each(counted.length ? counted : [["none", 0] as const])("%s: %i cases", async (op) => {
  for (const r of refusals(op)) {
    const all = given(r),
      e = await errorOf(() => CALLS[op]!(all.args as never[], all.named as Named)),
      which = `${op}(${JSON.stringify(r.args).slice(0, 200)}): ${r.regex}`;
    if ((TAKES_NUMBERS.has(op) && r.regex === "") || isWhole(op, r)) expect(e, which).toBeNull();
    else {
      expect(e instanceof RangeError || e instanceof TypeError, which).toBe(true);
      expect((e as Error).message, which).toMatch(/^\w+: .+\. .+\.$/s);
    }
  }
});
