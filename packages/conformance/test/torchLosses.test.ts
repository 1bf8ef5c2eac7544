/**
 * Losses against those that PyTorch computed in float64 (../shared/cases/torch-training beside the project), where they are at hand: values and gradients,
 * in float32 and in float64.
 */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import * as losses from "@evenkeel/losses";
import { crossEntropyScale } from "./crossEntropyScale.js";
import { verdict } from "../src/judge.js";
import { FORMATS } from "../src/ulp.js";
import { numbers, type Stored } from "./outside/samples.js";

type T = k.Tensor;
const file = new URL("../../../../shared/cases/torch-training/losses.json.gz", import.meta.url),
  present = existsSync(file);
if (!present) console.log(`torchLosses: ${file.pathname} is not there, so nothing was compared with PyTorch`);
beforeAll(() => k.setDefaultDevice(cpu()));

interface Case {
  readonly loss: string;
  readonly tag: string;
  readonly in: Readonly<Record<string, { readonly t: Stored }>>;
  readonly opts: Readonly<Record<string, unknown>>;
  readonly out?: Stored;
  readonly cot?: Stored;
  readonly grads?: Readonly<Record<string, Stored>>;
  readonly error?: string;
}
const cases: Case[] = present ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { cases: Case[] }).cases : [];
const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
/** Where operands stand, by the names that PyTorch gives them. */
const OPERANDS: Record<string, readonly string[]> = {
  gaussian_nll_loss: ["input", "target", "var"],
  cosine_embedding_loss: ["input1", "input2", "target"],
  triplet_margin_loss: ["anchor", "positive", "negative"],
};
/** Not there. */
const ABSENT = new Set(["ctc_loss"]);
/**
 * Where the gradient is ours and not PyTorch's: of a probability of 0 or 1 that the target agrees with it is 1 or −1 there, exactly, and 0 in PyTorch.
 */
const isExactHere = (c: Case, name: string, i: number): boolean =>
  c.loss === "binary_cross_entropy" &&
  name === "input" &&
  [0, 1].includes(Number(c.in["input"]!.t.v[i])) &&
  c.in["input"]!.t.v[i] === c.in["target"]!.t.v[i];

describe.skipIf(!present).each(["float32", "float64"] as const)("%s", (dtype) => {
  const made = (t: Stored): T => {
    const data = numbers(t);
    return k.tensor(/^[iu]\d/.test(t.d) ? Int32Array.from(data) : dtype === "float32" ? Float32Array.from(data) : Float64Array.from(data), {
      shape: t.s,
    });
  };
  const judge = (what: string, got: ArrayLike<number>, want: readonly number[], magnitude: number | readonly number[], terms: number): void => {
    expect(got.length, what).toBe(want.length);
    want.forEach((x, i) => {
      // What is next to nothing in float64 is 0 in float32, of whichever sign.
      const v = verdict({
        address: () => `${what}[${i}]`,
        inputs: [],
        got: got[i]! + 0,
        truth: [(dtype === "float32" && Math.fround(x) === 0 ? 0 : x) + 0, 0],
        bound: { terms },
        magnitude: typeof magnitude === "number" ? magnitude : magnitude[i]!,
        format: FORMATS[dtype],
      });
      expect(v.pass, v.sentence).toBe(true);
    });
  };
  const names = [...new Set(cases.map((c) => c.loss))].filter((loss) => !ABSENT.has(loss));
  test.each(names.length ? names : ["none"])("%s", (loss) => {
    const mine = cases.filter((c) => c.loss === loss);
    for (const [n, c] of mine.entries()) {
      const operands = OPERANDS[loss] ?? ["input", "target"],
        xs = operands.map((name) => made(c.in[name]!.t)),
        options = Object.fromEntries(
          Object.entries(c.opts).map(([name, x]) => [camel(name), x && typeof x === "object" ? made((x as { t: Stored }).t) : x]),
        );
      const f = (...xs: readonly T[]): T => (losses as unknown as Record<string, (...x: unknown[]) => T>)[camel(loss)]!(...xs, options),
        name = `${loss}:${dtype}:${n} ${c.tag} ${JSON.stringify(c.opts["reduction"])}`;
      if (c.error) {
        expect(() => f(...xs), name).toThrow(RangeError);
        continue;
      }
      const out = numbers(c.out!),
        size = Math.max(
          1,
          ...out.map(Math.abs).filter(Number.isFinite),
          ...numbers(c.in[operands[0]!]!.t)
            .map(Math.abs)
            .filter((x) => x < 1e6),
        );
      const scales = loss === "cross_entropy" ? crossEntropyScale(c.in["input"]!.t, c.in["target"]!.t, c.opts, c.cot!) : null;
      judge(`${name} value`, f(...xs).dataSync(), out, scales?.value ?? size, TERMS[dtype]);
      const cotangent = made(c.cot!),
        asked = Object.keys(c.grads!);
      for (const by of asked) {
        const at = operands.indexOf(by),
          g = grad((x: T) => k.sum(k.mul(f(...xs.map((each, i) => (i === at ? x : each))), cotangent)))(xs[at]!),
          want = numbers(c.grads![by]!),
          got = [...g.dataSync()].map((x, i) => (isExactHere(c, by, i) ? want[i]! : x));
        judge(`${name} ∂${by}`, got, want, scales?.gradient ?? Math.max(...want.map(Math.abs)), TERMS[dtype]);
      }
    }
  });
});
/**
 * In u, 2⁻²⁴ or 2⁻⁵³, of the greatest of inputs, results and 1; of a cross entropy, of its own scale. In float32 every element is rounded once, or three times where it is a
 * row's, and what is reduced once; the logarithms of a cross entropy are off by 2·u, and its term, sum, smoothing and mean are four roundings. In float64 a body is off by
 * 2 ulp, 4·u, those four and a reduction are 5·u, and PyTorch's results, of as many operations, are off by as much. What each loss promises is judged by itself in lossEnds.test.ts.
 */
const TERMS = { float32: 6, float64: 18 };
