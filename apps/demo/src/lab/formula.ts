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
  | { readonly kind: "list"; readonly of: readonly Part[] };
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

export function parse(text: string): Parsed {
  const lines = [...text.matchAll(/[^\n;]+/g)].filter((m) => m[0].replace(/(#|\/\/).*/, "").trim()),
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
      defined.set(name, part);
      names.set(part, name);
    }
    if (!definition && at < lines.length - 1) throw new FormulaError("Only the last line may be without a name. Write name = … here.", start);
    value = part;
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
          if (name in CONSTANTS) return { kind: "number", value: CONSTANTS[name]!, text: name };
          const known = defined.get(name);
          if (known) return known;
          throw new FormulaError(
            name in ARITY ? `${name} is a function. Write ${name}(…).` : `${name} is not defined. Write ${name} = … above.`,
            find(name),
          );
        }
        case "UnaryExpression": {
          const { operator, argument } = e as unknown as { operator: string; argument: Expression },
            of = convert(argument);
          if (operator === "+") return of;
          return of.kind === "number" ? { ...of, value: -of.value, text: `-${of.text}` } : { kind: "call", name: "neg", of: [of] };
        }
        case "BinaryExpression": {
          const { operator, left, right } = e as unknown as { operator: string; left: Expression; right: Expression };
          return binary(operator, convert(left), convert(right), left);
        }
        case "ArrayExpression": {
          const { elements } = e as unknown as { elements: readonly Expression[] };
          if (!elements.length) throw new FormulaError("A list needs a number.", start + Math.max(0, source.indexOf("[")));
          return { kind: "list", of: elements.map(convert) };
        }
        case "MemberExpression": {
          const { computed, object, property } = e as unknown as { computed: boolean; object: Expression; property: Expression };
          if (!computed) throw new FormulaError("There are no properties here. An element is a[0].", start);
          return { kind: "call", name: "at", of: [convert(object), convert(property)] };
        }
        case "CallExpression": {
          const { callee, arguments: given } = e as unknown as { callee: Expression & { name?: string }; arguments: readonly Expression[] },
            name = callee.name ?? "",
            arity = ARITY[name];
          if (!arity) throw new FormulaError(`There is no function ${name || "here"}. ${near(name)}`, name ? find(name) : start);
          if (given.length < arity[0] || given.length > arity[1])
            throw new FormulaError(`${name} takes ${counted(arity)}, and here ${given.length === 1 ? "is 1" : `are ${given.length}`}.`, find(name));
          return { kind: "call", name, of: given.map(convert) };
        }
        case "Compound":
          throw new FormulaError(
            "There is an operator missing between two values.",
            start + secondOf(e as unknown as { body: readonly Expression[] }, source),
          );
        default:
          throw new FormulaError("This is no formula.", start);
      }
    };
  return convert(parsed);
}

/** −x² is −(x²): jsep gives the sign to x first. */
function binary(operator: string, left: Part, right: Part, from: Expression): Part {
  const name = OPERATORS[operator]!;
  if (name === "pow" && from.type === "UnaryExpression" && (from as unknown as { operator: string }).operator === "-") {
    const inner: Part =
      left.kind === "number" ? { kind: "number", value: -left.value, text: left.text.slice(1) } : (left as { of: readonly Part[] }).of[0]!;
    return { kind: "call", name: "neg", of: [{ kind: "call", name, of: [inner, right] }] };
  }
  return { kind: "call", name, of: [left, right] };
}

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
const counted = ([least, most]: readonly [number, number]): string =>
  least === most ? `${least} argument${least === 1 ? "" : "s"}` : `${least} to ${most} arguments`;
function near(name: string): string {
  const close = Object.keys(ARITY).filter((known) => known.toLowerCase().startsWith(name.slice(0, 3).toLowerCase()));
  return close.length && name ? `Did you mean ${close.slice(0, 3).join(" or ")}?` : "Names are evenkeel's: exp, log, sigmoid, softmax …";
}
/** Where the second of two values without an operator begins, as far as the text says. */
function secondOf({ body }: { readonly body: readonly Expression[] }, source: string): number {
  const second = body[1] as { raw?: string; name?: string; callee?: { name?: string } } | undefined,
    text = second?.raw ?? second?.name ?? second?.callee?.name;
  return text === undefined ? 0 : Math.max(0, source.lastIndexOf(text));
}
