/** Hashes tell apart what differs: plans are found by them, and nodes. */
import { expect, test } from "vitest";
import { mix, Sequence } from "../src/tensor/hash.js";

const hashOf = (xs: readonly number[]): number => {
  const s = new Sequence();
  for (const x of xs) s.add(x);
  return s.hash;
};

test("short sequences of small numbers, among them all that begin alike, have hashes of their own", () => {
  const hashes = new Set<number>();
  let count = 0;
  const visit = (xs: readonly number[]): void => {
    count++;
    hashes.add(hashOf(xs));
    if (xs.length < 4) for (let x = -10; x < 10; x++) visit([...xs, x]);
  };
  visit([]);
  expect(count).toBe(168_421);
  expect(hashes.size).toBe(count);
  for (const h of hashes) if (!Number.isSafeInteger(h) || h < 0) throw new Error(`${h} is no hash of 53 bits`);
});
test("long sequences that differ in one place, in order or in length", () => {
  const long = Array.from({ length: 1000 }, (_, i) => i % 7),
    others = long.map((_, i) => hashOf(long.map((x, k) => (k === i ? x + 1 : x))));
  const swapped = long.slice(1).map((_, i) => hashOf(long.map((x, k) => (k === i ? long[i + 1]! : k === i + 1 ? long[i]! : x))));
  const all = [hashOf(long), ...others, ...swapped.filter((_, i) => long[i] !== long[i + 1]), hashOf([...long, 0]), hashOf([0, ...long])];
  expect(new Set(all).size).toBe(all.length);
});
test("mixed numbers, their order and their signs", () => {
  const xs = [0, -0, 1, -1, 0.1, NaN, Infinity, 2 ** 52, ...Array.from({ length: 300 }, (_, i) => i + 2)],
    all = xs.flatMap((x) => xs.map((y) => mix(mix(-1, x), y)));
  expect(new Set(all).size).toBe(all.length);
});
test("two numbers, whichever is the hash: leaves are no numbers, and operands do not change places", () => {
  const xs = Array.from({ length: 400 }, (_, i) => i - 50),
    all = xs.flatMap((x) => xs.map((y) => mix(x, y)));
  expect(new Set(all).size).toBe(all.length);
  const nodes = xs.map((x) => mix(-2, x)),
    pairs = nodes.flatMap((x) => nodes.map((y) => mix(mix(7, x), y)));
  expect(new Set([...nodes, ...pairs]).size).toBe(nodes.length + pairs.length);
});
