/** The inputs: no part of the format is left out, and the same seed gives the same inputs. */
import { expect, test } from "vitest";
import { neighbours, SPECIALS, stepped, stratified, stratifiedPairs } from "../src/cases.js";

const bitsOf = (x: Float32Array): Uint32Array => new Uint32Array(x.buffer);

test("every sign and exponent has its share, with both ends", () => {
  const bits = bitsOf(stratified(33_000, 1)),
    buckets = new Map<number, Set<number>>();
  for (const b of bits) buckets.set(b >>> 23, (buckets.get(b >>> 23) ?? new Set()).add(b & 0x7fffff));
  for (let sign = 0; sign < 512; sign += 256)
    for (let exponent = 0; exponent < 255; exponent++) {
      const mantissas = buckets.get(sign + exponent)!;
      expect(mantissas.size).toBeGreaterThanOrEqual(60);
      expect(mantissas.has(0) && mantissas.has(0x7fffff)).toBe(true);
    }
  expect(bits.length).toBeGreaterThanOrEqual(33_000);
});

test("every special value is there, and two steps to either side of a hard point", () => {
  const got = [...stratified(2000, 1, [-0.48497945])];
  for (const special of SPECIALS)
    expect(
      got.some((x) => Object.is(x, special)),
      String(special),
    ).toBe(true);
  for (const near of neighbours(-0.48497945)) expect(got).toContain(near);
});

test("the seed decides", () => {
  expect(bitsOf(stratified(5000, 1))).toEqual(bitsOf(stratified(5000, 1)));
  expect(bitsOf(stratified(5000, 1))).not.toEqual(bitsOf(stratified(5000, 2)));
});

test("steps cross zero and stop at infinity", () => {
  expect(stepped(0, 1)).toBe(2 ** -149);
  expect(stepped(2 ** -149, -2)).toBe(-(2 ** -149));
  expect(stepped(1, -1)).toBe(1 - 2 ** -24);
  expect(stepped(-1, 1)).toBe(-1 + 2 ** -24);
  expect(stepped(2 ** 128 - 2 ** 104, 5)).toBe(Infinity);
  expect(Object.is(stepped(-0, 0), -0)).toBe(true);
});

test("pairs hold every pair of specials, and operands that cancel", () => {
  const [x, y] = stratifiedPairs(4000, 1),
    seen = new Set(Array.from(x, (a, i) => `${label(a)} ${label(y[i]!)}`));
  for (const a of SPECIALS) for (const b of SPECIALS) expect(seen.has(`${label(a)} ${label(b)}`)).toBe(true);
  expect(x.filter((a, i) => a === y[i]).length).toBeGreaterThan(50);
  expect(x.filter((a, i) => a !== 0 && Math.abs(a + y[i]!) < Math.abs(a) * 1e-6).length).toBeGreaterThan(50);
});
const label = (x: number): string => (Object.is(x, -0) ? "-0" : String(x));
