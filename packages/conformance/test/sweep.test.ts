/** The sweep on a backend that computes rightly, and on one that lies about a single input among the 4,194,304 of a chunk. */
import { input } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { expect, test, vi } from "vitest";
import { references } from "../src/suite.js";
import { type Origin, parseResult, toResult } from "../src/result.js";
import { CHUNK, chunkInputs, CHUNKS, emptyTally, hashChunk, hashOutputs, sweep, type Swept, type Tally } from "../src/sweep.js";
import { type Lie, plain } from "./plain.js";

vi.setConfig({ testTimeout: 60_000 });

const exp: Swept = { op: "exp", body: words.exp(input(0)), exact: references.exp.value, bound: 0.501 };
/** The chunk that holds 1, swept alone. */
const CHUNK_OF_ONE = 0x3f800000 >>> 22;
async function one(lie?: Lie, chunk = CHUNK_OF_ONE): Promise<Tally> {
  const tally: Tally = { ...emptyTally(), hashes: Array.from({ length: chunk }, () => 0) };
  await sweep(plain(lie), exp, tally, () => {}, chunk + 1);
  return tally;
}

test("the chunks are all inputs", () => {
  const first = new Uint32Array(chunkInputs(0).buffer),
    last = new Uint32Array(chunkInputs(CHUNKS - 1).buffer);
  expect([first[0], last[CHUNK - 1], CHUNK * CHUNKS]).toEqual([0, 0xffffffff, 2 ** 32]);
});

test("right results: nothing over the bound, and the worst is within a hair of ½", async () => {
  const { worstUlp, wrongRounded, over } = await one();
  expect([wrongRounded, over]).toEqual([0, 0]);
  expect(worstUlp).toBeGreaterThan(0.49999);
  expect(worstUlp).toBeLessThanOrEqual(0.5);
});

test("one result one ulp off is counted and located", async () => {
  const { worstUlp, worstAt, wrongRounded, over } = await one((v, y) => (v[0] === 1.25 ? Math.fround(y) + 2 ** -22 : y));
  expect([wrongRounded, over, worstAt]).toEqual([1, 1, 0x3fa00000]);
  expect(worstUlp).toBeGreaterThan(0.5);
  expect(worstUlp).toBeLessThan(1.5);
});

const specials: [string, number, Lie][] = [
  ["NaN", CHUNK_OF_ONE, (v, y) => (v[0] === 1.25 ? NaN : y)],
  ["a number for NaN", CHUNKS - 1, (v, y) => (v[0] === v[0] ? y : 1)],
  ["−0 for an underflow", 0xc3800000 >>> 22, (v, y) => (v[0] === -300 ? -0 : y)],
];
test.each(specials)("%s is over every bound", async (_, chunk, lie) => {
  const { worstUlp, over } = await one(lie, chunk);
  expect(worstUlp).toBe(Infinity);
  expect(over).toBeGreaterThan(0);
});

test("a hash sees every bit and no NaN's payload", () => {
  const outputs = Float32Array.of(1, NaN, -0, 3),
    before = hashOutputs(outputs),
    bits = new Uint32Array(outputs.buffer);
  bits[1] = 0xffc12345;
  expect(hashOutputs(outputs)).toBe(before);
  for (const [i, bit] of [
    [0, 1],
    [2, 0x80000000],
    [3, 1],
    [3, 0x40000000],
  ] as const) {
    bits[i]! ^= bit;
    expect(hashOutputs(outputs)).not.toBe(before);
    bits[i]! ^= bit;
  }
});

test("a sweep stops and goes on, and its hash is the chunk's", async () => {
  const tally = await one();
  expect(tally.hashes.at(-1)).toBe(await hashChunk(plain(), exp, CHUNK_OF_ONE));
  await sweep(plain(), exp, tally, () => {}, CHUNK_OF_ONE + 1);
  expect(tally.hashes.length).toBe(CHUNK_OF_ONE + 1);
});

const origin: Origin = { op: "exp", arithmetic: "wide", date: "2000-01-01", commit: "0123abcd" };
test("a record comes back as it was, and a changed one is refused", () => {
  const hashes = Array.from({ length: CHUNKS }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);
  const tally: Tally = { hashes, worstUlp: 0.5000001, worstAt: 0xbf800000, wrongRounded: 3, over: 0 };
  const text = JSON.stringify(toResult(origin, tally)),
    back = parseResult(text);
  expect([back.worstAt, back.count, [...back.hashes]]).toEqual(["0xbf800000", 2 ** 32, hashes]);
  expect(() => parseResult(text.replace('"chunks":"s', '"chunks":"t'))).toThrow(/Run the sweep again/);
  expect(() => toResult(origin, { ...tally, hashes: [1] })).toThrow(/stopped after 1 of 1024/);
});

test("an op without a fast form is refused", async () => {
  await expect(sweep(plain(), { ...exp, op: "unheard" }, emptyTally(), () => {})).rejects.toThrow(/no fast float64 form/);
});
