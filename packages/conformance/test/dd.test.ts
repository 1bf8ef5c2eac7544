/** Double-double arithmetic and the functions on it, against exact integers and rationals, and against their own identities. */
import { describe, expect, test } from "vitest";
import { random } from "../src/cases.js";
import { abs, add, compare, type DD, dd, div, mul, neg, scale, sqrt, sub, twoProd, twoSum } from "../src/reference/dd.js";
import { LN2 } from "../src/reference/constants.js";
import { exp, expm1, log, log1p } from "../src/reference/functions.js";
import { bitsOff, exact } from "./fixed.js";

const whole = (a: DD): bigint => exact(a[0]) + exact(a[1]);
const UNIT = 1n << 1074n;

const next = random(7);
const draw = (spread = 40): number => (next() / 2 ** 31 - 1 + next() / 2 ** 63) * 2 ** Math.floor((next() / 2 ** 32 - 0.5) * spread);
const drawDD = (): DD => add(dd(draw()), dd(draw() * 2 ** -54));
const many = Array.from({ length: 2000 }, () => [drawDD(), drawDD()] as const);

const relative = (a: DD, b: DD): number => Math.log2(Math.abs(sub(a, b)[0]) / Math.abs(b[0]) || 2 ** -200);

describe("double-double arithmetic", () => {
  test("twoSum and twoProd lose nothing", () => {
    for (let i = 0; i < 2000; i++) {
      const a = draw(400),
        b = draw(400);
      expect(whole(twoSum(a, b))).toBe(exact(a) + exact(b));
      expect(whole(twoProd(a, b)) * UNIT).toBe(exact(a) * exact(b));
    }
  });
  test("twoProd is exact up to the largest numbers", () => {
    const a = 1.7e308 * (1 - 2 ** -40),
      b = 0.9375 + 2 ** -50;
    expect(whole(twoProd(a, b)) * UNIT).toBe(exact(a) * exact(b));
    expect(twoProd(1e300, 1e300)).toEqual([Infinity, 0]);
  });
  test("add, mul, div and sqrt keep 102 bits", () => {
    for (const [a, b] of many) {
      expect(bitsOff(whole(add(abs(a), abs(b))), whole(abs(a)) + whole(abs(b)))).toBeLessThanOrEqual(-102);
      expect(bitsOff(whole(mul(a, b)) * UNIT, whole(a) * whole(b))).toBeLessThanOrEqual(-102);
      expect(bitsOff(whole(div(a, b)) * whole(b), whole(a) * UNIT)).toBeLessThanOrEqual(-102);
      const r = sqrt(abs(a));
      expect(bitsOff(whole(r) * whole(r), whole(abs(a)) * UNIT)).toBeLessThanOrEqual(-101);
    }
  });
  test("infinities, NaN and signed zeros are those of float64", () => {
    const values = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 5e-324, 1.7e308];
    for (const a of values)
      for (const b of values) {
        expect(add(dd(a), dd(b))[0]).toBe(a + b);
        expect(mul(dd(a), dd(b))[0]).toBe(a * b);
        expect(div(dd(a), dd(b))[0]).toBe(a / b);
        for (const [, lo] of [add(dd(a), dd(b)), mul(dd(a), dd(b)), div(dd(a), dd(b))]) expect(Number.isFinite(lo)).toBe(true);
      }
  });
  test("scale is exact, compare orders by the low part too", () => {
    expect(scale([3, 2 ** -60], -5)).toEqual([3 / 32, 2 ** -65]);
    expect(scale(dd(1), 1023)).toEqual([2 ** 1023, 0]);
    expect([compare([1, 2 ** -60], [1, 0]), compare([1, 0], [1, 0]), compare(dd(-2), dd(1))]).toEqual([1, 0, -1]);
    expect(neg([1, -(2 ** -60)])).toEqual([-1, 2 ** -60]);
  });
});

describe("exp, expm1, log and log1p", () => {
  test("ln 2 is right: its fraction of 2^150 agrees with an integer computed another way", () => {
    // ln 2 = Σ 1/(n·2ⁿ): slower than the series in constants.ts and unrelated to it.
    let sum = 0n;
    for (let n = 1n; n < 300n; n++) sum += (1n << (300n - n)) / n;
    const got = LN2.reduce((total, part) => total + (exact(part) << 300n) / UNIT, 0n);
    expect(bitsOff(got, sum)).toBeLessThanOrEqual(-155);
  });
  test("e^a·e^b = e^(a+b), log(e^a) = a, expm1 and log1p undo each other, to 2^-98", () => {
    for (let i = 0; i < 3000; i++) {
      const a = dd((next() / 2 ** 32 - 0.5) * 300),
        b = dd((next() / 2 ** 32 - 0.5) * 300),
        tiny = dd(draw(200) * 2 ** -20);
      expect(relative(mul(exp(a), exp(b)), exp(add(a, b)))).toBeLessThan(-95); // an exponent of 300 takes 8 bits of its 106
      if (Math.abs(a[0]) > 1) expect(relative(log(exp(a)), a)).toBeLessThan(-98);
      if (Math.abs(tiny[0]) < 1) expect(relative(log1p(expm1(tiny)), tiny)).toBeLessThan(-98);
    }
  });
  test("log near 1 keeps its relative accuracy", () => {
    const x = 1 - 2 ** -24,
      series = Array.from({ length: 7 }, (_, i) => div(dd(-(2 ** (-24 * (i + 1)))), dd(i + 1))).reduceRight(add, dd(0));
    expect(relative(log(dd(x)), series)).toBeLessThan(-100);
  });
  test("the ends of the domains", () => {
    expect([exp(dd(-Infinity)), exp(dd(Infinity)), exp(dd(1000)), exp(dd(NaN))].map(([hi]) => hi)).toEqual([0, Infinity, Infinity, NaN]);
    expect([log(dd(0)), log(dd(-0)), log(dd(-1)), log(dd(Infinity))].map(([hi]) => hi)).toEqual([-Infinity, -Infinity, NaN, Infinity]);
    expect([expm1(dd(-Infinity)), expm1(dd(-0)), log1p(dd(-1)), log1p(dd(-0)), log1p(dd(-2))].map(([hi]) => hi)).toEqual([
      -1,
      -0,
      -Infinity,
      -0,
      NaN,
    ]);
    expect(relative(exp(log(dd(5e-324 * 2 ** 40))), dd(5e-324 * 2 ** 40))).toBeLessThan(-30);
  });
});
