/**
 * The instruction set of the narrow library: what every WebGPU adapter has, and nothing else. Float32 addition, subtraction and multiplication with
 * one rounding each; a reciprocal and a square root that are only nearly right; comparisons; 32-bit integers; the bits of a number; select.
 * Calling an operation records a step; a printer turns steps into WebAssembly, C or WGSL.
 */
export type Kind = "f32" | "i32" | "bool";
export type Operation =
  | "add"
  | "sub"
  | "mul"
  | "reciprocal"
  | "squareRoot"
  | "nearest"
  | "less"
  | "lessEqual"
  | "equal"
  | "plus"
  | "minus"
  | "times"
  | "smaller"
  | "larger"
  | "bitAnd"
  | "bitOr"
  | "bitXor"
  | "shiftLeft"
  | "shiftRight"
  | "leadingZeros"
  | "lessInt"
  | "equalInt"
  | "toBits"
  | "fromBits"
  | "toInt"
  | "toFloat"
  | "select"
  | "and"
  | "or"
  | "not";

/** A result of a step, an input (both by name), or a constant. */
export interface Value<K extends Kind = Kind> {
  readonly kind: K;
  readonly name: string;
  readonly constant?: number;
}
export type Float = Value<"f32">;
export type Int = Value<"i32">;
export type Condition = Value<"bool">;
/** Operands: a number stands for a constant. */
export type F = Float | number;
export type I = Int | number;

export interface Step {
  readonly result: Value;
  readonly operation: Operation;
  readonly args: readonly Value[];
}

export type Machine = ReturnType<typeof machine>;

export function machine() {
  const steps: Step[] = [];
  const known = new Map<string, Value>();

  /** Equal steps are one. */
  const step = <K extends Kind>(operation: Operation, kind: K, args: readonly Value[]): Value<K> => {
    const key = `${operation} ${args.map((a) => a.name).join(" ")}`;
    let result = known.get(key);
    if (!result) {
      known.set(key, (result = { kind, name: `t${steps.length}` }));
      steps.push({ result, operation, args });
    }
    return result as Value<K>;
  };
  const float1 =
    (operation: Operation) =>
    (a: F): Float =>
      step(operation, "f32", [float(a)]);
  const float2 =
    (operation: Operation) =>
    (a: F, b: F): Float =>
      step(operation, "f32", [float(a), float(b)]);
  const compare =
    (operation: Operation) =>
    (a: F, b: F): Condition =>
      step(operation, "bool", [float(a), float(b)]);
  const int2 =
    (operation: Operation) =>
    (a: I, b: I): Int =>
      step(operation, "i32", [int(a), int(b)]);
  const compareInt =
    (operation: Operation) =>
    (a: I, b: I): Condition =>
      step(operation, "bool", [int(a), int(b)]);
  const logic =
    (operation: Operation) =>
    (...args: Condition[]): Condition =>
      step(operation, "bool", args);

  return {
    steps,
    add: float2("add"),
    sub: float2("sub"),
    mul: float2("mul"),
    reciprocal: float1("reciprocal"),
    squareRoot: float1("squareRoot"),
    /** To the nearest integer, ties to even. */
    nearest: float1("nearest"),
    /** Comparisons of floats that are neither NaN nor subnormal, or whose result is then of no account. */
    less: compare("less"),
    lessEqual: compare("lessEqual"),
    equal: compare("equal"),
    plus: int2("plus"),
    minus: int2("minus"),
    /** The low 32 bits. */
    times: int2("times"),
    smaller: int2("smaller"),
    larger: int2("larger"),
    bitAnd: int2("bitAnd"),
    bitOr: int2("bitOr"),
    bitXor: int2("bitXor"),
    shiftLeft: int2("shiftLeft"),
    shiftRight: int2("shiftRight"),
    leadingZeros: (a: Int): Int => step("leadingZeros", "i32", [a]),
    lessInt: compareInt("lessInt"),
    equalInt: compareInt("equalInt"),
    toBits: (a: F): Int => step("toBits", "i32", [float(a)]),
    fromBits: (a: I): Float => step("fromBits", "f32", [int(a)]),
    toInt: (a: F): Int => step("toInt", "i32", [float(a)]),
    toFloat: (a: I): Float => step("toFloat", "f32", [int(a)]),
    select: (c: Condition, a: F, b: F): Float => step("select", "f32", [c, float(a), float(b)]),
    selectInt: (c: Condition, a: I, b: I): Int => step("select", "i32", [c, int(a), int(b)]),
    and: logic("and"),
    or: logic("or"),
    not: logic("not"),
  };
}

export const input = (index: number): Float => ({ kind: "f32", name: `x${index}` });
export const float = (x: F): Float => (typeof x === "number" ? { kind: "f32", name: `f${Object.is(x, -0) ? "-0" : x}`, constant: x } : x);
export const int = (x: I): Int => (typeof x === "number" ? { kind: "i32", name: `i${x}`, constant: x } : x);

/** Masks and patterns of the float32 format. */
export const SIGN = -0x80000000;
export const MAGNITUDE = 0x7fffffff;
export const FRACTION = 0x007fffff;
export const LEADING_BIT = 0x00800000;
export const ONE_BITS = 0x3f800000;
export const INFINITY_BITS = 0x7f800000;

/** The steps that the results need, in order. */
export function needed(steps: readonly Step[], results: readonly Value[]): readonly Step[] {
  const read = new Set<Value>(results);
  for (const s of [...steps].reverse()) if (read.has(s.result)) s.args.forEach((a) => read.add(a));
  return steps.filter((s) => read.has(s.result));
}
