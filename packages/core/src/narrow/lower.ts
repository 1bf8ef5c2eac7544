/**
 * A body as straight-line typed instructions, the form that a printer needs: it keeps track of what is known of each value (an exact float32, two
 * floats, a scaled number) and widens only where a word needs it. Constants keep 48 bits of their float64 value, at any exponent.
 */
import { type Ex, inOrder, spelled, type Word } from "../scalar/expr.js";
import { isDirect } from "../scalar/program.js";
import type { Library } from "./library.js";
import { float, type Float } from "./machine.js";
import type { Pair } from "./pair.js";
import { INFINITE, type Scaled, scaled } from "./scaled.js";

/** c: a condition, f: a float32 value, d: two floats, s: a scaled number. */
export type Type = "c" | "f" | "d" | "s";

/** An input or a constant (with its value), or the result of an instruction. */
export interface Operand {
  readonly name: string;
  readonly type: Type;
  readonly value?: Float | Pair | Scaled;
}
export interface Instruction {
  readonly result: Operand;
  readonly call: keyof Library;
  readonly args: readonly Operand[];
}
export interface Code {
  readonly instructions: readonly Instruction[];
  readonly result: Operand;
}

/** How many inputs a body has. */
export const inputsOf = (body: Ex): number => 1 + Math.max(-1, ...inOrder([body]).map((e) => (e.word === "in" ? e.value : -1)));

/** What an input is: a float32 value, or a number that was never rounded. */
export type Input = Float | Scaled;
export const isScaled = (x: Input): x is Scaled => "k" in x;

/** The body of `inputs`, rounded to float32, or as it is where `wide` is set. */
export function lower(given: Ex, inputs: readonly Input[], wide = false): Code {
  const body = spelled(given);
  const nodes = inOrder([body]);
  const direct = !wide && isDirect(body) && !inputs.some(isScaled);
  const absolute = absoluteOnly(body, nodes);
  const values = new Map<Ex, Operand>();
  const instructions: Instruction[] = [];
  const made = new Map<string, Operand>();

  const inputOf = (i: number): Operand => {
    const value = inputs[i]!;
    return { name: `x${i}`, type: isScaled(value) ? "s" : "f", value };
  };
  /** Equal calls are one. */
  const call = (name: string, type: Type, ...args: Operand[]): Operand => {
    const key = `${name}(${args.map((a) => a.name).join()})`;
    let result = made.get(key);
    if (!result) {
      made.set(key, (result = { name: `v${instructions.length}`, type }));
      instructions.push({ result, call: name as keyof Library, args });
    }
    return result;
  };
  const constant = (x: number, type: Type): Operand => {
    const value = type === "f" ? float(x) : type === "d" ? pairOf(x) : scaledOf(x);
    return { name: `${type}${Object.is(x, -0) ? "-0" : x}`, type, value };
  };
  /** e's value in a type that is at least as wide; a scaled number also where two floats are wanted. */
  const as = (e: Ex, type: Type): Operand => {
    const v = values.get(e)!;
    if (v.type === type) return v;
    // One of two constants is one of two scaled numbers.
    if (e.word === "where" && type === "s" && e.args[1]!.word === "const" && e.args[2]!.word === "const")
      return call("whereS", "s", values.get(e.args[0]!)!, as(e.args[1]!, "s"), as(e.args[2]!, "s"));
    return e.word === "const" ? constant(e.value, type) : call(`${v.type}To${type.toUpperCase()}`, type, v);
  };
  const each = (e: Ex, name: Word | "nearest", operands: Type, result: Type = operands): Operand =>
    call(name + operands.toUpperCase(), result, ...e.args.map((a) => as(a, operands)));
  const widest = (args: readonly Ex[]): Type => args.map((a) => values.get(a)!.type).reduce((t, u) => (RANK[u] > RANK[t] ? u : t));

  const value = (e: Ex): Operand => {
    const { word, args } = e;
    const type = args.length > 0 ? widest(args) : "f";
    const compared = type === "f" ? "f" : "s";
    switch (word) {
      case "in":
        return inputOf(e.value);
      case "const":
        return constant(e.value, isFloat32(e.value) ? "f" : "s");
      case "and":
      case "or":
      case "not":
        return call(word, "c", ...args.map((a) => values.get(a)!));
      case "lt":
      case "le":
      case "eq":
        return each(e, word, compared, "c");
      case "min":
      case "max":
        return each(e, word, compared);
      case "neg":
      case "abs":
        return each(e, word, type);
      case "where": {
        const [condition, x, y] = args as [Ex, Ex, Ex];
        const branch = widest([x, y]);
        return call(`where${branch.toUpperCase()}`, branch, values.get(condition)!, as(x, branch), as(y, branch));
      }
      case "exp":
        return each(e, word, "d", "s");
      case "add":
      case "sub": {
        if (direct) return each(e, word, "f");
        const [x, y] = args as [Ex, Ex];
        const [operand, name, sum] = type === "f" && absolute.has(e) ? (["f", "sumF", "d"] as const) : (["s", "addS", "s"] as const);
        const right = as(y, operand);
        return call(name, sum, as(x, operand), word === "sub" ? call(`neg${operand.toUpperCase()}`, operand, right) : right);
      }
      case "mul":
      case "div":
      case "sqrt":
        return each(e, word, direct ? "f" : "s");
      case "floor":
      case "trunc":
        return each(e, word, compared);
      case "round":
        return each(e, "nearest", compared);
      default:
        return each(e, word, "s");
    }
  };
  for (const e of nodes) values.set(e, value(e));
  const last = values.get(body)!;
  const result = wide ? as(body, "s") : last.type === "f" ? last : call("roundS", "f", as(body, "s"));
  return { instructions, result };
}

const RANK = { c: 0, f: 1, d: 2, s: 3 } as const;
const isFloat32 = (x: number): boolean => Object.is(Math.fround(x), x);

/** The values that only e^x reads, by itself or through neg, abs and where: they may be lost where they are below 2⁻¹²⁶. */
function absoluteOnly(body: Ex, nodes: readonly Ex[]): ReadonlySet<Ex> {
  const read = new Set<Ex>([body]);
  const absolute = new Set<Ex>();
  for (const e of [...nodes].reverse()) {
    const passes = e.word === "exp" || (!read.has(e) && (e.word === "neg" || e.word === "abs" || e.word === "where"));
    if (!read.has(e)) absolute.add(e);
    if (!passes) for (const a of e.args) read.add(a);
  }
  return absolute;
}

/** x to 48 bits. */
function pairOf(x: number): Pair {
  const h = Math.fround(x);
  return { h: float(h), l: float(Number.isFinite(h) ? Math.fround(x - h) : 0) };
}

/** Any number, to 48 bits. */
export function scaledOf(x: number): Scaled {
  if (x === 0 || x !== x) return scaled(x, 0, x === 0 ? -INFINITE : 0);
  if (!Number.isFinite(x)) return scaled(Math.sign(x), 0, INFINITE);
  let k = Math.max(Math.floor(Math.log2(Math.abs(x))), -1022);
  let m = x * 2 ** -k;
  for (; Math.abs(m) < 1; m *= 2) k--; // a subnormal, or log2 was rounded up
  const { h, l } = pairOf(m);
  return scaled(h, l, k);
}
