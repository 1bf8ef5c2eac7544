/**
 * sort: the places of a row's elements in ascending order of keys, which are unsigned integers in the order of the elements. A pair is 8 bytes:
 * place, then key, so that as one 64-bit integer it is ordered by key and, among equal keys, by place.
 * Short rows are sorted by insertion. Longer ones by digits of the key from the last to the first, each a stable distribution into buckets.
 */
import type { SortRequest } from "@evenkeel/core";
import type { Machine } from "../machine.js";
import { count as countDigits, DIGITS, distribute, insert, KEYS, makeKeys, offsets, take, type Digits, WIDTHS } from "./sortSteps.js";
import { integers } from "./loops.js";

/** Rows up to this length are sorted by insertion; from the other length on, digits are wide. */
const SHORT = 64;
const LONG = 8192;
/** Elements of one call. */
const CALL = 32768;
const PAIR = 8;

export function sort(machine: Machine, request: SortRequest): null {
  const { dtype, rows, n, from, count, descending, input, output } = request;
  if (!rows || !count) return null;
  const keys = machine.kernel(`sort keys ${dtype}`, integers(5), [], (f) => makeKeys(f, KEYS[dtype as keyof typeof KEYS]));
  const places = machine.kernel("sort take", integers(5), [], take);
  const together = n > SHORT ? 1 : Math.floor(CALL / n);
  const sortRows = n > SHORT ? distributing(machine, n < LONG ? WIDTHS.narrow : WIDTHS.wide) : inserting(machine);
  // Twice the pairs, and counters behind them, are what distribution needs.
  const pairs = machine.scratch(2 * PAIR * n * together + DIGITS(WIDTHS.wide));
  const [start, to] = [machine.address(input), machine.address(output)];
  for (let r = 0; r < rows; r += together) {
    const size = Math.min(together, rows - r);
    chunks(size * n, (i, part) => keys(pairs + PAIR * i, start + 4 * (r * n + i), i, part, descending ? -1 : 0));
    const sorted = sortRows(pairs, size, n) + PAIR * from;
    if (size > 1) places(to + 4 * r * count, sorted, count, size, n);
    else chunks(count, (i, part) => places(to + 4 * (r * count + i), sorted + PAIR * i, part, 1, n));
  }
  return null;
}

function chunks(n: number, visit: (i: number, size: number) => void): void {
  for (let i = 0; i < n; i += CALL) visit(i, Math.min(CALL, n - i));
}

/** Sorts rows of pairs and answers where they are then. */
type SortRows = (pairs: number, rows: number, n: number) => number;

function inserting(machine: Machine): SortRows {
  const run = machine.kernel("sort insert", integers(3), [], insert);
  return (pairs, rows, n) => (run(pairs, rows, n), pairs);
}

/** One row. All digits are counted in one pass. A digit that all keys share moves nothing, and is left out. */
function distributing(machine: Machine, digits: Digits): SortRows {
  const { bits, passes } = digits;
  const counting = machine.kernel(`sort count ${bits}`, integers(3), [], (f) => countDigits(f, digits));
  const adding = machine.kernel(`sort offsets ${bits}`, integers(3), integers(1), (f) => offsets(f, digits));
  const moving = machine.kernel(`sort distribute ${bits}`, integers(4), [], (f) => distribute(f, digits));
  return (pairs, _rows, n) => {
    let [source, target] = [pairs, pairs + PAIR * n];
    const counters = pairs + 2 * PAIR * n;
    machine.memory.u8.fill(0, counters, counters + DIGITS(digits));
    chunks(n, (i, size) => counting(counters, source + PAIR * i, size));
    for (let pass = 0; pass < passes; pass++) {
      const places = counters + (4 << bits) * pass;
      if (adding(places, target, n)) continue;
      chunks(n, (i, size) => moving(places, source + PAIR * i, size, bits * pass));
      [source, target] = [target, source];
    }
    return source;
  };
}
