/**
 * random: the published blocks of Philox4x32-10; every count around a step, long counts, counters that wrap; what is drawn from the words, at
 * words that are hard as well, whose counters the inverse permutation gives.
 */
import { type Draw, type Ex, input, normalQuantile } from "@evenkeel/core";
import * as w from "@evenkeel/core/words";
import type { Bound } from "../judge.js";
import { fraction } from "../reference/bernoulli.js";
import { dd } from "../reference/dd.js";
import { counterOf, type Four, type Two, words } from "../reference/philox.js";
import { rand } from "../reference/rand.js";
import { randint } from "../reference/randint.js";
import { randn } from "../reference/randn.js";
import type { CaseMaker, KindCase } from "./case.js";
import type { Memory } from "./memory.js";

const MAX = 2 ** 32 - 1;
/** kat_vectors of Random123 1.14: counter, key, block. */
export const KNOWN: readonly (readonly [counter: Four, key: Two, block: Four])[] = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [MAX, MAX, MAX, MAX],
    [MAX, MAX],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

const KEY: Two = [0x89abcdef, 7];
const TAIL = [3, 2 ** 31 + 9] as const;
const COUNTS = [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 1000, 32_767, 32_769, 33_000];
/** Counters that wrap at once, in the middle of a vector or later, in the low word and in both. */
const WRAPPING: readonly Two[] = [
  ...[1, 2, 3, 4, 5, 40].flatMap((before): Two[] => [
    [2 ** 32 - before, 5],
    [2 ** 32 - before, MAX],
  ]),
];
const RANGES: readonly (readonly [low: number, range: number])[] = [
  [0, 1],
  [-5, 2],
  [10, 6],
  [-(2 ** 31), 3 * 2 ** 29],
  [-(2 ** 31), 2 ** 31],
  [-(2 ** 31), 2 ** 32 - 1],
];
/** Words at the ends, at the middle, where the lowest bits begin to be dropped, and on either side of the quantile's break at ±0.425. */
const HARD = [0, 2 ** 24, 2 ** 25, 0.425 * 2 ** 32, 2 ** 31, 0.575 * 2 ** 32, 2 ** 32].flatMap((word) =>
  [-2, -1, 0, 1, 2, 3].map((k) => Math.min(Math.max(Math.floor(word) + k, 0), 2 ** 32 - 1)),
);

interface Drawn {
  readonly name: string;
  readonly draw: Draw;
  readonly bound: Bound;
  readonly want: (word: number) => KindCase["want"][number];
}
const body = (name: string, ex: Ex, want: Drawn["want"]): Drawn => ({ name, draw: { form: "body", body: ex }, bound: { ulp: 0.501 }, want });
const signed = (word: number): number => ((word | 0) + 0.5) * 2 ** -32;
const DRAWN: readonly Drawn[] = [
  { name: "bits", draw: { form: "bits" }, bound: { exact: true }, want: (word) => word | 0 },
  { name: "uniform", draw: { form: "uniform" }, bound: { exact: true }, want: rand },
  { name: "fraction", draw: { form: "fraction" }, bound: { exact: true }, want: fraction },
  body("the argument", w.mul(input(0), 1), (word) => ({ value: dd(signed(word)), magnitude: 0 })),
  body("the normal quantile", normalQuantile(), (word) => ({ value: randn(word), magnitude: 0 })),
];

export const randomCases: CaseMaker = (memory) => [
  ...KNOWN.map(([counter, key, block]) => make(memory, DRAWN[0]!, "known block", key, counter, block)),
  ...DRAWN.flatMap((drawn) => [
    ...COUNTS.slice(0, drawn.draw.form === "bits" ? 99 : 14).map((count) => one(memory, drawn, [0, 0], count)),
    ...WRAPPING.map((position) => one(memory, drawn, position, 200)),
    ...Array.from({ length: HARD.length / 3 }, (_, i) => HARD.slice(3 * i, 3 * i + 3)).map((hard) => {
      const block = [...hard, 12345] as unknown as Four;
      return make(memory, drawn, `words ${block.join()}`, KEY, counterOf(KEY, block), block);
    }),
  ]),
  ...RANGES.flatMap((range) => [
    ...[0, 1, 2, 7, 8, 9, 1000].map((count) => integer(memory, range, [0, 0], count)),
    integer(memory, range, WRAPPING[6]!, 99),
  ]),
];

function one(memory: Memory, drawn: Drawn, position: Two, count: number): KindCase {
  const counter: Four = [...position, ...TAIL];
  return make(memory, drawn, `${count} from ${position.join()}`, KEY, counter, words(KEY, counter, count));
}

function make(memory: Memory, { name, draw, bound, want }: Drawn, what: string, key: Two, counter: Four, from: readonly number[]): KindCase {
  const request = { kind: "random", draw, key, counter, count: from.length, output: memory.output(from.length, [1]) } as const;
  return { name: `${name}, ${what}`, request, want: from.map(want), bound, dtype: draw.form === "bits" ? "int32" : "float32", fault: null };
}

function integer(memory: Memory, [low, range]: Two, position: Two, count: number): KindCase {
  const counter: Four = [...position, ...TAIL],
    from = words(KEY, counter, 2 * count);
  const want = Array.from({ length: count }, (_, i) => randint([from[2 * i]!, from[2 * i + 1]!], low, range));
  const request = { kind: "random", draw: { form: "integer", low, range }, key: KEY, counter, count, output: memory.output(count, [1]) } as const;
  return {
    name: `${count} integers from ${low}, ${range} of them, from ${position.join()}`,
    request,
    want,
    bound: { exact: true },
    dtype: "int32",
    fault: null,
  };
}
