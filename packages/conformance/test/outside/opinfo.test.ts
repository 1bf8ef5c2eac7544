/**
 * PyTorch's own samples of its operators (../shared/cases/torch-opinfo beside the project), where those are at hand: results, gradients and gradients of gradients
 * in float32 and float64, and what PyTorch refuses is refused. `outside/judge.ts` says what holds, `outside/expectations.ts` what does not.
 */
import { beforeAll, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { ABSENT, expectations, MOST, UNTIL } from "./expectations.js";
import { judged } from "./judge.js";
import { entries, tables } from "./opinfo.js";
import { announce, errorOf, given, present, type Refusal, type Sample, sampled, samplesOf } from "./samples.js";

announce("opinfo");
beforeAll(() => k.setDefaultDevice(cpu()));

/** How often PyTorch's own float32 error is known, and how often ours is greater. */
const beside = { known: 0, worse: 0 };
/** What is a matter of luck where either is within a few roundings: at most one part in thirty is further off than PyTorch's. */
const UNLUCKY = 1 / 30;

/** What does not hold of a sample, in words. */
async function failures(op: string, sample: Sample): Promise<string[]> {
  const entry = entries[op]!,
    failed: string[] = [];
  for (const precision of ["float32", "float64"] as const)
    try {
      for (const [part, { excess, at, isWorse }] of Object.entries(await judged(op, entry, sample, precision))) {
        if (isWorse !== undefined) beside.known++;
        if (isWorse) beside.worse++;
        if (excess > (part === "values" ? entry.values : entry.gradient))
          failed.push(`${op} sample ${sample.i}, ${part} in ${precision}: ${at}, ${excess.toPrecision(3)} roundings`);
      }
    } catch (e) {
      failed.push(`${op} sample ${sample.i} in ${precision}: ${String(e)}`);
    }
  return failed;
}

const listed = (op: string): Set<number> => new Set(expectations.filter((e) => e.op === op).flatMap((e) => e.samples));
/** Some operators may have no samples at hand; scripts/opinfo-samples.py makes them where PyTorch is. */
const there = new Set(sampled()),
  judgedHere = Object.keys(entries).filter((op) => there.has(op));
test.skipIf(!present).each(judgedHere.length ? judgedHere : ["none"])("%s", async (op) => {
  const { cases } = samplesOf(op),
    expected = listed(op);
  expect(cases.length).toBeGreaterThan(0);
  const all: string[] = [];
  for (const sample of cases) {
    const failed = await failures(op, sample);
    if (!expected.delete(sample.i)) all.push(...failed);
    else if (!failed.length) all.push(`${op} sample ${sample.i} is listed in expectations.ts, and holds`);
  }
  expect(all).toEqual([]);
  expect([...expected], `samples of ${op} that expectations.ts lists and there are none of`).toEqual([]);
});

test("no operator is in two tables", () => {
  expect(Object.keys(entries).length).toBe(tables.reduce((n, table) => n + Object.keys(table).length, 0));
});
test.skipIf(!present)("float32 is as near as PyTorch's own float32, but for luck", () => {
  console.log(`opinfo: of ${beside.known} parts of samples in float32, ${beside.worse} are further off than PyTorch's float32`);
  expect(beside.known).toBeGreaterThan(1000);
  expect(beside.worse).toBeLessThanOrEqual(UNLUCKY * beside.known);
});

test.skipIf(!present)("at most one sample in fifty is expected to differ, and none for ever", () => {
  const all = judgedHere.reduce((n, op) => n + samplesOf(op).cases.length, 0);
  expect(expectations.reduce((n, e) => n + e.samples.length, 0)).toBeLessThanOrEqual(MOST * all);
  expect(expectations.filter((e) => !(e.op in entries))).toEqual([]);
  expect(Date.now()).toBeLessThan(Date.parse(UNTIL));
});

test.skipIf(!present)("what is off is seen: a value by three roundings, a gradient by its sign, a shape", async () => {
  const [sample] = samplesOf("sigmoid").cases as [Sample],
    wrong = async (call: (x: k.Tensor) => k.Tensor): Promise<string[]> => {
      const found = await judged("sigmoid", { call: ([x]) => call(x!), values: 1, gradient: 1 }, sample, "float32");
      return Object.entries(found).flatMap(([part, { excess }]) => (excess > 1 ? [part] : []));
    };
  expect(await wrong(k.sigmoid)).toEqual([]);
  expect(await wrong((x) => k.mul(k.sigmoid(x), 1 + 2 ** -22))).toContain("values");
  expect(await wrong((x) => k.add(k.sub(k.detach(k.sigmoid(x)), k.sigmoid(x)), k.detach(k.sigmoid(x))))).toEqual(["gradient", "second"]);
  expect(await wrong((x) => k.reshape(k.sigmoid(x), [-1, 1]))).toEqual(["values"]);
});

/** Of these PyTorch's own reference wants tensors where ours take numbers. */
const TAKES_NUMBERS = new Set([
  "heaviside",
  "__radd__",
  "__rmul__",
  "float_power",
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
/** Of numbers alone bitwise ops are asked with float32 here. */
const BITWISE = /^__r(and|or|xor)__$/;
/** What PyTorch says of sizes and of types; whole numbers are weights of observations here. */
const OF_RANGE = /out of range|must match the size|is invalid for input of size|out of bounds|at least \d dim/i,
  OF_TYPE = /^(?!.*aweights).*(dtype|must be .*(type|bool|int|float)|not a valid value)/i;
/** One step written as 1.0, which is a whole number here. */
const isWhole = (op: string, { regex }: Refusal): boolean => op === "logspace" && regex.includes("must be int, not float");
/** Dimensions are not counted here. */
const MANY = /up to 64 dims/;
/** Nothing is written into a tensor that is given. */
const refusals = (op: string): Refusal[] => samplesOf(op).error_cases.filter((r) => !("out" in r.kwargs) && !MANY.test(r.regex));

const counted = judgedHere.flatMap((op) => (present && refusals(op).length ? [[op, refusals(op).length] as const] : []));
test.skipIf(!present).each(counted.length ? counted : [["none", 0] as const])("%s refuses what PyTorch refuses: %i cases", async (op) => {
  for (const r of refusals(op)) {
    const e = await errorOf(() => {
        const { args, named } = given(r);
        return entries[op]!.call(args as never[], named as Record<string, never>);
      }),
      which = `${op}(${JSON.stringify(r.args).slice(0, 200)}): ${r.regex}`;
    if (BITWISE.test(op) && !(e instanceof TypeError)) expect(e, which).toBeNull();
    else if ((TAKES_NUMBERS.has(op) && r.regex === "") || isWhole(op, r)) expect(e, which).toBeNull();
    else {
      // PyTorch's are mostly RuntimeErrors; what is wrong stands in the message.
      const wanted = OF_RANGE.test(r.regex) ? [RangeError] : OF_TYPE.test(r.regex) ? [TypeError] : [RangeError, TypeError];
      expect(
        wanted.some((type) => e instanceof type),
        `${which} ${String(e)}`,
      ).toBe(true);
      expect((e as Error).message, which).toMatch(/^\w+: .+\. .+\.$/s);
    }
  }
});

/** What there is under a name of PyTorch's. */
const ours = (op: string): unknown => {
  const name = op.split(".").at(-1)!.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()); // prettier-ignore
  return (k as Record<string, unknown>)[name];
};
/**
 * Something else by the same name here: the sum of a diagonal there, and what remembers lines here; norms of matrices; ways of scattering there, and reductions
 * here; ops on masked tensors, which are not here (those that are compositions are called; of rows of exponentials PyTorch's second derivatives in float64 are no measure).
 */
const OTHER = [
  "trace",
  "linalg.norm",
  ...["mean", "amax", "amin", "prod", "sum"].map((name) => `scatter_reduce.${name}`),
  ...["amin", "argmax", "argmin", "cumprod", "log_softmax", "logaddexp", "logsumexp", "norm", "softmax", "softmin", "sum"].map(
    (name) => `masked.${name}`,
  ),
];
/** Random elements are compared by `random.test.ts`, places of nonzero elements as argwhere's, and what comes after a number in its own format. */
const ELSEWHERE = ["bernoulli", "empty", "multinomial", "nextafter", "nonzero", "normal", "rand", "rand_like", "randn", "randn_like", "uniform"];
test.skipIf(!present)("every operator that there is one of here, by its name, is judged", () => {
  expect(sampled().filter((op) => ours(op) !== undefined && !(op in entries) && !OTHER.includes(op) && !ELSEWHERE.includes(op))).toEqual([]);
});
test.skipIf(!present)("every other operator is listed with the reason why it is not called", () => {
  const without = sampled().filter((op) => !(op in entries) && !OTHER.includes(op) && !ELSEWHERE.includes(op)),
    reasons = Object.entries(ABSENT);
  expect(without.filter((op) => !reasons.some(([, names]) => names.test(op)))).toEqual([]);
  for (const [why, names] of reasons) {
    const meant = without.filter((op) => names.test(op));
    expect(meant.length, why).toBeGreaterThan(0);
    expect(
      Object.keys(entries).filter((op) => names.test(op)),
      why,
    ).toEqual([]);
    console.log(`opinfo: not called: ${meant.join(", ")}: ${why}`);
  }
});
