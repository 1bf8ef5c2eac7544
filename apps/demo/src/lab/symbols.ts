/** Ops as MathML: each by the texts of its operands. */
import {
  characters,
  dotted,
  fenced,
  type Line,
  listed,
  type MathElement,
  mi,
  mn,
  mo,
  mrow,
  mtext,
  parts,
  type Row,
  SIGN,
  spaced,
  table,
} from "./elements.js";
import { fewest } from "./float32.js";

/** How tightly a text holds together. */
const SUM = 1,
  OVER = 1.5,
  PRODUCT = 2,
  SIGNED = 2.5,
  POWER = 3,
  ATOM = 4,
  /** On the right of + or −: in float32 the order of sums is part of what they are. */
  RIGHT = 1.2;
export interface Text {
  readonly row: Row;
  readonly holds: number;
  /** Whether it begins with a minus sign. */
  readonly signed?: boolean;
  /** Of a number. */
  readonly value?: number;
  /** What it is the negative of. */
  readonly negated?: Text;
  /** Of cases: those within the last one are further lines. */
  readonly lines?: readonly Line[];
}
export const atom = (...row: Row): Text => ({ row, holds: ATOM });
/** What is compared with itself: a body asks so whether something is no NaN. */
const ALWAYS = atom(mi("⊤"));
export const call = (name: Row, of: readonly Text[]): Text => atom(...name, bracketed(listed(of.map((t) => t.row))));
const bracketed = (row: Row): MathElement => fenced("(", row, ")"),
  within = ({ row, holds }: Text, least: number): Row => (holds >= least ? row : [bracketed(row)]),
  unsigned = (t: Text, least: number): Row => (t.signed ? [bracketed(t.row)] : within(t, least)),
  power = (base: Row, to: Row): Text => ({ row: [parts("msup", base, to)], holds: POWER }),
  over = (a: Row, b: Row): Text => ({ row: [parts("mfrac", a, b)], holds: POWER - 0.1 }),
  /** As large as in a line of text. */
  gathered = (sign: string, a: Text): Text => ({ row: [mo(sign, { largeop: "false", lspace: "0" }), ...within(a, PRODUCT)], holds: OVER });

/** Of one letter, and upright. */
const letter = (of: string): MathElement => mi(of, { mathvariant: "normal" });
const LOG = mi("log"),
  NAMES: Readonly<Record<string, Row>> = {
    sigmoid: [mi("σ")],
    logsigmoid: spaced([LOG], [mi("σ")]),
    lgamma: spaced([LOG], [letter("Γ")]),
    ndtr: [letter("Φ")],
    log2: [parts("msub", [LOG], [mn("2")])],
    log10: [parts("msub", [LOG], [mn("10")])],
    asin: [mi("arcsin")],
    acos: [mi("arccos")],
    atan: [mi("arctan")],
    logSoftmax: spaced([LOG], [mi("softmax")]),
    amax: [mi("max")],
    amin: [mi("min")],
    maximum: [mi("max")],
    minimum: [mi("min")],
  };
const RELATIONS: Readonly<Record<string, string>> = { lt: "<", le: "≤", gt: ">", ge: "≥", eq: "=", and: "∧", or: "∨" };

/** A list of so many characters stands upright. */
const BROAD = 50;
/** An op or a word of so many operands, as it stands. */
export function composed(name: string, of: readonly Text[]): Text {
  const [a, b, c] = of as [Text, Text, Text];
  switch (name) {
    case "add": {
      const [sign, ...rest] = b.row;
      return sign === SIGN && b.holds >= PRODUCT ? sum(a, "−", rest) : sum(a, "+", unsigned(b, RIGHT));
    }
    case "sub":
      return sum(a, "−", unsigned(b, RIGHT));
    case "mul": {
      const right = unsigned(b, SIGNED + 0.1),
        meet = isNumber(a.row.at(-1)!) || beginsInNumber(right[0]!);
      return { row: (meet ? dotted : spaced)(within(a, PRODUCT), right), holds: PRODUCT, signed: a.signed };
    }
    case "div":
      return over(a.row, b.row);
    case "neg":
      return { negated: a, row: [SIGN, ...unsigned(a, PRODUCT)], holds: SIGNED, signed: true };
    case "pow":
      return power(within(a, ATOM), b.row);
    case "square":
      return power(within(a, ATOM), [mn("2")]);
    // Upright: a visitor may call a value e.
    case "exp":
      return power([letter("e")], a.row);
    case "exp2":
      return power([mn("2")], a.row);
    case "sqrt":
      return atom(parts("msqrt", a.row));
    case "rsqrt":
      return over([mn("1")], [parts("msqrt", a.row)]);
    case "reciprocal":
      return over([mn("1")], a.row);
    case "abs":
      return atom(fenced("|", a.row, "|"));
    case "floor":
      return atom(fenced("⌊", a.row, "⌋"));
    case "sum":
      return gathered("∑", a);
    case "prod":
      return gathered("∏", a);
    case "where": {
      const lines = [[b.row, [mtext("if\u00a0"), ...a.row]], ...(c.lines ?? [[c.row, [mtext("else")]]])];
      return { ...atom(mrow([mo("{"), table("cases", lines)])), lines };
    }
    case "list": {
      const along = listed(of.map((t) => t.row)),
        lines = of.map((t) => [t.row]),
        upright = of.length > 1 && characters(along).length > BROAD;
      return atom(fenced("[", upright ? [table("list", lines)] : along, "]"));
    }
    case "at":
      return atom(parts("msub", within(a, ATOM), b.row));
  }
  if (name in RELATIONS) return { row: [...within(a, SUM), mo(RELATIONS[name]!), ...within(b, SUM)], holds: 0 };
  return call(NAMES[name] ?? [mi(name)], of);
}
const sum = (a: Text, sign: string, b: Row): Text => ({ row: [...within(a, SUM), mo(sign), ...b], holds: SUM, signed: a.signed });
const isNumber = ({ tag }: MathElement): boolean => tag === "mn",
  beginsInNumber = (e: MathElement): boolean => isNumber(e) || (e.tag === "msup" && isNumber((e.of as Row)[0]!));

/** Whether they are the same to look at. */
const same = (a: Text, b: Text): boolean => a === b || JSON.stringify(a.row) === JSON.stringify(b.row);

/** The same without what adds nothing: of what is run, whose numbers and signs a rule put there. */
export function tidied(name: string, of: readonly Text[]): Text {
  const [a, b] = of as [Text, Text];
  switch (name) {
    case "add":
      if (a.value === 0) return b;
      if (b.value === 0) return a;
      break;
    case "sub":
      if (b.value === 0) return a;
      if (b.negated) return composed("add", [a, b.negated]);
      break;
    case "mul":
      if (b.value !== undefined && a.value === undefined) return tidied("mul", [b, a]);
      if (a.value !== undefined && b.value !== undefined) return numeral(a.value * b.value);
      if (a.value === 1) return b;
      if (a.value === -1) return tidied("neg", [b]);
      if (b.negated) return tidied("neg", [tidied("mul", [a, b.negated])]);
      if (same(a, b)) return composed("square", [a]);
      break;
    case "neg":
      if (a.value !== undefined) return numeral(0 - a.value);
      if (a.negated) return a.negated;
      if (a.row[0] === SIGN && a.holds > SUM) return { row: a.row.slice(1), holds: PRODUCT };
      break;
    case "exp":
      if (a.value === 0) return numeral(1);
      break;
    case "eq":
      if (same(a, b)) return ALWAYS;
      break;
    case "and":
      if (a === ALWAYS) return b;
      if (b === ALWAYS) return a;
      break;
    case "where":
      if (a === ALWAYS) return b;
  }
  return composed(name, of);
}

/** A text so short is shown as it is. */
const LONG = 10;
/** In as few digits as tell it from other numbers of float32. */
export function numeral(x: number): Text {
  if (Math.abs(x) === Math.LN2) return { ...withSign(x < 0, spaced([mi("ln")], [mn("2")]), PRODUCT), value: x };
  if (Number.isNaN(x)) return atom(mtext("NaN"));
  const exact = String(x);
  return { ...inDigits(exact.length <= LONG ? exact : String(fewest(x))), value: x };
}
/** A number as it is written: of JavaScript, or the name of a constant. */
export function inDigits(text: string): Text {
  const signed = text.startsWith("-"),
    [digits, exponent] = text.replace(/^-/, "").toLowerCase().split("e") as [string, string?],
    constant = CONSTANT[digits];
  if (exponent === undefined) return withSign(signed, [constant === undefined ? mn(digits) : mi(constant)], ATOM);
  const { row } = power([mn("10")], inDigits(String(Number(exponent))).row);
  return withSign(signed, digits === "1" ? row : dotted([mn(digits)], row), PRODUCT);
}
const withSign = (signed: boolean, size: Row, holds: number): Text =>
  signed ? { row: [SIGN, ...size], holds: SIGNED, signed } : { row: size, holds };
const CONSTANT: Readonly<Record<string, string>> = { pi: "π", π: "π", inf: "∞", "∞": "∞", infinity: "∞" };
