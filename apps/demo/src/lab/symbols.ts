/** Ops as TeX: each by the texts of its operands. */
import { fewest } from "./float32.js";

/** How tightly a text holds together. */
const SUM = 1,
  OVER = 1.5,
  PRODUCT = 2,
  SIGN = 2.5,
  POWER = 3,
  ATOM = 4,
  /** On the right of + or −: in float32 the order of sums is part of what they are. */
  RIGHT = 1.2;
export interface Text {
  readonly tex: string;
  readonly holds: number;
  /** Whether it begins with a minus sign. */
  readonly signed?: boolean;
  /** Of a number. */
  readonly value?: number;
  /** What it is the negative of. */
  readonly negated?: Text;
  /** Of cases, their lines: cases within the last one are further lines. */
  readonly lines?: string;
}
/** What is compared with itself: a body asks so whether something is no NaN. */
const ALWAYS: Text = { tex: "\\top", holds: ATOM };
export const atom = (tex: string): Text => ({ tex, holds: ATOM });
const upright = (name: string): string => `\\operatorname{${name}}`;
export const call = (name: string, of: readonly Text[]): Text => atom(`${name}${bracketed(of.map((t) => t.tex).join(",\\, "))}`);
/** Brackets grow with what is tall, and only with that. */
const bracketed = (tex: string): string => (/frac|cases|aligned|sum|prod|\^/.test(tex) ? `\\left(${tex}\\right)` : `(${tex})`),
  within = (t: Text, least: number): string => (t.holds >= least ? t.tex : bracketed(t.tex));

const NAMES: Readonly<Record<string, string>> = {
  sigmoid: "\\sigma",
  logsigmoid: "\\log\\sigma",
  lgamma: "\\log\\Gamma",
  ndtr: "\\Phi",
  log: "\\log",
  log2: "\\log_2",
  log10: "\\log_{10}",
  sin: "\\sin",
  cos: "\\cos",
  tan: "\\tan",
  sinh: "\\sinh",
  cosh: "\\cosh",
  tanh: "\\tanh",
  asin: "\\arcsin",
  acos: "\\arccos",
  atan: "\\arctan",
  logSoftmax: "\\log\\operatorname{softmax}",
  amax: "\\max",
  amin: "\\min",
  max: "\\max",
  min: "\\min",
  maximum: "\\max",
  minimum: "\\min",
};
const RELATIONS: Readonly<Record<string, string>> = { lt: "<", le: "\\le", gt: ">", ge: "\\ge", eq: "=", and: "\\wedge", or: "\\vee" };

/** A list of so much text stands upright. */
const BROAD = 110;
/** An op or a word of so many operands, as it stands. */
export function composed(name: string, of: readonly Text[]): Text {
  const [a, b, c] = of as [Text, Text, Text],
    unsigned = (t: Text, least: number): string => (t.signed ? bracketed(t.tex) : within(t, least));
  switch (name) {
    case "add":
      if (b.tex.startsWith("-") && b.holds >= PRODUCT) return { tex: `${within(a, SUM)}${b.tex}`, holds: SUM, signed: a.signed };
      return { tex: `${within(a, SUM)}+${unsigned(b, RIGHT)}`, holds: SUM, signed: a.signed };
    case "sub":
      return { tex: `${within(a, SUM)}-${unsigned(b, RIGHT)}`, holds: SUM, signed: a.signed };
    case "mul": {
      const right = unsigned(b, SIGN + 0.1);
      return {
        tex: `${within(a, PRODUCT)}${/^[\d.]/.test(right) || /\d$/.test(a.tex) ? "\\cdot " : "\\,"}${right}`,
        holds: PRODUCT,
        signed: a.signed,
      };
    }
    case "div":
      return { tex: `\\frac{${a.tex}}{${b.tex}}`, holds: POWER - 0.1 };
    case "neg":
      return { negated: a, tex: `-${unsigned(a, PRODUCT)}`, holds: SIGN, signed: true };
    case "pow":
      return { tex: `${within(a, ATOM)}^{${b.tex}}`, holds: POWER };
    case "square":
      return { tex: `${within(a, ATOM)}^{2}`, holds: POWER };
    // Upright: a visitor may call a value e.
    case "exp":
      return { tex: `\\mathrm{e}^{${a.tex}}`, holds: POWER };
    case "exp2":
      return { tex: `2^{${a.tex}}`, holds: POWER };
    case "expm1":
      return { tex: `\\operatorname{expm1}\\left(${a.tex}\\right)`, holds: ATOM };
    case "sqrt":
      return atom(`\\sqrt{${a.tex}}`);
    case "rsqrt":
      return { tex: `\\frac{1}{\\sqrt{${a.tex}}}`, holds: POWER - 0.1 };
    case "reciprocal":
      return { tex: `\\frac{1}{${a.tex}}`, holds: POWER - 0.1 };
    case "abs":
      return atom(`\\left|${a.tex}\\right|`);
    case "floor":
      return atom(`\\left\\lfloor ${a.tex}\\right\\rfloor`);
    case "sum":
      return { tex: `\\textstyle\\sum ${within(a, PRODUCT)}`, holds: OVER };
    case "prod":
      return { tex: `\\textstyle\\prod ${within(a, PRODUCT)}`, holds: OVER };
    case "where": {
      const lines = `${b.tex} & \\text{if } ${a.tex}\\\\ ${c.lines ?? `${c.tex} & \\text{else}`}`;
      return { ...atom(`\\begin{cases}${lines}\\end{cases}`), lines };
    }
    case "list": {
      const line = of.map((t) => t.tex).join(",\\, ");
      if (of.length > 1 && line.length > BROAD)
        return atom(`\\left[\\begin{aligned}${of.map((t) => `& ${t.tex}`).join("\\\\ ")}\\end{aligned}\\right]`);
      return atom(/frac|sum/.test(line) ? `\\left[${line}\\right]` : `[${line}]`);
    }
    case "at":
      return { tex: `{${within(a, ATOM)}}_{${b.tex}}`, holds: ATOM };
  }
  if (name in RELATIONS) return { tex: `${within(a, SUM)}${RELATIONS[name]}${within(b, SUM)}`, holds: 0 };
  return call(NAMES[name] ?? upright(name), of);
}

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
      if (a.tex === b.tex) return composed("square", [a]);
      break;
    case "neg":
      if (a.value !== undefined) return numeral(0 - a.value);
      if (a.negated) return a.negated;
      if (a.tex.startsWith("-") && a.holds > SUM) return { tex: a.tex.slice(1), holds: PRODUCT };
      break;
    case "exp":
      if (a.value === 0) return numeral(1);
      break;
    case "eq":
      if (a.tex === b.tex) return ALWAYS;
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
  if (Math.abs(x) === Math.LN2) return { tex: x < 0 ? "-\\ln 2" : "\\ln 2", holds: x < 0 ? SIGN : PRODUCT, signed: x < 0, value: x };
  if (Number.isNaN(x)) return atom("\\text{NaN}");
  const exact = String(x);
  return { ...inDigits(exact.length <= LONG ? exact : String(fewest(x))), value: x };
}
/** A number as it is written: of JavaScript, or the name of a constant. */
export function inDigits(text: string): Text {
  const signed = text.startsWith("-"),
    [digits, exponent] = text.replace(/^-/, "").toLowerCase().split("e") as [string, string?],
    size = CONSTANT[digits] ?? (exponent === undefined ? digits : `${digits === "1" ? "" : `${digits}\\cdot `}10^{${Number(exponent)}}`);
  return { tex: signed ? `-${size}` : size, holds: signed ? SIGN : exponent === undefined ? ATOM : PRODUCT, signed };
}
const CONSTANT: Readonly<Record<string, string>> = { pi: "\\pi", π: "\\pi", inf: "\\infty", "∞": "\\infty", infinity: "\\infty" };
