/**
 * Formulas as text: lines `name = …` and at last the value itself, in the operators of arithmetic and evenkeel's names. What does not parse is an error that
 * says where.
 */
import jsep, { type Expression } from "jsep";
import { ARITY, CONSTANTS } from "./vocabulary.js";

/** At `index` of the text. */
export class FormulaError extends Error {
  constructor(
    message: string,
    readonly index: number,
  ) {
    super(message);
  }
}

export type Part =
  | { readonly kind: "number"; readonly value: number; readonly text: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly of: readonly Part[] }
  | { readonly kind: "list"; readonly of: readonly Part[] }
  /** A second name of a part that has one. */
  | { readonly kind: "same"; readonly of: Part };
/** A definition is a part that its name stands for: equal names are one object. */
export interface Parsed {
  readonly value: Part;
  readonly names: ReadonlyMap<Part, string>;
}

// ^ is a power here, as on paper, and ** too; both bind tighter than a sign.
jsep.removeAllBinaryOps();
for (const [operator, strength] of [
  ["<", 7],
  ["<=", 7],
  [">", 7],
  [">=", 7],
  ["==", 6],
  ["+", 9],
  ["-", 9],
  ["*", 10],
  ["/", 10],
] as const)
  jsep.addBinaryOp(operator, strength);
jsep.addBinaryOp("^", 11, true);
jsep.addBinaryOp("**", 11, true);
jsep.removeAllUnaryOps();
jsep.addUnaryOp("-");
jsep.addUnaryOp("+");

// Brackets leave no trace in jsep's trees, and (−x)² is not −(x²).
jsep.hooks.add("gobble-token", function (env) {
  if (this.char !== "(") return;
  const node = this.gobbleGroup() as Expression | false;
  if (!node) this.throwError("A value is missing here");
  env.node = this.gobbleTokenProperty({ ...node, bracketed: true });
});
/** What is typeset or copied from a page stands for what keys have; each is as long, so that places stay. */
const COPIED: Readonly<Record<string, string>> = { "−": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "\u00a0": " " };

const OPERATORS: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "^": "pow",
  "**": "pow",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  "==": "eq",
};

export function parse(given: string): Parsed {
  const text = given.replace(/[−×·⋅÷\u00a0]/g, (c) => COPIED[c]!),
    lines = [...text.matchAll(/[^\n;]+/g)].filter((m) => m[0].replace(/(#|\/\/).*/, "").trim()),
    defined = new Map<string, Part>(),
    names = new Map<Part, string>();
  if (!lines.length) throw new FormulaError("There is nothing here. Write a formula in x, for example log(sigmoid(x)).", 0);
  let value: Part | undefined;
  for (const [at, line] of lines.entries()) {
    const source = line[0].replace(/(#|\/\/).*/, ""),
      definition = /^\s*([A-Za-z_]\w*)\s*=(?!=)/.exec(source),
      start = line.index + (definition?.[0].length ?? 0),
      part = tree(source.slice(definition?.[0].length ?? 0), start, defined);
    if (definition) {
      const name = definition[1]!;
      if (name === "x") throw new FormulaError("x is what the plots go along; give the value another name.", line.index);
      const own: Part = names.has(part) ? { kind: "same", of: part } : part;
      defined.set(name, own);
      names.set(own, name);
      value = own;
    } else value = part;
    if (!definition && at < lines.length - 1) throw new FormulaError("Only the last line may be without a name. Write name = … here.", start);
  }
  return { value: value!, names };
}

function tree(source: string, start: number, defined: ReadonlyMap<string, Part>): Part {
  let parsed: Expression;
  try {
    parsed = jsep(source);
  } catch (error) {
    const { description, message, index } = error as Error & { description?: string; index?: number };
    throw new FormulaError(`${sentence(description ?? message)}`, start + (index ?? 0));
  }
  const find = (name: string): number => start + Math.max(0, source.search(new RegExp(`\\b${name}\\b`))),
    convert = (e: Expression): Part => {
      switch (e.type) {
        case "Literal": {
          const { value, raw } = e as unknown as { value: unknown; raw: string };
          if (typeof value !== "number") throw new FormulaError(`${raw} is no number.`, start + Math.max(0, source.indexOf(raw)));
          return { kind: "number", value, text: raw };
        }
        case "Identifier": {
          const { name } = e as unknown as { name: string };
          if (name === "x") return { kind: "name", name };
          const known = defined.get(name);
          if (known) return known;
          if (Object.hasOwn(CONSTANTS, name)) return { kind: "number", value: CONSTANTS[name]!, text: name };
          throw new FormulaError(undefinedName(name), find(name));
        }
        case "UnaryExpression": {
          const { operator, argument } = e as unknown as Unary,
            of = convert(argument);
          return operator === "+" ? of : negative(of);
        }
        case "BinaryExpression": {
          const { operator, left, right } = e as unknown as Binary,
            name = OPERATORS[operator]!,
            signs = name === "pow" ? signsOf(left) : { minus: false, of: left };
          const made: Part = { kind: "call", name, of: [convert(signs.of), convert(right)] };
          return signs.minus ? negative(made) : made;
        }
        case "ArrayExpression": {
          const { elements } = e as unknown as { elements: readonly (Expression | null)[] };
          if (!elements.length) throw new FormulaError("A list needs a number.", start + Math.max(0, source.indexOf("[")));
          return { kind: "list", of: elements.map((each) => convert(each ?? missing(start + source.indexOf("[")))) };
        }
        case "MemberExpression": {
          const { computed, object, property } = e as unknown as { computed: boolean; object: Expression; property: Expression };
          if (!computed) throw new FormulaError("There are no properties here. An element is a[0].", start);
          return { kind: "call", name: "at", of: [convert(object), convert(property)] };
        }
        case "CallExpression": {
          const { callee, arguments: given } = e as unknown as { callee: Expression & { name?: string }; arguments: readonly Expression[] },
            name = callee.name ?? "",
            arity = Object.hasOwn(ARITY, name) ? ARITY[name] : undefined;
          if (!arity) throw new FormulaError(`There is no function ${name || "here"}. ${near(name)}`, name ? find(name) : start);
          if (given.length < arity[0] || given.length > arity[1])
            throw new FormulaError(`${name} takes ${counted(arity)}, and here ${given.length === 1 ? "is 1" : `are ${given.length}`}.`, find(name));
          return { kind: "call", name, of: given.map((each) => convert(each ?? missing(find(name)))) };
        }
        case "Compound": {
          const { body } = e as unknown as { body: readonly Expression[] };
          return missing(start + secondOf(body, source), body.length ? "There is an operator missing between two values." : undefined);
        }
        case "SequenceExpression":
          throw new FormulaError("Round brackets hold one value. A list is [a, b].", start + Math.max(0, source.indexOf("(")));
        case "ConditionalExpression":
          throw new FormulaError("A choice is where(condition, a, b).", start + source.indexOf("?"));
        default:
          throw new FormulaError("This is no formula. Write one in x, for example log(sigmoid(x)).", start);
      }
    };
  return convert(parsed);
}

type Unary = { readonly operator: string; readonly argument: Expression; readonly bracketed?: boolean };
type Binary = { readonly operator: string; readonly left: Expression; readonly right: Expression };

/** −x² is −(x²): jsep gives signs to x first. */
function signsOf(from: Expression): { readonly minus: boolean; readonly of: Expression } {
  let [minus, of] = [false, from];
  while (of.type === "UnaryExpression" && !of.bracketed) {
    const { operator, argument } = of as unknown as Unary;
    [minus, of] = [minus !== (operator === "-"), argument];
  }
  return { minus, of };
}
const negative = (of: Part): Part =>
  of.kind === "number"
    ? { ...of, value: -of.value, text: of.text.startsWith("-") ? of.text.slice(1) : `-${of.text}` }
    : { kind: "call", name: "neg", of: [of] };

function missing(at: number, message = "A value is missing here."): never {
  throw new FormulaError(message, at);
}
const undefinedName = (name: string): string =>
  Object.hasOwn(ARITY, name)
    ? `${name} is a function. Write ${name}(…).`
    : `${name} is not defined. Write ${name} = … above${name === "e" ? ", or exp(…) for its powers" : ""}.`;

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
const counted = ([least, most]: readonly [number, number]): string =>
  least === most ? `${least} argument${least === 1 ? "" : "s"}` : `${least} to ${most} arguments`;
function near(name: string): string {
  if (name === "ln") return "Did you mean log?";
  const close = Object.keys(ARITY).filter((known) => known.toLowerCase().startsWith(name.slice(0, 3).toLowerCase()));
  return close.length && name ? `Did you mean ${close.slice(0, 3).join(" or ")}?` : "Names are evenkeel's: exp, log, sigmoid, softmax …";
}
/** Where the second of two values without an operator begins, as far as the text says. */
function secondOf(body: readonly Expression[], source: string): number {
  const second = body[1] as { raw?: string; name?: string; callee?: { name?: string } } | undefined,
    text = second?.raw ?? second?.name ?? second?.callee?.name;
  return text === undefined ? 0 : Math.max(0, source.lastIndexOf(text));
}
