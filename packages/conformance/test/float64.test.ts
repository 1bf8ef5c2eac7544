/**
 * Every row in float64: value and derivatives at inputs of every sign and exponent, against the references. One word is within 1 ulp, a body
 * within 2 (of its scale, where terms cancel), and what is exact or correctly rounded in float32 is so here.
 */
import { describe, expect, test } from "vitest";
import { type Ex, inOrder } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { applyBody } from "../src/apply.js";
import { random } from "../src/cases.js";
import { stratified64 } from "../src/cases64.js";
import { evaluator } from "../src/evaluate.js";
import { type Bound, verdict } from "../src/judge.js";
import { type DD, dd } from "../src/reference/dd.js";
import * as gammaFunctions from "../src/reference/gammaFunctions.js";
import type { Exact } from "../src/reference/reference.js";
import { facts, references } from "../src/suite.js";
import { FORMATS } from "../src/ulp.js";
import { judged } from "./words64.js";

const backend = cpu();
const COUNT = 9000;
/** Below this a double-double truth has no bits left for its lower half, and above its inverse none to be split. */
const LEAST = 2 ** -960;
const ELEMENTARY = new Set([...Object.keys(judged), "atan2", "pow"]);
const WORDS = new Set(["add", "sub", "mul", "div", "sqrt", ...ELEMENTARY]);

interface Part {
  readonly name: string;
  readonly body: Ex;
  readonly exact: Exact;
  readonly wide: number;
  readonly of?: Ex | undefined;
  readonly arity: number;
  readonly hard: readonly number[];
  readonly domain: readonly [number, number];
  readonly parameters: readonly (readonly number[])[];
}
const parts: Part[] = facts.flatMap((f) => {
  const common = { arity: f.arity, hard: f.hard, domain: f.domain, parameters: f.parameters ?? [[]] },
    reference = references[f.name as keyof typeof references];
  return [
    { ...common, name: f.name, body: f.body, exact: reference.value, wide: f.bound.wide.ulp, of: f.bound.wide.of },
    ...f.derivatives.map((d) => ({
      ...common,
      name: `${f.name} by input ${d.input}`,
      body: d.body,
      exact: reference.derivatives[d.input]!,
      wide: d.bound.wide.ulp,
      of: d.bound.wide.of,
    })),
  ];
});

/** Bodies that need more than 2 ulp, and why. */
const squared = { ulps: (x: number) => 2 + x * x, why: "the exponent −x² is rounded, by up to 2⁻⁵³·x²" };
const ratios = {
  ulps: () => 8,
  why: "two polynomials of eight terms, of up to 3 ulp each, are divided, and their ratio is itself only right to 1e-16",
};
const rooted = {
  ulps: (x: number) => 2 + 1.7 * x * x,
  why: "√½ and −x·√½ are rounded, by up to 1.7·2⁻⁵³ in all, and the exponent is twice the square",
};
const cubed = {
  ulps: (x: number) => 3 + 3 * Math.abs(1.6 * x * (1 + 0.045 * x * x)),
  why: "the exponent v = 2√(2/π)·(x + 0.044715x³) is rounded, by up to 3·2⁻⁵³·|v|",
};
/** Pairs hold 2⁻⁶³ of the terms that cancel, which is 1 ulp of results down to 2⁻¹⁰ of them. */
const cancelled = (f: (x: DD) => DD) => {
  const size = (x: number): number => Math.abs(f(dd(x))[0]);
  return {
    ulps: (x: number) => (x < 0 ? Math.max(1, (2 ** -10 * Math.max(size(1 - x), 0.5)) / size(x)) : 1),
    why: "below 0 terms of the size of the value at 1 − x cancel, and they are pairs of 2⁻⁶³",
  };
};
const LISTED: Readonly<Record<string, { ulps: (x: number, y: number) => number; why: string }>> = {
  "erf by input 0": squared,
  "erfc by input 0": squared,
  ndtr: rooted,
  "ndtr by input 0": squared,
  gelu: rooted,
  "gelu by input 0": rooted,
  geluTanh: cubed,
  "geluTanh by input 0": cubed,
  logNdtr: rooted,
  "logNdtr by input 0": rooted,
  erfinv: ratios,
  ndtri: ratios,
  "erfinv by input 0": { ulps: (x) => 4 + 16 * -Math.log1p(-Math.abs(x)), why: "e^(y²), y being off by up to 8 ulp and y² at most −log(1 − |x|)" },
  "ndtri by input 0": {
    ulps: (p) => 4 + 16 * -Math.log(Math.min(p, 1 - p)),
    why: "e^(y²/2), y being off by up to 8 ulp and y²/2 at most −log of the tail",
  },
  lgamma: cancelled(gammaFunctions.lgamma),
  "lgamma by input 0": cancelled(gammaFunctions.digamma),
  digamma: cancelled(gammaFunctions.digamma),
  "digamma by input 0": { ulps: () => 4, why: "π·d, its sine and π over that are rounded, by up to 1.5·2⁻⁵³ and 2⁻⁵³, and squared" },
  "erfcx by input 0": { ulps: () => 8, why: "at 0 the terms of a polynomial add up to five times its value" },
  "sigmoid by input 0": { ulps: () => 3, why: "two bodies of at most 1.3 ulp are multiplied" },
  "silu by input 0": { ulps: () => 3, why: "a body of at most 1.3 ulp is multiplied by a sum of 1 and its product with x" },
  selu: { ulps: () => 3, why: "an elementary function and two constants are multiplied" },
  "selu by input 0": { ulps: () => 3, why: "an elementary function and two constants are multiplied" },
  celu: { ulps: (x, alpha) => 3 + Math.abs(x / alpha), why: "the exponent x/α is rounded, by up to 2⁻⁵³·|x/α|, and the product with α" },
  "celu by input 0": { ulps: (x, alpha) => 2 + Math.abs(x / alpha), why: "the exponent x/α is rounded, by up to 2⁻⁵³·|x/α|" },
  mish: { ulps: (x) => (x < -700 ? 2 + Math.abs(x) : 3), why: "a quotient of polynomials in e^x, which below −708 is subnormal itself" },
  "mish by input 0": { ulps: (x) => (x < -700 ? 2 + Math.abs(x) : 3), why: "a quotient of polynomials in e^x, which below −708 is subnormal itself" },
  "sinc by input 0": { ulps: (x) => (Math.abs(x) < 0.5 ? 8 : 3), why: "two bodies of at most 2 ulp that are up to five times their difference" },
  "tanh by input 0": { ulps: () => 3, why: "a quotient of an exponential and the square of a rounded sum" },
  "acosh by input 0": { ulps: () => 3, why: "two roots, their product and a quotient" },
  "atan2 by input 0": { ulps: () => 4, why: "a quotient, a product, a sum and a quotient are rounded, each by up to 2⁻⁵³ of itself" },
  "atan2 by input 1": { ulps: () => 4, why: "a quotient, a product, a sum and a quotient are rounded, each by up to 2⁻⁵³ of itself" },
  "cbrt by input 0": { ulps: () => 3, why: "a root is squared, and a multiple of it divides" },
  "softsign by input 0": { ulps: () => 3, why: "a rounded sum is squared" },
  tanhshrink: { ulps: () => 3, why: "the quotient of two polynomials" },
  logaddexp2: { ulps: (x, y) => 2 + Math.abs(x - y), why: "the exponent x − y is rounded, by up to 2⁻⁵³·|x − y|" },
  "logaddexp2 by input 0": { ulps: (x, y) => 2 + Math.abs(x - y), why: "the exponent x − y is rounded, by up to 2⁻⁵³·|x − y|" },
  "logaddexp2 by input 1": { ulps: (x, y) => 2 + Math.abs(x - y), why: "the exponent x − y is rounded, by up to 2⁻⁵³·|x − y|" },
  "pow by input 0": {
    ulps: (x, y) => 3 + Math.abs((y - 1) * Math.log(Math.abs(x))),
    why: "the exponent y − 1 is rounded, by up to 2⁻⁵³·|y − 1|",
  },
  "pow by input 1": { ulps: () => 3, why: "a power and a logarithm are multiplied" },
  "logaddexp by input 0": { ulps: (x, y) => 2 + Math.abs(x - y), why: "the exponent x − y is rounded, by up to 2⁻⁵³·|x − y|" },
  "logaddexp by input 1": { ulps: (x, y) => 2 + Math.abs(x - y), why: "the exponent x − y is rounded, by up to 2⁻⁵³·|x − y|" },
};

/** What a body may be off by, at a point. */
function boundOf({ name, body, wide, of }: Part, at: readonly number[]): Bound {
  const rounding = inOrder([body]).filter((e) => WORDS.has(e.word)),
    one = rounding.length === 1 && ELEMENTARY.has(rounding[0]!.word);
  if (wide === 0) return { exact: true };
  // Without a word that rounds, a constant is the nearest float64.
  if (rounding.length === 0) return { ulp: 0.5 };
  const ulp = LISTED[name]?.ulps(at[0]!, at[1]!) ?? (wide <= 0.5 ? 0.5 : one ? 1 : 2);
  return of ? { scale: ulp } : { ulp };
}
/** Where products and quotients of double-doubles are what they say: neither they nor their parts leave the range. */
const reached = (x: number): boolean => !Number.isFinite(x) || x === 0 || (Math.abs(x) > 2 ** -240 && Math.abs(x) < 2 ** 240);

function shuffled(x: Float64Array, seed: number): Float64Array {
  const next = random(seed);
  return x.map((_, i) => x[(i + 1 + (next() % (x.length - 1))) % x.length]!);
}

describe.each(parts)("$name", (part) => {
  test("is within its bound", async () => {
    const [lo, hi] = part.domain,
      own = part.arity - part.parameters[0]!.length,
      x = stratified64(COUNT, 7, part.hard).filter((v) => v >= lo && v <= hi && (part.arity === 1 || reached(v)));
    const operands = [x, shuffled(x, 5), shuffled(x, 6)].slice(0, own),
      size = part.of && evaluator(part.of, (v) => v);
    const failures: string[] = [];
    let judged = 0;
    for (const choice of part.parameters) {
      const inputs = [...operands, ...choice.map((v) => x.map(() => v))];
      judge(inputs, await applyBody(backend, part.body, inputs));
    }
    function judge(inputs: readonly Float64Array[], got: Float64Array): void {
      got.forEach((value, i) => {
        const at = inputs.map((a) => a[i]!),
          truth = part.exact(...at);
        if (truth[0] !== 0 && (Math.abs(truth[0]) < LEAST || Math.abs(truth[0]) > 1 / LEAST)) return;
        judged++;
        const v = verdict({
          address: () => `${part.name}:f64`,
          inputs: at,
          got: value,
          truth,
          bound: boundOf(part, at),
          format: FORMATS.float64,
          ...(size && { magnitude: Math.abs(size(at)) }),
        });
        if (!v.pass) failures.push(v.sentence);
      });
    }
    expect(failures.slice(0, 3)).toEqual([]);
    expect(judged).toBeGreaterThan(COUNT / 8);
  });
});
