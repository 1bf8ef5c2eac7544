/** Functions of any precision: two precisions agree, and so do values of 600 bits (../shared/cases/mpfr-refs beside the project), where those are at hand. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { arithmetic, big, type Big, isZero, neg, size, toNumber } from "../src/reference/big.js";
import { functions } from "../src/reference/bigFunctions.js";

const folder = new URL("../../../../shared/cases/mpfr-refs/", import.meta.url);
const present = existsSync(folder);
if (!present) console.log(`bigFunctions: ${folder.pathname} is not there, so they were not compared with it`);

const short = functions(160),
  long = functions(640),
  { sub } = arithmetic(720);
type Name = Exclude<keyof typeof short, "pi" | "pow" | "atan2">;
const names = Object.keys(short).filter((name): name is Name => !["pi", "pow", "atan2"].includes(name));
/** log₂ of the relative distance, to within 8. */
const bits = (a: Big, b: Big): number => {
  const d = sub(a, b);
  return isZero(d) ? -Infinity : size(d) - (isZero(b) ? 0 : size(b));
};
const sizes = [1e-38, 1e-30, 1e-10, 1e-3, 0.0156, 0.1, 0.25, 0.5, 0.75, 0.9, 1 - 2 ** -24, 1, 1 + 2 ** -23, 1.0001, 1.3];
const larger = [1.5, Math.fround(Math.PI / 2), 2, 2.5, 3, 3.9, 4.2, 5, 7.3, 10, 20.5, 30, 88, 100, 1000.25, 1e5, 1e7];
const points = [0, ...sizes, ...larger].flatMap((x) => [x, -x]);

/** NaN where there is none. */
function given(f: () => Big): Big | undefined {
  try {
    return f();
  } catch (e) {
    if (e instanceof RangeError) return undefined;
    throw e;
  }
}

describe("160 and 640 bits agree", () => {
  test.each(names)("%s", (name) => {
    let judged = 0;
    for (const x of points) {
      const a = given(() => short[name](big(x))),
        b = given(() => long[name](big(x)));
      expect(a === undefined, `${name}(${x})`).toBe(b === undefined);
      if (a === undefined || b === undefined) continue;
      expect(bits(a, b), `${name}(${x}) = ${toNumber(a)}`).toBeLessThanOrEqual(-150);
      judged++;
    }
    expect(judged).toBeGreaterThan(15);
  });
  test("pow and atan2", () => {
    for (const x of [0.5, 2, 10, 1e-10, -2, -3])
      for (const y of [0.5, 2, -3, 1e5, -0.25, 7, 0]) {
        const a = given(() => short.pow(big(x), big(y)));
        expect(a === undefined, `${x}^${y}`).toBe(Number.isNaN(x ** y));
        if (a !== undefined) expect(bits(a, long.pow(big(x), big(y))), `${x}^${y}`).toBeLessThanOrEqual(-150);
        const angle = short.atan2(big(y), big(x));
        expect(bits(angle, long.atan2(big(y), big(x))), `atan2(${y}, ${x})`).toBeLessThanOrEqual(-150);
        expect(Math.abs(toNumber(angle) - Math.atan2(y, x))).toBeLessThan(1e-14);
      }
    expect(() => short.pow(big(0), big(-1))).toThrow(RangeError);
  });
});

describe("identities that no one function knows of", () => {
  const { add, mul } = arithmetic(200),
    holds = (a: Big, b: Big, name: string): void => expect(bits(a, b), name).toBeLessThanOrEqual(-150);
  const x = [0.01, 0.3, 1.1, 2.7, 6.5].map(big);
  test.each(x.map((y) => [toNumber(y), y] as const))("at %d", (_, y) => {
    const f = short;
    holds(add(mul(f.sin(y), f.sin(y)), mul(f.cos(y), f.cos(y))), big(1), "sin² + cos²");
    holds(f.exp(f.log(y)), y, "exp of log");
    holds(f.expm1(f.log1p(y)), y, "expm1 of log1p");
    holds(mul(f.sqrt(y), f.sqrt(y)), y, "the root's square");
    holds(f.tan(f.atan(y)), y, "tan of atan");
    holds(f.sinh(f.asinh(y)), y, "sinh of asinh");
    holds(f.atanh(f.tanh(y)), y, "atanh of tanh");
    holds(add(f.erf(y), f.erfc(y)), big(1), "erf + erfc");
    holds(f.exp(arithmetic(200).sub(f.lgamma(add(y, big(1))), f.lgamma(y))), y, "Γ(x + 1)/Γ(x)");
    holds(mul(arithmetic(200).sub(f.digamma(add(y, big(1))), f.digamma(y)), y), big(1), "ψ(x + 1) − ψ(x)");
  });
  test("and constants", () => {
    holds(short.lgamma(big(0.5)), arithmetic(200).div(short.log(short.pi), big(2)), "Γ(½) = √π");
    expect(toNumber(short.digamma(big(1)))).toBeCloseTo(-0.5772156649015329, 15);
    expect(toNumber(short.erfc(big(20)))).toBeCloseTo(5.3958656116079e-176, 189);
    // Next to what holds, what does not.
    expect(bits(short.sin(big(1)), short.cos(big(1)))).toBeGreaterThan(-8);
  });
});

test("outside a domain there is nothing", () => {
  for (const f of [short.log, short.sqrt, short.acosh, short.lgamma, short.digamma]) expect(() => f(big(-2))).toThrow(RangeError);
  for (const f of [short.asin, short.acos, short.atanh]) expect(() => f(big(1.5))).toThrow(RangeError);
  for (const f of [short.atanh]) expect(() => f(big(1))).toThrow(RangeError);
});

test.skipIf(!present).each(names.filter((name) => existsSync(new URL(`${name}.json.gz`, folder))))("%s is what 600 bits say", (name) => {
  const { cases } = JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, folder))).toString()) as { cases: (number | string)[][] };
  let judged = 0;
  for (let i = 0; i < cases.length; i += 5) {
    const [x, hi, lo] = cases[i]!.map(Number) as [number, number, number];
    if (![x, hi, lo].every(Number.isFinite) || Math.abs(hi) < 2 ** -900) continue;
    const want = lo === 0 ? big(hi) : sub(big(hi), neg(big(lo)));
    expect(bits(short[name](big(x)), want), `${name}(${x})`).toBeLessThanOrEqual(-100);
    judged++;
  }
  expect(judged).toBeGreaterThan(80);
});
