/**
 * Where random tensors get their numbers from. A generator is a key and a count of calls, and an op takes both when it is recorded: its value
 * is fixed then, whenever and however often it is computed. Nothing here draws a number.
 */
import { noSuch, written } from "../tensor/given.js";
import { philox } from "./philox.js";

/** All that a generator is: plain data, to be saved and set again. */
export interface GeneratorState {
  readonly seed: number;
  /** How many calls it has served: the next one's number. */
  readonly calls: number;
}
export interface RandomOptions {
  /** Where the numbers come from; the default generator if not said. */
  readonly generator?: Generator;
}
/** What one call draws from: no other call has this key and this number. */
export interface Stream {
  readonly key: readonly [number, number];
  readonly call: number;
}

const WORD = 2 ** 32;
/** Marks counters that derive seeds; those of calls are below. */
const SPLIT = 2 ** 31;
const LAST = Number.MAX_SAFE_INTEGER;

export class Generator {
  private current: GeneratorState;

  /** @internal */
  constructor(seed: number, name = "generator") {
    this.current = checked(name, { seed, calls: 0 });
  }
  /** What it was made from, and made again from: `generator(g.seed)` gives the numbers of g from the beginning. */
  get seed(): number {
    return this.current.seed;
  }
  /**
   * New generators, independent of this one and of each other; it takes one call. Their seeds are 53 bits of Philox under this one's key, so that
   * any two of n share their numbers with a probability of n²·2⁻⁵⁴.
   */
  split(count = 2): Generator[] {
    if (!Number.isSafeInteger(count) || count < 0 || count > WORD)
      throw noSuch(count, `split: ${written(count)} generators are asked for. Ask for a whole number from 0.`);
    const { key, call } = this.take();
    return Array.from({ length: count }, (_, i) => {
      const [low, high] = philox(key, [i, 0, call % WORD, Math.floor(call / WORD) + SPLIT]);
      return new Generator((high >>> 11) * WORD + low);
    });
  }
  state(): GeneratorState {
    return this.current;
  }
  /** Goes on from a state of this or any other generator. */
  setState(state: GeneratorState): void {
    this.current = checked("setState", state);
  }
  /** The next call's stream. @internal */
  take(): Stream {
    const { seed, calls } = this.current;
    if (calls === LAST) throw new RangeError(`generator: ${calls} calls were served, and there are no more. Take another seed.`);
    this.current = { seed, calls: calls + 1 };
    return { key: [seed % WORD, Math.floor(seed / WORD)], call: calls };
  }
}

function checked(op: string, { seed, calls }: GeneratorState): GeneratorState {
  if (!Number.isSafeInteger(seed) || seed < 0) throw noSuch(seed, `${op}: the seed is ${written(seed)}. Use a whole number from 0 to 2^53 − 1.`);
  if (!Number.isSafeInteger(calls) || calls < 0) throw noSuch(calls, `${op}: ${written(calls)} is no number of calls. Pass what state() gave.`);
  return { seed, calls };
}

/** A generator of its own. The seed is a whole number from 0 to 2^53 − 1; equal seeds give equal numbers. */
export const generator = (seed: number): Generator => new Generator(seed);

let chosen: Generator | null = null;

/** Starts the default generator anew, from this seed, and answers it. Without a call of this its seed is 0. */
export const manualSeed = (seed: number): Generator => (chosen = new Generator(seed, "manualSeed"));

/** The stream of a call of `op`. @internal */
export function streamOf(op: string, { generator: given }: RandomOptions): Stream {
  if (given !== undefined && !(given instanceof Generator))
    throw new TypeError(`${op}: the generator is ${given === null ? "null" : typeof given}. Pass generator(seed), or leave it out.`);
  return (given ?? (chosen ??= new Generator(0))).take();
}
