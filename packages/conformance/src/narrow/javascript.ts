/** Prints steps as JavaScript that computes exactly what they say: Math.fround after every operation, typed arrays for the bits. */
import { type Float, needed, type Operation, type Step, type Value } from "@evenkeel/core/narrow";

/** What an adapter may do to float32 arithmetic. */
export interface Adapter {
  /** Subnormal operands and results of arithmetic become zero; loads, stores, selects and bits keep them. */
  readonly flush?: boolean;
  /** How many ulps the reciprocal is off; the square root, which adapters build on it, is off by twice as many. */
  readonly seedError?: number;
}

export function javascript(
  steps: readonly Step[],
  result: Float,
  inputs: number,
  { flush = false, seedError = 0 }: Adapter,
): (...inputs: number[]) => number {
  const settled = new Set<Value>(); // results of arithmetic: what is not may be subnormal, and is flushed where arithmetic reads it

  const text = (v: Value): string => (v.constant === undefined ? v.name : Object.is(v.constant, -0) ? "-0" : `${v.constant}`);
  const line = ({ result: r, operation, args }: Step): string => {
    const print = PRINT[operation];
    if (!flush || !ARITHMETIC.has(operation)) return `const ${r.name} = ${print(...args.map(text))};\n`;
    settled.add(r);
    const raw = args.filter((a) => a.constant === undefined && !settled.has(a));
    const names = args.map((a) => (raw.includes(a) ? `${r.name}${a.name}` : text(a)));
    const operands = [...new Set(raw)].map((a) => `const ${r.name}${a.name} = ${kept(a.name)};\n`).join("");
    return `${operands}const ${r.name}r = ${print(...names)}, ${r.name} = ${kept(`${r.name}r`)};\n`;
  };
  const body = needed(steps, [result]).map(line).join("");
  const parameters = Array.from({ length: inputs }, (_, i) => `x${i}`).join(", ");
  const source = `const { fround, sqrt, min, max, clz32, imul } = Math;\nreturn (${parameters}) => {\n${body}return ${text(result)};\n};`;
  const seed = (x: number, factor: number): number => off(x, factor * seedError);
  return new Function("FLOAT", "BITS", "seed", "nearest", source)(FLOAT, BITS, seed, nearest) as (...inputs: number[]) => number;
}

const ARITHMETIC: ReadonlySet<Operation> = new Set<Operation>(["add", "sub", "mul", "reciprocal", "squareRoot"]);
const kept = (x: string): string => `${x} < ${2 ** -126} && ${x} > ${-(2 ** -126)} ? ${x} * 0 : ${x}`;

const PRINT: Record<Operation, (...args: string[]) => string> = {
  add: (a, b) => `fround(${a} + ${b})`,
  sub: (a, b) => `fround(${a} - ${b})`,
  mul: (a, b) => `fround(${a} * ${b})`,
  reciprocal: (a) => `seed(1 / ${a}, 1)`,
  squareRoot: (a) => `seed(sqrt(${a}), 2)`,
  nearest: (a) => `nearest(${a})`,
  less: (a, b) => `${a} < ${b}`,
  lessEqual: (a, b) => `${a} <= ${b}`,
  equal: (a, b) => `${a} === ${b}`,
  plus: (a, b) => `(${a} + ${b}) | 0`,
  minus: (a, b) => `(${a} - ${b}) | 0`,
  times: (a, b) => `imul(${a}, ${b})`,
  smaller: (a, b) => `min(${a}, ${b})`,
  larger: (a, b) => `max(${a}, ${b})`,
  bitAnd: (a, b) => `${a} & ${b}`,
  bitOr: (a, b) => `${a} | ${b}`,
  bitXor: (a, b) => `${a} ^ ${b}`,
  shiftLeft: (a, b) => `${a} << ${b}`,
  shiftRight: (a, b) => `${a} >> ${b}`,
  leadingZeros: (a) => `clz32(${a})`,
  lessInt: (a, b) => `${a} < ${b}`,
  equalInt: (a, b) => `${a} === ${b}`,
  toBits: (a) => `(FLOAT[0] = ${a}, BITS[0])`,
  fromBits: (a) => `(BITS[0] = ${a}, FLOAT[0])`,
  toInt: (a) => `${a} | 0`,
  toFloat: (a) => `fround(${a})`,
  select: (c, a, b) => `${c} ? ${a} : ${b}`,
  and: (a, b) => `${a} && ${b}`,
  or: (a, b) => `${a} || ${b}`,
  not: (a) => `!${a}`,
};

const FLOAT = new Float32Array(1);
const BITS = new Int32Array(FLOAT.buffer);

/** x rounded to float32, `ulps` too large. */
function off(x: number, ulps: number): number {
  if (ulps === 0 || !Number.isFinite(x)) return Math.fround(x);
  return Math.fround(x + ulps * 2 ** (Math.max(Math.floor(Math.log2(Math.abs(x))), -126) - 23));
}

/** To the nearest integer, ties to even. */
export function nearest(x: number): number {
  const r = Math.round(x);
  return r - x === 0.5 && r % 2 !== 0 ? r - 1 : r;
}
