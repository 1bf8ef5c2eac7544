/** What products and quotients ask: factors whose logarithms are known are combined where the result has a name, or is e^(written). */
import { div } from "../ops/div.js";
import { exp } from "../ops/exp.js";
import { mul } from "../ops/mul.js";
import { number, numberIn } from "../tensor/create.js";
import { isWall, type Tensor } from "../tensor/tensor.js";
import { type Better, isNative, logForm, signProduct, type Log } from "./forms.js";
import { emit, fitted, type Lin, lin, of, plus, settle } from "./lin.js";

const MAX_FACTORS = 8;

/** c·Π tᵉ */
interface Monomial {
  c: number;
  readonly factors: Map<number, { readonly t: Tensor; readonly e: number }>;
}
function multiply(t: Tensor, e: number, m: Monomial): Monomial {
  const n = numberIn(t),
    parts = m.factors.size < MAX_FACTORS && !isWall(t) ? t.op.forms?.factors?.(t) : null;
  if (n !== undefined) m.c *= n ** e;
  else if (parts) for (const p of parts) multiply(p.t, p.e * e, m);
  else {
    const sum = (m.factors.get(t.hash)?.e ?? 0) + e;
    if (sum) m.factors.set(t.hash, { t, e: sum });
    else m.factors.delete(t.hash);
  }
  return m;
}

export function askProduct(node: Tensor): Better | null {
  const m = multiply(node, 1, { c: 1, factors: new Map() }),
    known: { t: Tensor; e: number; f: Log }[] = [];
  for (const { t, e } of m.factors.values()) {
    const f = Math.abs(e) <= MAX_FACTORS ? logForm(t) : null;
    if (isNative(f)) known.push({ t, e, f });
  }
  if (!(known.length >= 2 || (known.length === 1 && known[0]!.e < 0))) return null;
  const closed = power(known.reduce((s, k) => plus(s, k.f.log, k.e), lin(0)));
  if (!closed) return null;
  const sign = known.reduce<Log["sign"]>((s, k) => (k.e % 2 === 0 ? s : signProduct(s, k.f.sign)), 1);
  const rest: Monomial = { c: m.c, factors: new Map([...m.factors].filter(([, { t }]) => !known.some((k) => k.t === t))) };
  const made = typeof sign === "number" ? rest : multiply(sign, 1, rest);
  if (sign === -1) made.c = -made.c;
  return { node: fitted(product(multiply(closed, 1, made)), node.shape), why: "the exponents are added before the exponential is taken" };
}

/** e^l by name (σ, an exponential of what was written), or null where it has none. */
function power(l: Lin): Tensor | null {
  const s = settle(l),
    terms = [...s.terms.values()];
  if (!terms.length) return number(Math.exp(s.k));
  const [only] = terms,
    named = terms.length === 1 && s.k === 0 && !isWall(only!.of) ? only!.of.op.forms?.power?.(only!.of, only!.c) : null;
  if (named) return named;
  return terms.every((t) => !t.of.op.forms?.logarithmic) ? of(exp, s) : null;
}

/** Numerators over denominators. */
function product(m: Monomial): Tensor {
  const side = (sign: 1 | -1): Tensor | null => {
    let p: Tensor | null = null;
    for (const { t, e } of m.factors.values()) for (let k = 0; k < e * sign; k++) p = p ? mul(p, t) : t;
    return p;
  };
  const up = side(1),
    down = side(-1),
    top = up === null ? number(m.c) : m.c === 1 ? up : emit(lin(0, [up, m.c]));
  return down ? div(top, down) : top;
}
