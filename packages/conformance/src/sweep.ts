/**
 * All 2³² float32 inputs of a unary op, or of one with parameters at the first that its facts name, in 1,024 chunks that can be done one at a time. A fast float64 value settles nearly every
 * input; what lies so near a rounding boundary, a bound or the worst so far that it could be wrong is settled by the reference.
 */
import type { Backend, Ex, Facts } from "@evenkeel/core";
import { prepare } from "./apply.js";
import { fast, FAST_ERROR } from "./fast.js";
import { distance, verdict } from "./judge.js";
import type { Exact } from "./reference/reference.js";

export const CHUNKS = 1024;
export const CHUNK = 2 ** 22;

export interface Swept {
  readonly op: string;
  /** One of so many inputs is taken, a power of two: all of them if nothing is said. */
  readonly every?: number;
  readonly body: Ex;
  readonly exact: Exact;
  /** The bound in ulp: `over` counts what exceeds it. */
  readonly bound: number;
  /** What the inputs after the first are. */
  readonly parameters?: readonly number[];
}

export const chunksOf = ({ every = 1 }: { readonly every?: number }): number => CHUNKS / every;

/** The row as it is swept; numbers are float32 where an op is used. */
export function sweptOf(f: Facts, exact: Exact, arithmetic: keyof Facts["bound"]): Swept {
  const [parameters] = f.parameters ?? [];
  return { op: f.name, body: f.body, exact, bound: f.bound[arithmetic].ulp, ...(parameters && { parameters: parameters.map(Math.fround) }) };
}

/** What has been found so far. `hashes` has one 32-bit hash of the outputs a chunk, NaNs made one. */
export interface Tally {
  readonly hashes: number[];
  /** The greatest error, exact; 0 stands for every error up to ½ − 2⁻¹⁶ ulp. */
  worstUlp: number;
  /** The bits of the input with the greatest error. */
  worstAt: number;
  /** How many results are more than half an ulp off. */
  wrongRounded: number;
  over: number;
}

export const emptyTally = (): Tally => ({ hashes: [], worstUlp: 0, worstAt: 0, wrongRounded: 0, over: 0 });

/** Sweeps from where the tally stands to the end; `afterChunk` is called after each chunk. */
export async function sweep(backend: Backend, op: Swept, tally: Tally, afterChunk: (t: Tally) => void, until = chunksOf(op)): Promise<void> {
  const form = fast[op.op];
  if (!form) throw new RangeError(`sweep: ${op.op} has no fast float64 form. Add one to fast.ts.`);
  const kernel = prepared(backend, op),
    room = new Uint32Array(CHUNK),
    [p = 0, q = 0] = op.parameters ?? [],
    approximate = op.parameters ? (x: number): number => form(x, p, q, 0) : (form as (x: number) => number),
    exact: Exact = op.parameters ? (x) => op.exact(x!, ...op.parameters!) : op.exact;
  try {
    while (tally.hashes.length < until) {
      const inputs = chunkInputs(tally.hashes.length, op.every, room),
        outputs = await kernel.run(inputs);
      compare(inputs, outputs, approximate, { ...op, exact }, backend.manifest.subnormals === "ftz", tally);
      tally.hashes.push(hashOutputs(outputs));
      afterChunk(tally);
    }
  } finally {
    kernel.free();
  }
}

/** The hash of one chunk's outputs, without judging them: what a committed sweep is held to. */
export async function hashChunk(backend: Backend, op: Pick<Swept, "body" | "parameters" | "every">, chunk: number): Promise<number> {
  const kernel = prepared(backend, op);
  try {
    return hashOutputs(await kernel.run(chunkInputs(chunk, op.every)));
  } finally {
    kernel.free();
  }
}

/** The op's kernel for one chunk, its parameters filled in. */
function prepared(backend: Backend, { body, parameters = [] }: Pick<Swept, "body" | "parameters">) {
  const kernel = prepare(backend, body, 1 + parameters.length, CHUNK),
    rest = parameters.map((p) => new Float32Array(CHUNK).fill(p));
  return { run: (inputs: Float32Array) => kernel.run([inputs, ...rest]), free: kernel.free };
}

/** The inputs whose upper ten bits are the chunk's number; of `every` neighbours one, which one being scattered. `bits` has room for them. */
export function chunkInputs(chunk: number, every = 1, bits = new Uint32Array(CHUNK)): Float32Array {
  const first = chunk * CHUNK,
    shift = 32 - Math.log2(every);
  for (let i = 0; i < CHUNK; i++) bits[i] = every === 1 ? first + i : (first + i) * every + (Math.imul(first + i, 0x9e3779b1) >>> shift);
  return new Float32Array(bits.buffer);
}

const WINDOW = 2 ** -40; // far above the error of the fast value, so that the greatest error is measured and not only bounded
const UP = 1 + WINDOW,
  DOWN = 1 - WINDOW;
const CLOSE = 2 * FAST_ERROR * 2 ** 24; // ulp of float32

function compare(inputs: Float32Array, outputs: Float32Array, approximate: (x: number) => number, op: Swept, flushes: boolean, tally: Tally): void {
  for (let i = 0; i < inputs.length; i++) {
    const x = inputs[i]!,
      got = outputs[i]!,
      y = approximate(x);
    if (got !== got ? y !== y : Math.fround(y * UP) === got && Math.fround(y * DOWN) === got && (got !== 0 || 1 / got === 1 / Math.fround(y)))
      continue;
    settle(x, got, y, op, flushes, tally);
  }
}

/** Not surely the correctly rounded result: measures it, exactly where the count or the worst could depend on it. */
function settle(x: number, got: number, y: number, op: Swept, flushes: boolean, tally: Tally): void {
  if (flushes && (Math.abs(x) < LEAST || Math.abs(y) < 2 * LEAST) && mayBeFlushed(x, got, op)) return;
  let ulps = distance(got, [y, 0]);
  const near = (limit: number): boolean => Math.abs(ulps - limit) < CLOSE;
  if (!(ulps < tally.worstUlp - CLOSE) || near(0.5) || near(op.bound)) {
    ulps = distance(got, op.exact(x));
  }
  if (ulps !== ulps || (got === 0 && 1 / got !== 1 / (y * 0))) ulps = Infinity; // a special value or a zero's sign missed
  if (ulps > 0.5) tally.wrongRounded++;
  if (ulps > op.bound) tally.over++;
  if (ulps > tally.worstUlp) {
    tally.worstUlp = ulps;
    tally.worstAt = new Uint32Array(new Float32Array([x]).buffer)[0]!;
  }
}

const LEAST = 2 ** -126;
/** Whether a backend that takes subnormal numbers for 0 may give this: it is no distance then. */
const mayBeFlushed = (x: number, got: number, { op, exact, bound }: Swept): boolean =>
  verdict({
    address: () => op,
    inputs: [x],
    got,
    truth: exact(x),
    ...(Math.abs(x) < LEAST && { flushed: exact(0 * x) }),
    bound: { ulp: bound },
    leniency: { subnormals: "ftz", zeros: "either" },
  }).pass;

export function hashOutputs(outputs: Float32Array): number {
  const bits = new Int32Array(outputs.buffer, outputs.byteOffset, outputs.length);
  let h = 0x811c9dc5;
  for (let i = 0; i < bits.length; i++) {
    const b = bits[i]!;
    h = Math.imul(h ^ ((b & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : b), 0x9e3779b1);
    h ^= h >>> 15;
  }
  return h >>> 0;
}
