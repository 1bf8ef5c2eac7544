/**
 * Prints steps as WebAssembly that computes exactly what they say, one local a step. Engines interpret JavaScript functions of this size; these they
 * compile at once, and float32 arithmetic is an instruction.
 */
import { type Float, needed, type Operation, type Step, type Value } from "@evenkeel/core/narrow";

/** What an adapter may do to float32 arithmetic. */
export interface Adapter {
  /** Subnormal operands and results of arithmetic become zero; loads, stores, selects and bits keep them. */
  readonly flush?: boolean;
  /** How many ulps the reciprocal is off; the square root, which adapters build on it, is off by twice as many. */
  readonly seedError?: number;
}

const ARITHMETIC: ReadonlySet<Operation> = new Set<Operation>(["add", "sub", "mul", "reciprocal", "squareRoot"]);
const F32 = 0x7d,
  F64 = 0x7c,
  I32 = 0x7f,
  SELECT = 0x1b;

/** The result as a function of float32 inputs. */
export function wasm(
  steps: readonly Step[],
  result: Float,
  inputs: number,
  { flush = false, seedError = 0 }: Adapter,
): (...inputs: number[]) => number {
  const kept = needed(steps, [result]),
    floats = kept.filter((s) => s.result.kind === "f32"),
    others = kept.filter((s) => s.result.kind !== "f32");
  // Parameters, what one operation needs for itself, and the results of all.
  const single = inputs,
    double = inputs + 1,
    places = new Map([...floats, ...others].map((s, i) => [s.result.name, inputs + 2 + i]));
  for (let i = 0; i < inputs; i++) places.set(`x${i}`, i);
  const body: number[] = [],
    get = (place: number): number[] => [0x20, ...unsigned(place)],
    set = (place: number): number[] => [0x21, ...unsigned(place)];
  const load = ({ kind, name, constant }: Value): number[] =>
    constant === undefined ? get(places.get(name)!) : kind === "f32" ? float32(constant) : [0x41, ...signed(constant | 0)];
  /** A float32 on the stack, or a zero of its sign where it is subnormal. */
  const flushed = (): void => {
    const x = get(single);
    body.push(...set(single), ...float32(0), ...x, 0x98, ...x, ...x, 0x8b, ...float32(2 ** -126), 0x5d, SELECT);
  };
  /** A float64 on the stack, rounded to float32, so many ulps too large. */
  const rounded = (ulps: number): void => {
    const x = get(double),
      // The exponent's bits of |x|, in the range of normal numbers: 2 to that.
      power = [...x, 0x99, ...float64(2 ** -126), 0xa5, ...float64(2 ** 1000), 0xa4, 0xbd, 0x42, ...signed(0x7ff0000000000000n), 0x83, 0xbf];
    if (ulps !== 0) body.push(...set(double), ...x, ...power, ...float64(ulps * 2 ** -23), 0xa2, 0xa0);
    body.push(0xb6);
  };
  // Results of arithmetic: what is none may be subnormal, and is flushed where arithmetic reads it.
  const settled = new Set<Value>();
  for (const { result: r, operation, args } of kept) {
    const flushes = flush && ARITHMETIC.has(operation);
    if (operation === "reciprocal") body.push(...float64(1));
    for (const a of operation === "select" ? [...args.slice(1), args[0]!] : args) {
      body.push(...load(a));
      if (flushes && a.constant === undefined && !settled.has(a)) flushed();
    }
    body.push(...CODES[operation]);
    if (operation === "reciprocal" || operation === "squareRoot") rounded(operation === "reciprocal" ? seedError : 2 * seedError);
    // A select of what was loaded, by a comparison of the same.
    else if (operation === "smaller" || operation === "larger") body.push(...args.flatMap(load), operation === "smaller" ? 0x48 : 0x4a, SELECT);
    // There is one NaN.
    else if (operation === "toBits") body.push(0x41, ...signed(0x7fc00000), ...load(args[0]!), ...load(args[0]!), 0x5b, SELECT);
    if (flushes) {
      flushed();
      settled.add(r);
    }
    body.push(...set(places.get(r.name)!));
  }
  body.push(...load(result), 0x0b);
  const locals = [
    [1, F32],
    [1, F64],
    [floats.length, F32],
    [others.length, I32],
  ] as const;
  return instance(inputs, [unsigned(locals.length), ...locals.map(([count, type]) => [...unsigned(count), type])].flat(), body);
}

/** The instructions of an operation, its operands on the stack. */
const CODES: Record<Operation, readonly number[]> = {
  add: [0x92],
  sub: [0x93],
  mul: [0x94],
  reciprocal: [0xbb, 0xa3],
  squareRoot: [0xbb, 0x9f],
  nearest: [0x90],
  less: [0x5d],
  lessEqual: [0x5f],
  equal: [0x5b],
  plus: [0x6a],
  minus: [0x6b],
  times: [0x6c],
  smaller: [],
  larger: [],
  bitAnd: [0x71],
  bitOr: [0x72],
  bitXor: [0x73],
  shiftLeft: [0x74],
  shiftRight: [0x75],
  leadingZeros: [0x67],
  lessInt: [0x48],
  equalInt: [0x46],
  toBits: [0xbc],
  fromBits: [0xbe],
  toInt: [0xfc, 0],
  toFloat: [0xb2],
  select: [SELECT],
  and: [0x71],
  or: [0x72],
  not: [0x45],
};

/** A module of one function, `f`, of float32 numbers. */
function instance(inputs: number, locals: readonly number[], body: readonly number[]): (...inputs: number[]) => number {
  const code = [...unsigned(locals.length + body.length), ...locals];
  const section = (id: number, bytes: readonly number[]): number[] => [id, ...unsigned(bytes.length), ...bytes];
  const before = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...section(1, [1, 0x60, inputs, ...new Array<number>(inputs).fill(F32), 1, F32])],
    functions = [...section(3, [1, 0]), ...section(7, [1, 1, 0x66, 0, 0])],
    size = 1 + code.length + body.length,
    bytes = new Uint8Array([...before, ...functions, 10, ...unsigned(size), 1, ...code].concat(body));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports["f"] as (...inputs: number[]) => number;
}

function unsigned(n: number): number[] {
  const bytes: number[] = [];
  for (; n >= 128; n = Math.floor(n / 128)) bytes.push((n % 128) + 128);
  return [...bytes, n];
}
function signed(n: number | bigint): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt(n); ; rest >>= 7n) {
    const low = Number(rest & 127n);
    if (rest >= -64n && rest < 64n) return [...bytes, low];
    bytes.push(low | 128);
  }
}
const float32 = (x: number): number[] => [0x43, ...new Uint8Array(Float32Array.of(x).buffer)];
const float64 = (x: number): number[] => [0x44, ...new Uint8Array(Float64Array.of(x).buffer)];
