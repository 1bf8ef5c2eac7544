/** Formulas as MathML: what was written, from its parts, and what is run, from evenkeel's own account of it. What was restated is marked with the change's number. */
import type { Ex, Formula, Tensor } from "@evenkeel/core";
import { inWords } from "./body.js";
import { characters, type Line, listed, type MathElement, mi, mn, mo, mrow, mtext, parts, type Row, table } from "./elements.js";
import type { Part, Parsed } from "./formula.js";
import { atom, call, composed, inDigits, numeral, type Text, tidied } from "./symbols.js";
import { ALONG, REDUCTIONS } from "./vocabulary.js";

const marked = (t: Text, change: number | undefined): Text =>
  change === undefined ? t : { row: [mrow(t.row, { class: `change change-${change}` })], holds: t.holds, signed: t.signed };
/** As a block of its own. */
const whole = (of: Row): MathElement => ({ tag: "math", has: { display: "block" }, of });

/** What was written, with the definitions above it. `changeOf`: which change restated a part. */
export function writtenMath({ value, names }: Parsed, changeOf: (part: Part) => number | undefined): MathElement {
  const known = new Map<Part, Text>(),
    text = (part: Part, defining = false): Text => {
      const name = names.get(part);
      if (name !== undefined && !defining) return atom(identifier(name));
      let t = known.get(part);
      if (!t) known.set(part, (t = marked(plain(part), changeOf(part))));
      return t;
    },
    plain = (part: Part): Text => {
      if (part.kind === "number") return inDigits(part.text);
      if (part.kind === "name") return atom(mi("x"));
      if (part.kind === "same") return text(part.of);
      const of = part.of.map((p) => text(p));
      if (part.kind === "list" || part.name === "cat") return composed("list", of);
      return composed(part.name, of);
    };
  // A value that is also a definition is written out where it stands alone.
  const alone = names.size === 1 && names.has(value),
    last = text(value, alone).row;
  if (alone || !names.size) return whole(last);
  const equation = (name: Row, row: Row): Line => [name, [mo("="), ...row]];
  return whole([
    table("definitions", [
      ...[...names].map(([part, name]) => equation([identifier(name)], text(part, true).row)),
      equation([...names.values()].includes("y") ? [] : [mi("y")], last),
    ]),
  ]);
}
/** What follows the first underscore stands below. */
function identifier(name: string): MathElement {
  const [, first, below] = /^([^_]+)_(.+)$/.exec(name) ?? [];
  return first && below ? parts("msub", [italic(first)], [italic(below)]) : italic(name);
}
/** Of several letters: single ones are italic by themselves. */
const italic = (name: string): MathElement => mi(name, name.length > 1 ? { class: "name" } : undefined);

/** What is known of functions. */
export interface Functions {
  /** Whether an op is the function of its name. */
  isFunction(f: Formula): boolean;
  /** A function whose body an expression is, of another. */
  recognised(e: Ex): { readonly name: string; readonly of: Ex } | null;
}
/** A longer text than this is not read, and no polynomial of such a degree. */
const LONGEST = 210,
  DEEPEST = 6;
function isLong({ row }: Text): boolean {
  const all = characters(row);
  let [open, deepest] = [0, 0];
  for (const c of all) deepest = Math.max(deepest, (open += c === "(" ? 1 : c === ")" ? -1 : 0));
  return all.length > LONGEST || deepest > DEEPEST;
}

/**
 * What is run. `nameOf`: what the user calls a leaf, or nothing; a region, which has the name of its last op, is shown by its body.
 */
export function runMath(root: Formula, nameOf: (leaf: Tensor) => string | undefined, { isFunction, recognised }: Functions): MathElement {
  const known = new Map<Formula, Text>();
  const text = (f: Formula): Text => {
    let t = known.get(f);
    if (!t) known.set(f, (t = marked(plain(f), f.change)));
    return t;
  };
  const plain = (f: Formula): Text => {
    if (f.number !== undefined) return numeral(f.number);
    if (f.leaf) {
      const name = nameOf(f.leaf);
      if (name !== undefined) return name === "x" ? atom(mi("x")) : atom(identifier(name));
      const data = [...f.leaf.dataSync()];
      return data.length === 1 ? numeral(data[0]!) : composed("list", data.map(numeral));
    }
    const axes = axesOf(f);
    if (axes || LAYOUT.has(f.op)) return looked(f, axes, text(f.of[0]!));
    const of = f.of.filter((each, i) => f.op !== "cat" || i > 0 || each.number === undefined).map(text);
    if (f.op === "cat") return composed("list", of);
    // Of a mean, what it is divided by is an operand.
    if (!f.body && (REDUCTIONS.has(f.op) || ALONG.has(f.op)) && f.of.slice(1).every((each) => each.number !== undefined))
      return composed(f.op, of.slice(0, 1));
    if (!f.body || isFunction(f)) return tidied(f.op, of);
    const words = inWords(f.body, of, recognised);
    if (!isLong(words)) return words;
    // Its name may be that of the last of several ops alone.
    return call([mtext("[a longer formula]")], of);
  };
  return whole(text(root).row);
}
const LAYOUT = new Set("reshape expand permute unsqueeze squeeze contiguous cast variable".split(" "));

type Axes = readonly (readonly [start: number, dim: number, step: number])[];
const axesOf = ({ of, attrs }: Formula): Axes | undefined => (of.length === 1 ? (attrs as { axes?: Axes } | undefined)?.axes : undefined);

/** A part of a list, by the places that are seen of it. */
function looked({ of: [whole], shape }: Formula, axes: Axes | undefined, t: Text): Text {
  const axis = axes?.at(-1);
  if (!axis) return t;
  const [start, dim, step] = axis,
    seen = dim < 0 ? 1 : shape[dim]!,
    all = whole!.shape.at(-1)!;
  if (all === 1 || (seen === all && step === 1)) return t;
  return composed("at", [t, atom(...listed(Array.from({ length: seen }, (_, i) => [mn(String(start + i * step))])))]);
}
