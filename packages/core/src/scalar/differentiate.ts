/**
 * The derivative of a scalar expression, by the rules of its words. What was written as a row keeps the derivative that the row states: in
 * words alone σ(x) is 1 / (1 + e^−x), whose derivative is 0·∞ in a tail.
 */
import { constant, type Ex, inOrder, type Word } from "./expr.js";
import { abs, add, div, eq, exp, lt, mul, neg, where } from "./words.js";

/** A row applied to expressions: these, and its derivative by each of them; null: no dependence. */
export interface Applied {
  readonly args: readonly Ex[];
  readonly by: (i: number) => Ex | null;
}

/** The derivative of `e` by input `i`, null where it is 0 everywhere. `applied` knows what was written as a row. */
export function differentiate(e: Ex, i: number, applied: (e: Ex) => Applied | undefined): Ex | null {
  const found = new Map<Ex, Ex | null>(),
    needed = new Set<Ex>([e]);
  // A set that grows while it is walked: users first, and of a row only what it was applied to.
  for (const n of needed) for (const a of applied(n)?.args ?? n.args) needed.add(a);
  for (const n of inOrder([e])) {
    if (!needed.has(n)) continue;
    const row = applied(n);
    found.set(n, row ? chained(row, found) : byWord(n, i, found));
  }
  return found.get(e)!;
}

const chained = ({ args, by }: Applied, found: ReadonlyMap<Ex, Ex | null>): Ex | null =>
  args.reduce<Ex | null>((sum, a, k) => {
    const inner = found.get(a) ?? null;
    return inner ? plus(sum, times(by(k), inner)) : sum;
  }, null);

/**
 * The same from the result down, as gradients are: the derivative by what several parts use is summed before it goes on, so that it cancels first. Where
 * it is 0, or rounds to it, so is what follows, though that be infinite or NaN.
 */
export function sweep(e: Ex, i: number, applied: (e: Ex) => Applied | undefined): Ex | null {
  const order = inOrder([e]),
    depends = new Set<Ex>(),
    reached = new Map<Ex, Ex>([[e, ONE]]);
  for (const n of order) if (n.word === "in" ? n.value === i : (applied(n)?.args ?? n.args).some((a) => depends.has(a))) depends.add(n);
  if (!depends.has(e)) return null;
  for (const n of order.toReversed()) {
    const g = reached.get(n);
    if (!g) continue;
    if (n.word === "in") return g;
    const row = applied(n),
      next = row ? row.args.map((a, k) => [a, row.by(k)] as const) : throughWords(n, i, applied);
    // What one op uses twice is summed first: x − x, beside other uses of x.
    const parts = new Map<Ex, Ex | null>();
    for (const [a, d] of next) if (depends.has(a)) parts.set(a, plus(parts.get(a) ?? null, annihilated(g, d)));
    for (const [a, part] of parts) if (part) reached.set(a, plus(reached.get(a) ?? null, part) ?? constant(0));
  }
  return null;
}
/** The rows and inputs that an expression is written in, each with the derivative by it. */
function throughWords(e: Ex, i: number, applied: (e: Ex) => Applied | undefined): [Ex, Ex | null][] {
  const isEnd = (n: Ex): boolean => n !== e && (n.word === "in" || applied(n) !== undefined),
    inside = new Set<Ex>([e]);
  for (const n of inside) if (!isEnd(n)) for (const a of n.args) inside.add(a);
  const order = inOrder([e]).filter((n) => inside.has(n));
  return order.filter(isEnd).map((end) => {
    const found = new Map<Ex, Ex | null>();
    for (const n of order) found.set(n, n === end ? ONE : isEnd(n) ? null : byWord(n, i, found));
    return [end, found.get(e)!];
  });
}

/** Below, a number of float32 is 0. */
const VANISHED = 2 ** -150;
/** Below, what is held to a positive number is 0. */
const HELD = 2 ** -1000;
/** A derivative, and what stands behind it. A product that is 0 and finite stays one: it may be differentiated. */
function annihilated(outer: Ex, inner: Ex | null): Ex | null {
  const product = times(outer, inner);
  if (!product || product === inner || product === outer || outer.word === "const" || inner!.word === "const") return product;
  const size = abs(outer);
  return where(lt(size, where(lt(abs(product), Infinity), where(eq(size, 0), 0, HELD), VANISHED)), 0, product);
}

function byWord(e: Ex, i: number, found: ReadonlyMap<Ex, Ex | null>): Ex | null {
  if (e.word === "in") return e.value === i ? ONE : null;
  const inner = e.args.map((a) => found.get(a) ?? null);
  if (!inner.some((d) => d)) return null;
  const rule = RULES[e.word];
  if (!rule) throw new TypeError(`elementwise: the word ${e.word} has no derivative of its own. Write the op of that name, or state deriv.`);
  return rule(e, inner);
}

/** From the expression and the derivatives of its operands, of which one is not null. */
type Rule = (e: Ex, d: readonly (Ex | null)[]) => Ex | null;
const none: Rule = () => null;
/** Of the words that derivatives are written in; what has an op is differentiated by its row. At kinks: 0 for abs, an equal share of ties for max and min. NaN where an operand is. */
const RULES: Partial<Record<Word, Rule>> = {
  in: none,
  const: none,
  add: (_, [a, b]) => plus(a!, b!),
  sub: (_, [a, b]) => plus(a!, negated(b!)),
  mul: ({ args: [x, y] }, [a, b]) => plus(times(y!, a!), times(x!, b!)),
  div: (e, [a, b]) => plus(a! && div(a, e.args[1]!), times(neg(div(e, e.args[1]!)), b!)),
  sqrt: (e, [a]) => times(div(0.5, e), a!),
  neg: (_, [a]) => negated(a!),
  abs: ({ args: [x] }, [a]) => where(lt(0, x!), a!, where(lt(x!, 0), neg(a!), where(eq(x!, 0), 0, NaN))),
  max: ({ args: [x, y] }, [a, b]) => chosen(y!, x!, a!, b!),
  min: ({ args: [x, y] }, [a, b]) => chosen(x!, y!, a!, b!),
  where: ({ args: [c] }, [, a, b]) => where(c!, a ?? 0, b ?? 0),
  lt: none,
  le: none,
  eq: none,
  and: none,
  or: none,
  not: none,
  exp: (e, [a]) => times(e, a!),
  expm1: ({ args: [x] }, [a]) => times(exp(x!), a!),
  log: ({ args: [x] }, [a]) => times(div(1, x!), a!),
  log1p: ({ args: [x] }, [a]) => times(div(1, add(1, x!)), a!),
  floor: none,
  round: none,
  trunc: none,
};

/** `a` where low < high, `b` where low > high, half of both where they are equal. */
function chosen(low: Ex, high: Ex, a: Ex | null, b: Ex | null): Ex {
  const half = times(constant(0.5), plus(a, b)!)!;
  return where(lt(low, high), a ?? 0, where(lt(high, low), b ?? 0, where(eq(low, high), half, NaN)));
}

/** What is multiplied by 1 in some places and by 0 in others is not looked at in the others, where it may be infinite. */
function chosenBy({ word, args: [c, x, y] }: Ex, by: Ex): Ex | null {
  if (word !== "where") return null;
  return isNumber(x!, 1) && isNumber(y!, 0) ? where(c!, by, 0) : isNumber(x!, 0) && isNumber(y!, 1) ? where(c!, 0, by) : null;
}

const ONE = /* @__PURE__ */ constant(1);
const isNumber = (e: Ex, value: number): boolean => e.word === "const" && e.value === value;
/** Sums and products of derivatives; what is 0 everywhere, what cancels and factors of ±1 are left out. */
const plus = (a: Ex | null, b: Ex | null): Ex | null => (a && b ? (areOpposite(a, b) ? null : add(a, b)) : (a ?? b));
const areOpposite = (a: Ex, b: Ex): boolean => a === neg(b) || b === neg(a);
const negated = (a: Ex | null): Ex | null => a && times(constant(-1), a);
function times(a: Ex | null, b: Ex | null): Ex | null {
  if (!a || !b || isNumber(a, 0) || isNumber(b, 0)) return null;
  if (isNumber(a, 1)) return b;
  if (isNumber(b, 1)) return a;
  if (isNumber(a, -1)) return neg(b);
  return isNumber(b, -1) ? neg(a) : (chosenBy(a, b) ?? chosenBy(b, a) ?? mul(a, b));
}
