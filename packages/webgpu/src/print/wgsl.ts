/**
 * Steps of narrow arithmetic as WGSL. A compiler may reassociate, contract and forget what IEEE 754 says, so every result of arithmetic passes a barrier:
 * an exclusive or of its bits with a 0 that only the uniform buffer knows. What no literal may be, NaN, an infinity, −0 or a subnormal, is bits that pass it too,
 * and so is a 0 that is computed with: x·0 and x + 0 are not 0 and x for all x, whatever a compiler holds.
 */
import { type Kind, needed, type Operation, type Step, type Value } from "@evenkeel/core/narrow";
import { SOFT } from "./soft.js";

export const TYPES: Readonly<Record<Kind, string>> = { f32: "f32", i32: "i32", bool: "bool" };

/**
 * What the steps call: sums and products of the adapter's own behind a barrier, or, where `soft`, of integers. `zero` is an expression of type u32.
 */
export const prelude = (zero: string, soft: boolean): string => `fn barrier(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) ^ ${zero}); }
fn fromBits(x: u32) -> f32 { return bitcast<f32>(x ^ ${zero}); }
${soft ? SOFT : HARD}`;
const HARD = `fn addF(x: f32, y: f32) -> f32 { return barrier(x + y); }
fn subF(x: f32, y: f32) -> f32 { return barrier(x - y); }
fn mulF(x: f32, y: f32) -> f32 { return barrier(x * y); }
`;

/** The steps that these results need, one `let` each. */
export const print = (steps: readonly Step[], results: readonly Value[]): string => needed(steps, results).map(line).join("");

function line({ result, operation, args }: Step): string {
  const rounds = ARITHMETIC.has(operation),
    value = PRINT[operation](...args.map((a) => (rounds && a.constant === 0 ? `fromBits(0x${bitsOf(a.constant)}u)` : text(a))));
  return `  let ${result.name} = ${value};\n`;
}

/** A value as it stands in an expression. */
export function text({ kind, constant, name }: Value): string {
  if (constant === undefined) return name;
  return kind === "f32" ? literal(constant) : `i32(${constant})`;
}

/** Exact, in hexadecimal. */
export function literal(x: number): string {
  const bits = parseInt(bitsOf(x), 16),
    exponent = (bits >>> 23) & 255,
    fraction = ((bits & 0x7fffff) * 2).toString(16).padStart(6, "0");
  if (bits === 0) return "0f";
  if (exponent === 0 || exponent === 255) return `fromBits(0x${bitsOf(x)}u)`;
  return `${x < 0 ? "-" : ""}0x1.${fraction}p${exponent - 127}f`;
}
function bitsOf(x: number): string {
  BITS.setFloat32(0, x);
  return BITS.getUint32(0).toString(16);
}
const BITS = new DataView(new ArrayBuffer(4));

const ARITHMETIC: ReadonlySet<Operation> = new Set<Operation>(["add", "sub", "mul", "reciprocal", "squareRoot"]);

const infix =
  (sign: string) =>
  (a: string, b: string): string =>
    `${a} ${sign} ${b}`;
const call =
  (name: string) =>
  (...args: string[]): string =>
    `${name}(${args.join(", ")})`;

const PRINT: Readonly<Record<Operation, (...args: string[]) => string>> = {
  add: call("addF"),
  sub: call("subF"),
  mul: call("mulF"),
  reciprocal: (a) => `barrier(1f / ${a})`,
  squareRoot: (a) => `barrier(sqrt(${a}))`,
  nearest: call("round"),
  less: infix("<"),
  lessEqual: infix("<="),
  equal: infix("=="),
  plus: infix("+"),
  minus: infix("-"),
  times: infix("*"),
  smaller: call("min"),
  larger: call("max"),
  bitAnd: infix("&"),
  bitOr: infix("|"),
  bitXor: infix("^"),
  shiftLeft: (a, b) => `${a} << u32(${b})`,
  shiftRight: (a, b) => `${a} >> u32(${b})`,
  leadingZeros: call("countLeadingZeros"),
  lessInt: infix("<"),
  equalInt: infix("=="),
  toBits: (a) => `bitcast<i32>(${a})`,
  fromBits: (a) => `fromBits(bitcast<u32>(${a}))`,
  toInt: call("i32"),
  toFloat: call("f32"),
  select: (condition, a, b) => `select(${b}, ${a}, ${condition})`,
  and: infix("&&"),
  or: infix("||"),
  not: (a) => `!${a}`,
};
