/**
 * The tables of NUMERICS.md: what each op's facts state, with the committed sweeps of all inputs; and what the stabiliser restates, with
 * the inputs at which the written form has lost half of its digits or more (the restated one is what conformance's tests hold to its bound); and
 * what is lost all the same. And which type two operands have together.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { facts, parseResult, type SweepResult } from "@evenkeel/conformance";
import {
  abs,
  add,
  backward,
  div,
  DTYPES,
  exp,
  expand,
  gather,
  gt,
  le,
  log,
  log1p,
  mul,
  neg,
  parameter,
  relu,
  report,
  reshape,
  sigmoid,
  softplus,
  stabilise,
  sub,
  sum,
  tensor,
  type Tensor,
  type Ulp,
  zeros,
} from "evenkeel";
import { fillCommand, markdown } from "./blocks.js";
import { ROOT } from "./source.js";

const RESULTS = join(ROOT, "packages/conformance/results");
/** What a measurement in narrow arithmetic found, by scripts/narrow.ts. */
interface Narrow {
  readonly op: string;
  readonly count: number;
  readonly kept: Worst;
  readonly flushed: Worst;
  readonly fast: Worst;
}
interface Worst {
  readonly ulps: number;
  readonly at: string;
}
const records = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .map((name) => readFileSync(join(folder, name), "utf8"))
    : [];

function bounds(): string {
  const swept = new Map<string, SweepResult>(
      records(RESULTS)
        .map(parseResult)
        .map((r) => [r.op, r]),
    ),
    measured = new Map(
      records(join(RESULTS, "narrow"))
        .map((text) => JSON.parse(text) as Narrow)
        .map((m) => [m.op, m]),
    );
  const rows = facts.map((f) => {
    const s = swept.get(f.name),
      slopes = f.derivatives[0]?.bound;
    return [
      f.name,
      `\`${f.math.replaceAll("|", "\\|")}\``,
      interval(f.domain),
      ...[f.bound.wide, f.bound.narrow, slopes?.wide, slopes?.narrow].map(limit),
      s ? `${s.worstUlp.toFixed(6)} at ${s.worstAt}` : "",
      worst(measured.get(f.name)),
    ];
  });
  const head = ["op", "formula", "domain", "wide", "narrow", "derivative, wide", "narrow", "worst of all inputs, wide", "worst seen, narrow"],
    counts = [...measured.values()].map((m) => m.count);
  return `${markdown(head, rows)}

The last column but one is from the committed sweeps of all 2³² inputs, \`packages/conformance/results\`, of which the tests recompute a part. The last is from at
least ${Math.min(...counts).toLocaleString("en")} stratified inputs each, as written, with subnormals flushed, and compiled as C with \`-ffast-math\` (\`scripts/narrow.ts\`). What other
libraries reach on the same inputs is in [bench/results.md](bench/results.md).`;
}
/** What tests saw, by conformance/test/seen.ts. */
type Seen = Readonly<Record<string, { readonly share: number; readonly at: string }>>;
const seenIn = (files: (name: string) => boolean): Seen =>
  Object.assign(
    {},
    ...readdirSync(join(RESULTS, "seen"))
      .filter(files)
      .map((name) => JSON.parse(readFileSync(join(RESULTS, "seen", name), "utf8")) as Seen),
  ) as Seen;
/** A case as a cell has it: numbers by the digits that tell them. */
const place = (at: string): string => at.replaceAll("|", "\\|").replace(/-?\d+\.\d{7,}(e[+-]\d+)?/g, (x) => String(Number(Number(x).toPrecision(6)))); // prettier-ignore

/** What the files of ops and losses state, those with one statement together; and the worst that tests saw of each. */
function stated(): string {
  const all = seenIn((name) => name !== KINDS_FILE),
    ofKinds = seenIn((name) => name === KINDS_FILE),
    rows = new Set(facts.map((f) => f.name)),
    bounds = new Map<string, string[]>();
  for (const folder of ["packages/core/src/ops", "packages/losses/src"])
    for (const file of readdirSync(join(ROOT, folder)).sort()) {
      const name = file.replace(".ts", ""),
        error = / \* Error {4}([\s\S]*?)\n \*(?: Source|\/)/.exec(readFileSync(join(ROOT, folder, file), "utf8"))?.[1];
      if (!error || rows.has(name)) continue;
      const bound = error.replace(/\n \* +/g, " ").replaceAll("|", "\\|");
      bounds.set(bound, [...(bounds.get(bound) ?? []), name]);
    }
  const shown = (names: readonly string[], mark: string): string =>
    [...new Set(names.map((n) => (n === "variance" ? "var" : all[n] ? n : n.replace(/[123]d$/, ""))).filter((n) => all[n + mark]))]
      .map((n) => `${names.length > 1 ? `${n} ` : ""}${all[n + mark]!.share} at \`${place(all[n + mark]!.at)}\``)
      .join("; ");
  const exact = bounds.get("exact") ?? [];
  bounds.delete("exact");
  const table = [...bounds].map(([bound, names]) => [names.map((n) => `\`${n}\``).join(", "), bound, shown(names, ""), shown(names, "′")]);
  const kinds = KINDS.map((kind) => [`\`${kind}\``, String(ofKinds[kind]!.share), place(ofKinds[kind]!.at)]);
  return `Exact are ${exact.map((n) => `\`${n}\``).join(", ")}.

${markdown(["op", "states", "worst seen, of what is stated", "of gradients"], table)}

The kinds that these ask backends for, on the cases of \`packages/conformance/src/kinds\`:

${markdown(["kind", "worst seen, of its bound", "in the case"], kinds)}

What is stated are the files' own words. A share of 1 is an error of ½ ulp: correctly rounded, just. All of them are what the committed tests saw,
\`packages/conformance/results/seen\`, and none may see more.`;
}
const KINDS_FILE = "cpu.test.json";
/** Those that round. */
const KINDS = ["reduce", "matmul", "conv", "pool", "scan", "scatter", "random"];

const worst = (m: Narrow | undefined): string => {
  if (!m) return "";
  const { ulps, at } = [m.kept, m.flushed, m.fast].reduce((a, b) => (b.ulps > a.ulps ? b : a));
  return `${ulps.toFixed(4)} at ${at}`;
};
const limit = (bound: Ulp | undefined): string => (bound ? (bound.ulp === 0 ? "exact" : `${bound.ulp}${bound.of ? " of scale" : ""}`) : "");
const interval = ([lo, hi]: readonly [number, number]): string =>
  `${lo === -Infinity ? "(−∞" : `[${minus(String(lo))}`}, ${hi === Infinity ? "∞)" : `${hi}]`}`;

type Written = (x: Tensor) => Tensor;
/** Each of them is held to its bound, value and gradient, by conformance/test/forms.test.ts, skip-gram.test.ts or row-forms.test.ts. */
const RESTATED: Readonly<Record<string, Written>> = {
  "log(sigmoid(x))": (x) => log(sigmoid(x)),
  "log(1 − sigmoid(x))": (x) => log(sub(1, sigmoid(x))),
  "1 − sigmoid(x)": (x) => sub(1, sigmoid(x)),
  "1 / (1 + exp(−x))": (x) => div(1, add(1, exp(neg(x)))),
  "exp(x) / (1 + exp(x))": (x) => div(exp(x), add(1, exp(x))),
  "log(1 + exp(x))": (x) => log(add(1, exp(x))),
  "log1p(exp(x))": (x) => log1p(exp(x)),
  "exp(x) − 1": (x) => sub(exp(x), 1),
  "log(1 + x)": (x) => log(add(1, x)),
  "log(1 − x)": (x) => log(sub(1, x)),
  "log(exp(x))": (x) => log(exp(x)),
  "log(1 − exp(−abs(x)))": (x) => log(sub(1, exp(neg(abs(x))))),
  "exp(x) · exp(−x)": (x) => mul(exp(x), exp(neg(x))),
  "softplus(x) − x": (x) => sub(softplus(x), x),
  "log(sigmoid(x)) − log(1 − sigmoid(x))": (x) => sub(log(sigmoid(x)), log(sub(1, sigmoid(x)))),
  "log(sum(exp([x, 0])))": (x) => log(sum(exp(pair(x)), 1)),
  "exp([x, 0]) / sum(exp([x, 0]))": (x) => first(pair(x), (y) => div(exp(y), sum(exp(y), 1, { keepdim: true }))),
  "log(exp([x, 0]) / sum(exp([x, 0])))": (x) => first(pair(x), (y) => log(div(exp(y), sum(exp(y), 1, { keepdim: true })))),
  "[x, 0] − log(sum(exp([x, 0])))": (x) => first(pair(x), (y) => sub(y, log(sum(exp(y), 1, { keepdim: true })))),
};
/** The rows [x, 0], of which the first element is shown. */
const pair = (x: Tensor): Tensor => mul(reshape(x, [-1, 1]), tensor([1, 0]));
const first = (y: Tensor, f: Written): Tensor => sum(gather(f(y), 1, expand(tensor(Int32Array.of(0)), [y.shape[0]!, 1])), 1);

/** 64 numbers of every sign and exponent, and ±200 in steps of 1/64, in order. */
const X = Float32Array.from(
  new Set([
    ...new Float32Array(Uint32Array.from({ length: 2 ** 15 }, (_, i) => i << 17).buffer).filter(Number.isFinite),
    ...Array.from({ length: 25601 }, (_, i) => i / 64 - 200),
  ]),
).sort();

function restated(): string {
  const rows = Object.entries(RESTATED).map(([text, written]) => {
    const seen = report(),
      stable = valueAndGradient(written),
      run = seen.entries.at(-1)!.run;
    seen.stop();
    const plain = stabilise("off", () => valueAndGradient(written));
    const named = run.replaceAll(/parameter \d+\[\d+\]/g, "x").replaceAll("mul(reshape(x), tensor[2])", "[x, 0]");
    return [text, named].map((formula) => `\`${formula}\``).concat(plain.map((got, i) => lost(got, stable[i]!)));
  });
  return markdown(["written", "run", "the written value is lost for", "the written gradient is lost for"], rows);
}

function valueAndGradient(written: Written): [Float32Array, Float32Array] {
  const p = parameter(X),
    y = written(p);
  backward(sum(y));
  return [y.dataSync() as Float32Array, p.grad!.dataSync() as Float32Array];
}

/** The ranges of x in which half of the digits or more are gone; two that lie within a factor of NEAR are one. */
function lost(got: Float32Array, want: Float32Array): string {
  const wrong = X.filter((_, i) => !(Object.is(got[i], want[i]) || Math.abs(got[i]! - want[i]!) <= 2 ** -12 * Math.abs(want[i]!) + 2 ** -149)),
    ranges: [number, number][] = [];
  for (const x of wrong) {
    const last = ranges.at(-1);
    if (last && x * last[1] > 0 && Math.max(x / last[1], last[1] / x) <= NEAR) last[1] = x;
    else ranges.push([x, x]);
  }
  return ranges.map(between).join("; ") || "no x";
}
/** Ends that are subnormal are shown as 0. */
function between([first, last]: readonly [number, number]): string {
  const low = first === X[0] ? "" : Math.abs(first) < 2 ** -126 ? "0 < " : `${show(first)} ≤ `,
    high = last === X.at(-1) ? "" : Math.abs(last) < 2 ** -126 ? " < 0" : ` ≤ ${show(last)}`;
  return `${low}x${high}`;
}

/** What is lost here as well, and the right value, from float64 formulas in which nothing is. */
const NOT_RESTATED: readonly (readonly [string, Written, number, (x: number) => number])[] = [
  ["(x > 0) · x + (x ≤ 0) · (exp(x) − 1)", (x) => add(mul(gt(x, 0), x), mul(le(x, 0), sub(exp(x), 1))), 1000, (x) => x],
  ["relu(x · 1e30) · 1e-30", (x) => mul(relu(mul(x, 1e30)), 1e-30), 1e20, (x) => x],
];

function limits(): string {
  const rows = NOT_RESTATED.map(([text, written, x, right]) => {
    const y = sum(written(parameter([x]))).item();
    return [`\`${text}\``, ...[x, y, right(x)].map((v) => minus(String(Number(v.toPrecision(3))).replace("Infinity", "∞")))];
  });
  return markdown(["written", "x", "evenkeel gives", "right"], rows);
}

/** What two tensors of these types have together, asked of the library. */
function types(): string {
  const rows = DTYPES.map((a) => [a, ...DTYPES.map((b) => add(zeros([1], { dtype: a }), zeros([1], { dtype: b })).dtype)]);
  return markdown(["", ...DTYPES], rows);
}

const NEAR = 100;
const show = (x: number): string => minus(Math.abs(x) < 1e-3 ? x.toExponential(2) : String(Number(x.toPrecision(4))));
const minus = (text: string): string => text.replaceAll("-", "−");

/** What conformance/scripts/differential.ts kept of random expressions. */
interface Expressions {
  readonly commit: string;
  readonly first: number;
  readonly count: number;
  readonly restated: number;
  readonly right: number;
  readonly lost: number;
  readonly outside: number;
  readonly unknown: number;
  readonly worse: readonly unknown[];
}
function random(): string {
  const records = JSON.parse(readFileSync(join(RESULTS, "differential/expressions.json"), "utf8")) as Expressions[];
  return markdown(
    ["expressions", "of commit", "restated", "judged", "right", "lost as without", "worse", "beyond float32", "not judged"],
    records.map(({ commit, first, count, restated, right, lost, worse, outside, unknown }) => {
      const judged = right + lost + worse.length;
      return [
        `${count.toLocaleString("en")} from seed ${first}`,
        `\`${commit}\``,
        `${((100 * restated) / count).toFixed(1)} %`,
        judged.toLocaleString("en"),
        `${((100 * right) / judged).toFixed(1)} %`,
        `${lost}`,
        `${worse.length}`,
        `${outside}`,
        unknown.toLocaleString("en"),
      ];
    }),
  );
}

await fillCommand("NUMERICS.md", {
  "tools/numerics-table.ts random": random(),
  "tools/numerics-table.ts bounds": bounds(),
  "tools/numerics-table.ts stated": stated(),
  "tools/numerics-table.ts restated": restated(),
  "tools/numerics-table.ts limits": limits(),
  "tools/numerics-table.ts types": types(),
});
