/** The bodies of what is run, as MathML: without the conditions that only guard where a body has its limits, for they say nothing of the rule. */
import type { Ex } from "@evenkeel/core";
import { mtext } from "./elements.js";
import type { Functions } from "./mathml.js";
import { atom, numeral, type Text, tidied } from "./symbols.js";

const WORDS: Readonly<Record<string, string>> = { max: "maximum", min: "minimum" };
/** A body on the texts of its inputs. */
export function inWords(e: Ex, of: readonly Text[], recognised: Functions["recognised"]): Text {
  const known = new Map<Ex, Text>(),
    text = (x: Ex): Text => {
      let t = known.get(x);
      if (!t) known.set(x, (t = plain(x)));
      return t;
    },
    plain = (x: Ex): Text => {
      if (x.word === "in") return of[x.value] ?? atom(mtext("?"));
      if (x.word === "const") return numeral(x.value);
      const found = recognised(x);
      if (found) return tidied(found.name, [text(found.of)]);
      const kept = x.word === "where" ? unguarded(x) : x;
      return kept !== x ? text(kept) : tidied(WORDS[x.word] ?? x.word, x.args.map(text));
    };
  return text(e);
}

/** The branch that is taken at all but single points and numbers near the ends of float64, if there is one. */
function unguarded(choice: Ex): Ex {
  const [condition, yes, no] = choice.args as [Ex, Ex, Ex],
    holds = usual(condition);
  if (holds === undefined) return choice;
  const [kept, other] = holds ? [yes, no] : [no, yes];
  return kept.word === "const" && Number.isNaN(kept.value) ? other : kept;
}
/** Beyond it e^x leaves float64, or nearly. */
const FAR = 700;
const isConst = (e: Ex): boolean => e.word === "const",
  isZero = (e: Ex): boolean => isConst(e) && e.value === 0,
  isFar = (e: Ex): boolean => isConst(e) && Math.abs(e.value) >= FAR,
  isLimit = (e: Ex): boolean => isZero(e) || isFar(e);

/** Whether a condition holds nearly everywhere, or nearly nowhere; undefined where that depends. */
function usual({ word, args }: Ex): boolean | undefined {
  const [a, b] = args as [Ex, Ex];
  switch (word) {
    case "eq":
      // What is compared with itself is asked whether it is no NaN.
      if (a === b) return true;
      if (isConst(a) && isConst(b)) return a.value === b.value;
      return isLimit(a) || isLimit(b) ? false : undefined;
    case "lt":
    case "le":
      if (isConst(a) && isConst(b)) return word === "lt" ? a.value < b.value : a.value <= b.value;
      if (isFar(a)) return a.value < 0;
      if (isFar(b)) return b.value > 0;
      if (isZero(a) && isSize(b)) return true;
      if (isZero(b) && isSize(a)) return false;
      return undefined;
    case "and":
    case "or": {
      const each = args.map(usual),
        decisive = word === "or";
      return each.includes(decisive) ? decisive : each.includes(undefined) ? undefined : !decisive;
    }
    case "not": {
      const holds = usual(a);
      return holds === undefined ? undefined : !holds;
    }
  }
  return undefined;
}
/** What is nowhere negative. */
function isSize({ word, args, value }: Ex): boolean {
  switch (word) {
    case "const":
      return value >= 0;
    case "sqrt":
    case "abs":
    case "exp":
    case "exp2":
    case "cosh":
    case "erfc":
    case "erfcx":
      return true;
    case "mul":
      return args[0] === args[1] || args.every(isSize);
    case "add":
    case "div":
      return args.every(isSize);
    case "where":
      return args.slice(1).every(isSize);
  }
  return false;
}
