/**
 * Every elementwise op and every derivative of it on this backend: within the narrow bound of its facts against the references, specials right; and bit for
 * bit what narrow arithmetic gives in JavaScript, where subnormals are flushed: a printer prints what is written.
 */
import { expect, test } from "vitest";
import { applyBody, facts, narrowBackend, references, run, stratifiedPairs } from "@evenkeel/conformance";
import { gpu } from "./device.js";

/** Two for each sign and exponent. */
const COUNT = 1032;
const strict = narrowBackend({ flush: true });

for (const f of facts)
  test(f.name, async () => {
    const { findings } = await run(gpu, [f], references, { count: COUNT });
    expect(findings.flatMap(({ failures }) => failures.map((v) => v.sentence))).toEqual([]);
    const [x, y] = stratifiedPairs(COUNT, 7, f.hard),
      [z, w] = stratifiedPairs(COUNT, 8, f.hard),
      inputs = [x, y, z, w].slice(0, f.arity);
    const [here, there] = [await applyBody(gpu, f.body, inputs), await applyBody(strict, f.body, inputs)];
    expect(differences(here, there, inputs)).toEqual([]);
  });

/** Where two results are not the same bits; zeros that were subnormal, and NaNs, are one. */
function differences(a: Float32Array, b: Float32Array, inputs: readonly Float32Array[]): string[] {
  const at = [...a.keys()].filter((i) => !(a[i] === b[i] || (a[i] !== a[i] && b[i] !== b[i]) || (tiny(a[i]!) && tiny(b[i]!))));
  return at.slice(0, 5).map((i) => `${inputs.map((x) => x[i]).join()}: ${a[i]} and ${b[i]}`);
}
/** Flushed, or rounded up to the least normal number before it would have been. */
const tiny = (x: number): boolean => Math.abs(x) <= 2 ** -126;
