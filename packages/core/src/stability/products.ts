/** What products and quotients ask: factors whose logarithms are known are combined where the result has a name, or is e^(written). */
import { add } from "../ops/add.js";
import { exp } from "../ops/exp.js";
import { mul } from "../ops/mul.js";
import { neg } from "../ops/neg.js";
import { number, numberIn } from "../tensor/create.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { type Better, isNative, logForm, signProduct, type Log } from "./forms.js";
import { asRegion, strays } from "./region.js";
import { affine, atom, fitted, type Lin, lin, of, plus, settle } from "./lin.js";

const MAX_FACTORS = 8;

/** c·Π tᵉ, found in a bounded number of steps: what lies deeper is a factor as a whole. */
interface Monomial {
  c: number;
  steps: number;
  readonly factors: Map<number, { readonly t: Tensor; readonly e: number }>;
}
function multiply(t: Tensor, e: number, m: Monomial): Monomial {
  const n = numberIn(t),
    s = statement(t),
    parts = m.steps++ < MAX_FACTORS && !isWall(t) ? (s.op.forms?.factors?.(s) ?? scaledTerm(t)) : null;
  if (n !== undefined) m.c *= n ** e;
  else if (parts && !(parts.length === 1 && parts[0]!.t === s)) for (const p of parts) multiply(p.t, p.e * e, m);
  else {
    const sum = (m.factors.get(t.hash)?.e ?? 0) + e;
    if (sum) m.factors.set(t.hash, { t, e: sum });
    else m.factors.delete(t.hash);
  }
  return m;
}

/** c·x as it is summed. */
function scaledTerm(t: Tensor): readonly { readonly t: Tensor; readonly e: number }[] | null {
  const { k, terms } = affine(t),
    [only] = terms.values();
  return only && !k && terms.size === 1 && only.of !== t
    ? [
        { t: only.of, e: 1 },
        { t: number(only.c), e: 1 },
      ]
    : null;
}

/** Only where every factor is known: another one might leave the range when it is multiplied in another order. */
export function askProduct(node: Tensor): Better | null {
  const m = multiply(node, 1, { c: 1, steps: 0, factors: new Map() }),
    parts = [...m.factors.values()].map(({ t, e }) => ({ e, f: Math.abs(e) <= MAX_FACTORS ? logForm(t) : null }));
  if (!parts.length || (parts.length === 1 && parts[0]!.e > 0) || !m.c || !Number.isFinite(m.c)) return null;
  let log = lin(0),
    sign: Log["sign"] = m.c < 0 ? -1 : 1;
  for (const { e, f } of parts) {
    if (!isNative(f)) return null;
    log = plus(log, f.log, e);
    if (e % 2) sign = signProduct(sign, f.sign);
  }
  const made = power(log, Math.abs(m.c)) ?? vanished(log, Math.abs(m.c), parts[0]!.f!.log);
  if (!made) return null;
  const signed = sign === 1 ? made : sign === -1 ? neg(made) : mul(sign, made);
  return { node: fitted(signed, node.shape), why: "the exponents are added before the exponential is taken" };
}

/** What strays from the range of its type on the way, as one op that does not. */
export function askRange(node: Tensor): Better | null {
  const t = node.inputs.some(strays) ? asRegion(node) : null;
  return t && { node: t, why: "what could overflow or underflow on the way is not rounded there" };
}

/** The exponential of a logarithm, by its name. */
export function askExp(node: Tensor): Better | null {
  const s = settle(affine(node.inputs[0]!)),
    [only] = s.terms.values(),
    named = only && s.terms.size === 1 && s.k === 0 ? nameOf(only.of, only.c) : null;
  return named && { node: fitted(named, node.shape), why: "the exponential of its argument has a name" };
}

/** c·e^l by name (σ, an exponential of what was written), or null where it has none. */
function power(l: Lin, c: number): Tensor | null {
  const s = settle(l),
    terms = [...s.terms.values()],
    [only] = terms;
  if (!only) return null;
  const named = terms.length === 1 && s.k === 0 ? nameOf(only.of, only.c) : null;
  if (named) return c === 1 ? named : mul(named, c);
  return terms.some((t) => isLogarithm(t.of)) ? null : of(exp, plus(s, lin(Math.log(c))));
}
/** c·e^l where l cancels to a constant: still NaN where its terms are NaN or infinite. */
function vanished(l: Lin, c: number, terms: Lin): Tensor | null {
  const zero = l.terms.size ? null : [...terms.terms.values()].map((t) => mul(t.of, 0)).reduce((a, b) => add(a, b));
  return zero && of(exp, plus(atom(zero), lin(l.k + Math.log(c))));
}

const isLogarithm = (t: Tensor): boolean => (t.layout && !isWall(t) ? isLogarithm(t.inputs[0]!) : statement(t).op.forms?.logarithmic === true);
/** e^(c·t), also under views. */
export function nameOf(t: Tensor, c: number): Tensor | null {
  if (isWall(t)) return null;
  if (!t.layout) return statement(t).op.forms?.power?.(statement(t), c) ?? null;
  const x = t.inputs[0]!,
    named = nameOf(x, c);
  return named && t.op.again!(t, [fitted(named, x.shape)]);
}
