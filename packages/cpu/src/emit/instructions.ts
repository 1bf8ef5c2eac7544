/** The instructions that kernels use, as functions from the code of their operands to code. `f4`, `d2`, `i4`, `l2` are vectors of 4 or 2 lanes. */
import { Constant, float32, float64, signed, unsigned, type Code } from "./code.js";

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;

const unary =
  (op: Code) =>
  (a: Code): Code => [a, op];
const binary =
  (op: Code) =>
  (a: Code, b: Code): Code => [a, b, op];
const load =
  (op: Code, align: number) =>
  (address: Code, offset = 0): Code => [address, op, align, unsigned(offset)];
const store =
  (op: Code, align: number) =>
  (address: Code, value: Code, offset = 0): Code => [address, value, op, align, unsigned(offset)];
const simd = (op: number): Code => [0xfd, unsigned(op)];
const vector1 = (op: number) => unary(simd(op));
const vector2 = (op: number) => binary(simd(op));
const lane =
  (op: number) =>
  (a: Code, index: number): Code => [a, simd(op), index];

/** Where an operand is an integer, a number stands for itself. */
const integer = (x: Code): Code => (typeof x === "number" ? i32.const(x) : x);
const integers =
  (op: Code) =>
  (a: Code, b: Code): Code => [integer(a), integer(b), op];

export const i32 = {
  const: (n: number): Code => [0x41, signed(n | 0)],
  load: load(0x28, 2),
  load8: load(0x2d, 0),
  load16: load(0x2f, 1),
  store: store(0x36, 2),
  store8: store(0x3a, 0),
  store16: store(0x3b, 1),
  add: integers(0x6a),
  sub: integers(0x6b),
  mul: integers(0x6c),
  and: integers(0x71),
  or: integers(0x72),
  xor: integers(0x73),
  shl: integers(0x74),
  shrS: integers(0x75),
  shrU: integers(0x76),
  eqz: unary(0x45),
  eq: integers(0x46),
  ltU: integers(0x49),
  gtS: integers(0x4a),
  gtU: integers(0x4b),
  leU: integers(0x4d),
};
/** Pairs of 32-bit numbers that are moved and compared together. */
export const i64 = {
  load: load(0x29, 3),
  store: store(0x37, 3),
  gtU: binary(0x56),
};
export const f32 = {
  const: (x: number): Code => [0x43, float32(x)],
  load: load(0x2a, 2),
  store: store(0x38, 2),
  demote: unary(0xb6),
};
export const f64 = {
  const: (x: number): Code => [0x44, float64(x)],
  load: load(0x2b, 3),
  store: store(0x39, 3),
  eq: binary(0x61),
  ne: binary(0x62),
  lt: binary(0x63),
  gt: binary(0x64),
  le: binary(0x65),
  abs: unary(0x99),
  add: binary(0xa0),
  sub: binary(0xa1),
  mul: binary(0xa2),
  /** As int32, towards zero and held to its range. */
  toI32: unary([0xfc, 2]),
  fromI32: unary(0xb7),
  promote: unary(0xbb),
};

/** Vectors whatever their lanes. */
export const v = {
  load: load(simd(0), 4),
  store: store(simd(11), 4),
  splat8: load(simd(7), 0),
  splat16: load(simd(8), 1),
  splat32: load(simd(9), 2),
  splat64: load(simd(10), 3),
  /** Four or two unsigned 16-bit integers, as 32-bit ones. */
  load16x4: load(simd(4), 3),
  load32zero: load(simd(0x5c), 2),
  load64zero: load(simd(0x5d), 3),
  store64lane: (address: Code, a: Code, index: number, offset = 0): Code => [address, a, simd(0x5b), 3, unsigned(offset), index],
  /** Picks 16 of the 32 bytes of a and b. */
  shuffle: (a: Code, b: Code, bytes: readonly number[]): Code => [a, b, simd(13), bytes],
  not: vector1(77),
  and: vector2(78),
  andnot: vector2(79),
  or: vector2(80),
  xor: vector2(81),
  /** Bits of a where the mask has ones, of b elsewhere. */
  bitselect: (a: Code, b: Code, mask: Code): Code => [a, b, mask, simd(82)],
};

/** The two float types have the same instructions in the same order. pmin(a, b) = b < a ? b : a and pmax likewise: one instruction, a if either is NaN. */
const floats = (compare: number, first: number) => ({
  eq: vector2(compare),
  lt: vector2(compare + 2),
  le: vector2(compare + 4),
  abs: vector1(first),
  neg: vector1(first + 1),
  sqrt: vector1(first + 3),
  add: vector2(first + 4),
  sub: vector2(first + 5),
  mul: vector2(first + 6),
  div: vector2(first + 7),
  min: vector2(first + 8),
  max: vector2(first + 9),
  pmin: vector2(first + 10),
  pmax: vector2(first + 11),
});
const name = (type: string, x: number): string => type + (Object.is(x, -0) ? "-0" : x);
export const f4 = {
  ...floats(0x41, 0xe0),
  const: (x: number): Code => new Constant(name("f", x), [f32.const(x), simd(0x13)]),
  lane: lane(0x1f),
  demote: vector1(0x5e),
  /** Of unsigned integers. */
  fromU32: vector1(0xfb),
};
export const d2 = {
  ...floats(0x47, 0xec),
  const: (x: number): Code => new Constant(name("d", x), [f64.const(x), simd(0x14)]),
  splat: vector1(0x14),
  lane: lane(0x21),
  promote: vector1(0x5f),
  fromI32: vector1(0xfe),
  /** The highest bit of each lane, as a number. */
  bitmask: vector1(0xc4),
};
/** The next whole number below, the nearest (of two the even one), and the next towards zero, of f4 or d2. */
export const whole = {
  floor: (lanes: object, a: Code): Code => [a, simd(lanes === d2 ? 0x75 : 0x68)],
  round: (lanes: object, a: Code): Code => [a, simd(lanes === d2 ? 0x94 : 0x6a)],
  trunc: (lanes: object, a: Code): Code => [a, simd(lanes === d2 ? 0x7a : 0x69)],
};
/** Four 32-bit integers. What pmin and pmax are of floats, min and max are of these. */
export const i4 = {
  const: (x: number): Code => new Constant(`i${x | 0}`, [i32.const(x), simd(0x11)]),
  eq: vector2(0x37),
  lt: vector2(0x39),
  le: vector2(0x3d),
  abs: vector1(0xa0),
  neg: vector1(0xa1),
  shl: vector2(0xab),
  /** A constant of four different lanes. */
  lanes: (...lanes: readonly [number, number, number, number]): Code =>
    new Constant(`i${lanes.join()}`, [simd(12), [...new Uint8Array(Int32Array.from(lanes).buffer)]]),
  splat: vector1(0x11),
  ltU: vector2(0x3a),
  shrS: vector2(0xac),
  shrU: vector2(0xad),
  add: vector2(0xae),
  sub: vector2(0xb1),
  mul: vector2(0xb5),
  min: vector2(0xb6),
  max: vector2(0xb8),
  lane: lane(0x1b),
  pmin: vector2(0xb6),
  pmax: vector2(0xb8),
  /** float32, rounded to nearest. */
  toF32: vector1(0xfa),
  /** Of float32, towards zero; what is out of range becomes the nearest end, NaN 0. */
  fromF32: vector1(0xf8),
  /** Of two float64, the same; the upper half is 0. */
  fromF64: vector1(0xfc),
  /** The low four of eight unsigned 16-bit integers, and of eight 8-bit ones as 16-bit ones. */
  extend16: vector1(0xa9),
  extend8: vector1(0x89),
  /** Two vectors of 32-bit integers as one of 16-bit ones, and two of 16-bit ones as one of bytes: what does not fit is held to 0 and the largest. */
  narrow16: vector2(0x86),
  narrow8: vector2(0x66),
};
export const l2 = {
  const: (n: bigint): Code => new Constant(`l${n}`, [0x42, signed(n), simd(0x12)]),
  add: vector2(0xce),
  sub: vector2(0xd1),
  shl: vector2(0xcb),
  shrU: vector2(0xcd),
  /** Products, of 64 bits, of the first two unsigned lanes of an `i4`, and of the last two. */
  productsLow: vector2(0xde),
  productsHigh: vector2(0xdf),
};

export const get = (local: number): Code => [0x20, unsigned(local)];
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)];
export const tee = (local: number, value: Code): Code => [value, 0x22, unsigned(local)];
export const inc = (local: number, by: Code): Code => set(local, i32.add(get(local), by));
export const call = (fn: number, ...args: Code[]): Code => [args, 0x10, unsigned(fn)];
export const select = (yes: Code, no: Code, condition: Code): Code => [yes, no, condition, 0x1b];
export const block = (...body: Code[]): Code => [0x02, 0x40, body, 0x0b];
export const loop = (...body: Code[]): Code => [0x03, 0x40, body, 0x0b];
export const br = (depth: number): Code => [0x0c, unsigned(depth)];
export const brIf = (depth: number, condition: Code): Code => [condition, 0x0d, unsigned(depth)];
export const iff = (condition: Code, yes: Code, no?: Code): Code => [condition, 0x04, 0x40, yes, no === undefined ? [] : [0x05, no], 0x0b];
/** do { body; n −= step } while (n ≠ 0) */
export const doDown = (n: number, step: number, ...body: Code[]): Code => loop(body, brIf(0, tee(n, i32.sub(get(n), step))));
export const fillBytes = (to: Code, byte: Code, bytes: Code): Code => [to, byte, bytes, 0xfc, 11, 0];
