/**
 * A program as code: each op's body in the lanes of what it computes in, and rounded once to the type of its result. Bodies in float32 run in
 * its lanes where that is exact (`isDirect`), else in those of float64. It prints what is written and does no algebra.
 */
import { type Arithmetic, arithmeticOf, isDirect, typeOf, type Ex, type Program } from "@evenkeel/core";
import { d2, f4, i4, isOne, simd, type Bundle, type Fn, type Operand, type Simd } from "./emit/index.js";
import { convert, type Formats, needed, rounded, VECTORS, type Words } from "./types.js";
import { exp } from "./math/exp.js";
import { expNear } from "./math/expNear.js";
import { expm1 } from "./math/expm1.js";
import { log } from "./math/log.js";
import { log1p } from "./math/log1p.js";

/** What every backend has of the words that are good to 2⁻⁴⁰, for results that are rounded to float32. */
const always: Words = { exp, expm1 };

/** The words of an arithmetic. */
export function wordsOf(formats: Formats, arithmetic: Arithmetic): Words {
  if (arithmetic === "float64") return needed(formats, "float64");
  let all = made.get(formats.words);
  if (!all) made.set(formats.words, (all = { ...always, ...formats.words }));
  return all;
}
const made = /* @__PURE__ */ new WeakMap<Words, Words>();

/** The program's outputs for the bundles `inputs`, each in the lanes of its type. */
export function print(f: Fn, program: Program, inputs: readonly Bundle[], formats: Formats): Bundle[] {
  const lanes = { float32: simd(f, VECTORS, f4), int32: simd(f, VECTORS, i4), float64: simd(f, 2 * VECTORS, d2) };
  const values = [...inputs];
  const converted = new Map<string, Bundle>();
  for (const { body, args, arithmetic, dtype } of program.steps) {
    const isWide = dtype === "float64" || args.some((i) => typeOf(program, i) === "float64");
    const wide = arithmetic === "float32" && (isWide || !isDirect(body)) ? "float64" : arithmetic;
    const argument = (i: number): Bundle => {
      const key = `${args[i]!} ${arithmetic} ${wide}`;
      const from = arithmeticOf(typeOf(program, args[i]!));
      const made =
        converted.get(key) ??
        convert(
          f,
          from === "float64" ? values[args[i]!]! : convert(f, values[args[i]!]!, from, arithmetic),
          from === "float64" ? from : arithmetic,
          wide,
        );
      converted.set(key, made);
      return made;
    };
    const narrow = (i: number): Bundle | null => (typeOf(program, args[i]!) === "float32" ? values[args[i]!]! : null),
      words = wordsOf(formats, arithmetic),
      result = evaluate(lanes[wide], body, argument, arithmetic === "float32" ? { words, narrow } : { words });
    values.push(rounded(f, formats, result, wide, dtype));
  }
  return program.outputs.map((i) => values[i]!);
}

interface Given {
  /** Where they have no log and log1p, they are those for float32 results. */
  readonly words?: Words;
  /** Inputs that are in the lanes of float32; left out where nothing is computed in them. */
  readonly narrow?: (i: number) => Bundle | null;
  /** What is computed already. */
  readonly values?: Map<Ex, Operand>;
}
/** One body on bundles of the lanes that `s` has. */
export function evaluate(s: Simd, body: Ex, argument: (i: number) => Bundle, { words = always, narrow, values = new Map() }: Given = {}): Bundle {
  const valueOf = (e: Ex): Operand => {
    let x = values.get(e);
    if (x === undefined) values.set(e, (x = compute(e)));
    return x;
  };
  /** What is one vector in all operands is computed once. */
  const called = (f: (s: Simd, ...x: Bundle[]) => Bundle, x: readonly Bundle[]): Bundle => {
    if (!x.every(isOne)) return f(s, ...x);
    let result: Bundle = [];
    s.fn.emitStill(s.fn.grab(() => (result = f(simd(s.fn, 1, s.lanes), ...x.map(([first]) => [first!])))));
    return x[0]!.map(() => result[0]!);
  };
  const vector = (e: Ex): Bundle => {
    const x = valueOf(e);
    return typeof x === "number" ? s.splat(s.lanes.const(x)) : x;
  };
  /** Operands of `expNear`, which are float32 even where they are words: what rounds nothing may be part of a body. */
  const narrowed = (e: Ex): Bundle => (e.word === "in" ? narrow!(e.value) : null) ?? convert(s.fn, vector(e), "float64", "float32");
  const compute = ({ word, args, value }: Ex): Operand => {
    if (word === "expNear" && narrow) return expNear(s, narrowed(args[0]!), narrowed(args[1]!));
    const operands = args.map(valueOf),
      [x, y, z] = operands as [Operand, Operand, Operand];
    switch (word) {
      case "in":
        return argument(value);
      case "const":
        return value;
      case "where":
        // A mask is all ones or zeros: beside 0 one instruction does what a selection takes three for.
        return Object.is(z, 0) ? s.and(y, x) : Object.is(y, 0) ? s.andnot(z, x) : s.where(y, z, x);
      case "expNear":
        return called(known(words, "exp"), [s.sub(x, y)]);
      case "min":
      case "max":
        return typeof x === "number" ? extreme(s, word, y, x) : extreme(s, word, x, y);
      default:
        if (word in s) return (s[word as keyof Simd] as (...operands: Operand[]) => Bundle)(...operands);
        if (!words[word as keyof Words] && (word === "log" || word === "log1p"))
          return called((one, a) => ({ log, log1p })[word](one, a!, isPositive(args[0]!), args[0]!.word === "in"), [vector(args[0]!)]);
        return called(known(words, word as keyof Words), args.map(vector));
    }
  };
  return vector(body);
}

function known(words: Words, word: keyof Words) {
  const emit = words[word];
  if (!emit) throw new TypeError(`cpu: the word ${word} was left out of this backend. Pass it to makeCpu with the others of its type, or use cpu().`);
  return emit;
}

/** With a number y, pmin and pmax do in one instruction: they give x if it is NaN. But they give x if it is −0 and y is 0, or the other way round. */
function extreme(s: Simd, word: "min" | "max", x: Operand, y: Operand): Bundle {
  if (typeof y !== "number" || y !== y || (word === "min" && Object.is(y, -0))) return s[word](x, y);
  return word === "max" && Object.is(y, 0) ? s.add(s.pmax(x, 0), 0) : s[`p${word}`](x, y);
}

/** Known to be a normal and finite float64 number above 0, or NaN: e^x is between 2^-1020 and 2^1020 here, and a sum has at most 8 of them. */
const isPositive = (e: Ex, depth = 3): boolean =>
  e.word === "exp" ||
  (e.word === "const" && e.value > 1e-300 && e.value < 1e300) ||
  (e.word === "add" && depth > 0 && e.args.every((a) => isPositive(a, depth - 1)));
