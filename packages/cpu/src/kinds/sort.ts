/**
 * sort: the places of a row's elements in ascending order of keys, which are unsigned integers in the order of the elements. A pair of place and key is 8
 * bytes, or 16 where keys have 64 bits.
 * Short rows are sorted by insertion. Longer ones by digits of the key from the last to the first, each a stable distribution into buckets.
 */
import { bytesIn, type SortRequest } from "@evenkeel/core";
import type { Machine } from "../machine.js";
import { count as countDigits, DIGITS, distribute, insert, KEYS, makeKeys, offsets, take, type Digits, type Pairs, WIDTHS } from "./sortSteps.js";
import { integers } from "./loops.js";

/** Rows up to this length are sorted by insertion; from the other length on, digits are wide. */
const SHORT = 64;
const LONG = 8192;
/** Elements of one call. */
const CALL = 32768;

export function sort(machine: Machine, request: SortRequest): null {
  const { dtype, rows, n, from, count, descending, input, output } = request;
  if (!rows || !count) return null;
  const { pairs: layout } = KEYS[dtype];
  const [pair, bytes] = [layout.bytes, bytesIn(dtype)];
  const keys = machine.kernel(`sort keys ${dtype}`, integers(5), [], (f) => makeKeys(f, KEYS[dtype]));
  const places = machine.kernel(`sort take ${pair}`, integers(5), [], (f) => take(f, layout));
  const together = n > SHORT ? 1 : Math.floor(CALL / n);
  const sortRows = n > SHORT ? distributing(machine, n < LONG ? WIDTHS.narrow : WIDTHS.wide, layout) : inserting(machine, layout);
  // Twice the pairs, and counters behind them, are what distribution needs.
  const pairs = machine.scratch(2 * pair * n * together + DIGITS(WIDTHS.wide, layout));
  const [start, to] = [machine.address(input, dtype), machine.address(output, "int32")];
  for (let r = 0; r < rows; r += together) {
    const size = Math.min(together, rows - r);
    chunks(size * n, (i, part) => keys(pairs + pair * i, start + bytes * (r * n + i), i, part, descending ? -1 : 0));
    const sorted = sortRows(pairs, size, n) + pair * from;
    if (size > 1) places(to + 4 * r * count, sorted, count, size, n);
    else chunks(count, (i, part) => places(to + 4 * (r * count + i), sorted + pair * i, part, 1, n));
  }
  return null;
}

function chunks(n: number, visit: (i: number, size: number) => void): void {
  for (let i = 0; i < n; i += CALL) visit(i, Math.min(CALL, n - i));
}

/** Sorts rows of pairs and answers where they are then. */
type SortRows = (pairs: number, rows: number, n: number) => number;

function inserting(machine: Machine, layout: Pairs): SortRows {
  const run = machine.kernel(`sort insert ${layout.bytes}`, integers(3), [], (f) => insert(f, layout));
  return (pairs, rows, n) => (run(pairs, rows, n), pairs);
}

/** One row. All digits are counted in one pass. A digit that all keys share moves nothing, and is left out. */
function distributing(machine: Machine, digits: Digits, layout: Pairs): SortRows {
  const { bits, passes } = digits;
  const { bytes, keys } = layout;
  const counting = machine.kernel(`sort count ${bits} ${bytes}`, integers(3), [], (f) => countDigits(f, digits, layout));
  const adding = machine.kernel(`sort offsets ${bits} ${bytes}`, integers(3), integers(1), (f) => offsets(f, digits, layout));
  const moving = keys.map((word) =>
    machine.kernel(`sort distribute ${bits} ${bytes} ${word}`, integers(4), [], (f) => distribute(f, digits, layout, word)),
  );
  return (pairs, _rows, n) => {
    let [source, target] = [pairs, pairs + bytes * n];
    const counters = pairs + 2 * bytes * n;
    machine.memory.u8.fill(0, counters, counters + DIGITS(digits, layout));
    chunks(n, (i, size) => counting(counters, source + bytes * i, size));
    moving.forEach((move, word) => {
      for (let pass = 0; pass < passes; pass++) {
        const places = counters + (4 << bits) * (passes * word + pass);
        if (adding(places, target, n)) continue;
        chunks(n, (i, size) => move(places, source + bytes * i, size, bits * pass));
        [source, target] = [target, source];
      }
    });
    return source;
  };
}
