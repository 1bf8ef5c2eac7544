/**
 * Prints steps as C, to be compiled with -ffast-math: the compiler may then contract, reassociate and cancel as the compiler of a GPU may, and flushes
 * subnormals. As there, every result of arithmetic passes a barrier, an exclusive or of its bits with a 0 that the compiler does not know.
 */
import { type Float, type Kind, needed, type Operation, type Step, type Value } from "@evenkeel/core/narrow";

const TYPES: Record<Kind, string> = { f32: "float", i32: "int", bool: "int" };
const PRELUDE = `#include <stdio.h>
#include <string.h>
static inline float from_bits(int b) { float x; memcpy(&x, &b, 4); return x; }
static inline int to_bits(float x) { int b; memcpy(&b, &x, 4); return b; }
static inline float barrier(float x, int zero) { return from_bits(to_bits(x) ^ zero); }
`;

/** A program that reads float32 inputs, operands of one element after the other, and writes one result for each. Its argument is the 0. */
export function c(steps: readonly Step[], result: Float, inputs: number, barriers = true): string {
  const text = ({ kind, constant, name }: Value): string => {
    if (constant === undefined) return name;
    return kind === "f32" ? `from_bits(${bitsOf(constant)})` : `(${constant})`;
  };
  const line = ({ result: r, operation, args }: Step): string => {
    const value = PRINT[operation](...args.map(text));
    return `  ${TYPES[r.kind]} ${r.name} = ${barriers && ARITHMETIC.has(operation) ? `barrier(${value}, zero)` : value};\n`;
  };
  const body = needed(steps, [result]).map(line).join("");
  const parameters = Array.from({ length: inputs }, (_, i) => `float x${i}`);
  return `${PRELUDE}static float at(${[...parameters, "int zero"].join(", ")}) {
${body}  return ${text(result)};
}
static float in[4096][${inputs}], out[4096];
int main(int count, char **arguments) {
  int zero = arguments[1][0] - '0';
  size_t n;
  while ((n = fread(in, ${4 * inputs}, 4096, stdin)) > 0) {
    for (size_t i = 0; i < n; i++) out[i] = at(${Array.from({ length: inputs }, (_, i) => `in[i][${i}]`).join(", ")}, zero);
    fwrite(out, 4, n, stdout);
  }
  return count != 2;
}
`;
}

const ARITHMETIC: ReadonlySet<Operation> = new Set<Operation>(["add", "sub", "mul", "reciprocal", "squareRoot"]);
const bitsOf = (x: number): number => new Int32Array(Float32Array.of(x).buffer)[0]!;

const infix =
  (sign: string) =>
  (a: string, b: string): string =>
    `${a} ${sign} ${b}`;
/** Sums of integers wrap around. */
const wrapping =
  (sign: string) =>
  (a: string, b: string): string =>
    `(int)((unsigned)${a} ${sign} (unsigned)${b})`;

const PRINT: Record<Operation, (...args: string[]) => string> = {
  add: infix("+"),
  sub: infix("-"),
  mul: infix("*"),
  reciprocal: (a) => `1.0f / ${a}`,
  squareRoot: (a) => `__builtin_sqrtf(${a})`,
  nearest: (a) => `__builtin_rintf(${a})`,
  less: infix("<"),
  lessEqual: infix("<="),
  equal: infix("=="),
  plus: wrapping("+"),
  minus: wrapping("-"),
  times: wrapping("*"),
  smaller: (a, b) => `${a} < ${b} ? ${a} : ${b}`,
  larger: (a, b) => `${a} > ${b} ? ${a} : ${b}`,
  bitAnd: infix("&"),
  bitOr: infix("|"),
  bitXor: infix("^"),
  shiftLeft: wrapping("<<"),
  shiftRight: infix(">>"),
  leadingZeros: (a) => `${a} ? __builtin_clz(${a}) : 32`,
  lessInt: infix("<"),
  equalInt: infix("=="),
  toBits: (a) => `to_bits(${a})`,
  fromBits: (a) => `from_bits(${a})`,
  toInt: (a) => `(int)${a}`,
  toFloat: (a) => `(float)${a}`,
  select: (condition, a, b) => `${condition} ? ${a} : ${b}`,
  and: infix("&&"),
  or: infix("||"),
  not: (a) => `!${a}`,
};
