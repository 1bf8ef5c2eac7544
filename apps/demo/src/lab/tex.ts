/** Formulas as TeX: what was written, from its parts, and what is run, from evenkeel's own account of it. What was restated is marked with the change's number. */
import type { Ex, Formula, Tensor } from "@evenkeel/core";
import type { Part, Parsed } from "./formula.js";

/** How tightly a text holds together. */
const SUM = 1,
  PRODUCT = 2,
  SIGN = 2.5,
  POWER = 3,
  ATOM = 4;
interface Text {
  readonly tex: string;
  readonly holds: number;
  /** Of a number. */
  readonly value?: number;
  /** What it is the negative of. */
  readonly negated?: Text;
}
/** What is compared with itself: a body asks so whether something is no NaN. */
const ALWAYS: Text = { tex: "\\top", holds: ATOM };
const atom = (tex: string): Text => ({ tex, holds: ATOM }),
  /** Brackets grow with what is tall, and only with that. */
  bracketed = (tex: string): string => (/frac|cases|aligned|sum|prod|\^/.test(tex) ? `\\left(${tex}\\right)` : `(${tex})`),
  within = (t: Text, least: number): string => (t.holds >= least ? t.tex : bracketed(t.tex)),
  call = (name: string, of: readonly Text[]): Text => atom(`${name}${bracketed(of.map((t) => t.tex).join(",\\, "))}`),
  upright = (name: string): string => `\\operatorname{${name}}`;

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
/** An op or a word of so many operands, without what adds nothing. */
function composed(name: string, of: readonly Text[]): Text {
  const [a, b, c] = of as [Text, Text, Text];
  switch (name) {
    case "add":
      if (a.value === 0) return b;
      if (b.value === 0) return a;
      return { tex: `${a.tex}${b.tex.startsWith("-") ? "" : "+"}${b.tex}`, holds: SUM };
    case "sub":
      if (b.value === 0) return a;
      return { tex: `${a.tex}-${within(b, PRODUCT)}`, holds: SUM };
    case "mul":
      if (b.value !== undefined && a.value === undefined) return composed("mul", [b, a]);
      if (a.value !== undefined && b.value !== undefined) return numeral(a.value * b.value);
      if (a.value === 1 || b.value === 0) return b;
      if (a.value === -1) return composed("neg", [b]);
      if (b.negated ?? (b.tex.startsWith("-") && b.holds > SUM)) return composed("neg", [composed("mul", [a, composed("neg", [b])])]);
      if (a.tex === b.tex) return composed("square", [a]);
      return { tex: `${within(a, PRODUCT)}${/^[\d.]/.test(b.tex) || /\d$/.test(a.tex) ? "\\cdot " : "\\,"}${within(b, SIGN + 0.1)}`, holds: PRODUCT };
    case "div":
      return { tex: `\\frac{${a.tex}}{${b.tex}}`, holds: POWER - 0.1 };
    case "neg":
      if (a.value !== undefined) return numeral(0 - a.value);
      if (a.negated) return a.negated;
      if (a.tex.startsWith("-") && a.holds > SUM) return { tex: a.tex.slice(1), holds: PRODUCT };
      return { negated: a, tex: `-${within(a, PRODUCT)}`, holds: SIGN };
    case "pow":
      return { tex: `${within(a, ATOM)}^{${b.tex}}`, holds: POWER };
    case "square":
      return { tex: `${within(a, ATOM)}^{2}`, holds: POWER };
    case "exp":
      if (a.value === 0) return numeral(1);
      return { tex: `e^{${a.tex}}`, holds: POWER };
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
      return { tex: `\\textstyle\\sum ${within(a, PRODUCT)}`, holds: PRODUCT };
    case "prod":
      return { tex: `\\textstyle\\prod ${within(a, PRODUCT)}`, holds: PRODUCT };
    case "eq":
      if (a.tex === b.tex) return ALWAYS;
      break;
    case "and":
      if (a === ALWAYS) return b;
      if (b === ALWAYS) return a;
      break;
    case "where":
      if (a === ALWAYS) return b;
      return atom(`\\begin{cases}${b.tex} & \\text{if } ${a.tex}\\\\ ${c.tex} & \\text{else}\\end{cases}`);
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

export function numeral(x: number): Text {
  if (Math.abs(x) === Math.LN2) return { tex: x < 0 ? "-\\ln 2" : "\\ln 2", holds: x < 0 ? SIGN : PRODUCT, value: x };
  if (!Number.isFinite(x)) return x === Infinity ? atom("\\infty") : x < 0 ? { tex: "-\\infty", holds: SIGN } : atom("\\text{NaN}");
  const [digits, exponent] = String(Number(x.toPrecision(6))).split("e") as [string, string?],
    tex = exponent === undefined ? digits : `${digits === "1" ? "" : `${digits}\\cdot `}10^{${Number(exponent)}}`;
  return { tex, holds: x < 0 ? SIGN : exponent === undefined ? ATOM : PRODUCT, value: x };
}

const marked = (t: Text, change: number | undefined): Text =>
  change === undefined ? t : { ...t, tex: `\\class{change change-${change}}{${t.tex}}` };

/** What was written, with the definitions above it. `changeOf`: which change restated a part. */
export function writtenTex({ value, names }: Parsed, changeOf: (part: Part) => number | undefined): string {
  const known = new Map<Part, Text>(),
    text = (part: Part, defining = false): Text => {
      const name = names.get(part);
      if (name !== undefined && !defining) return atom(identifier(name));
      let t = known.get(part);
      if (!t) known.set(part, (t = marked(plain(part), changeOf(part))));
      return t;
    },
    plain = (part: Part): Text => {
      if (part.kind === "number") return part.text === "pi" ? atom("\\pi") : numeral(part.value);
      if (part.kind === "name") return atom("x");
      const of = part.of.map((p) => text(p));
      if (part.kind === "list" || part.name === "cat") return composed("list", of);
      return composed(part.name, of);
    };
  const lines = [...names].filter(([part]) => part !== value).map(([part, name]) => `${identifier(name)} &= ${text(part, true).tex}`),
    last = text(value, true).tex;
  return lines.length ? `\\begin{aligned}${[...lines, `y &= ${last}`].join("\\\\[2pt] ")}\\end{aligned}` : last;
}
const identifier = (name: string): string => (name.length === 1 ? name : `\\mathit{${name.replace(/_(.*)/, "_{$1}")}}`);

/** What is known of functions. */
export interface Functions {
  /** Whether an op is the function of its name. */
  isFunction(f: Formula): boolean;
  /** A function whose body an expression is, of another. */
  recognised(e: Ex): { readonly name: string; readonly of: Ex } | null;
}
/** A longer text than this says less than the op's name. */
const LONGEST = 420;

/**
 * What is run. `nameOf`: what the user calls a leaf, or nothing; a region, which has the name of its last op, is shown by its body.
 */
export function runTex(root: Formula, nameOf: (leaf: Tensor) => string | undefined, { isFunction, recognised }: Functions): string {
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
      if (name !== undefined) return name === "x" ? atom("x") : atom(identifier(name));
      const data = [...f.leaf.dataSync()];
      return data.length === 1 ? numeral(data[0]!) : composed("list", data.slice(0, 6).map(numeral));
    }
    if (LAYOUT.has(f.op)) return text(f.of[0]!);
    const of = f.of.filter((each, i) => f.op !== "cat" || i > 0 || each.number === undefined).map(text);
    if (f.op === "cat") return composed("list", of);
    if (!f.body || isFunction(f)) return composed(f.op, of);
    const words = inWords(f.body, of, recognised);
    return words.tex.length <= LONGEST ? words : call(upright(f.op), of);
  };
  return text(root).tex;
}
const LAYOUT = new Set("reshape expand permute narrow select unsqueeze squeeze contiguous flip cast variable".split(" "));

const WORDS: Readonly<Record<string, string>> = { max: "maximum", min: "minimum" };
/** A body on the texts of its inputs. What guards the limits of a body is not shown: it says nothing of the rule. */
function inWords(e: Ex, of: readonly Text[], recognised: Functions["recognised"]): Text {
  const known = new Map<Ex, Text>(),
    text = (x: Ex): Text => {
      let t = known.get(x);
      if (!t) known.set(x, (t = plain(x)));
      return t;
    },
    plain = (x: Ex): Text => {
      if (x.word === "in") return of[x.value] ?? atom("?");
      if (x.word === "const") return numeral(x.value);
      if (x.word === "where" && isGuard(x.args[0]!)) return text(x.args[hasEqual(x.args[0]!) || x.args[1]!.word === "const" ? 2 : 1]!);
      const found = recognised(x);
      return found ? composed(found.name, [text(found.of)]) : composed(WORDS[x.word] ?? x.word, x.args.map(text));
    };
  return text(e);
}
/** Beyond it e^x leaves float64, or nearly. */
const FAR = 700;
const isLimit = (e: Ex): boolean => e.word === "const" && (e.value === 0 || Math.abs(e.value) >= FAR);
/** x = 0, x < ∞ and the like, where a body has its limits. */
const isGuard = (e: Ex): boolean =>
  e.word === "and" || e.word === "or"
    ? e.args.every((a) => isGuard(a) || isSame(a)) && e.args.some(isGuard)
    : (e.word === "eq" || e.word === "lt" || e.word === "le") && e.args.some(isLimit);
const isSame = (e: Ex): boolean => e.word === "eq" && e.args[0] === e.args[1];
const hasEqual = (e: Ex): boolean => (e.word === "eq" ? !isSame(e) : (e.word === "and" || e.word === "or") && e.args.some(hasEqual));
