/**
 * scaledDotProductAttention(q, k, v, { attnMask, isCausal, scale, dropoutP, enableGqa }) = softmax(q·kᵀ·scale + mask)·v. A mask of conditions says what
 * is attended to, one of numbers is added; isCausal lets query i see keys 0 … i. A row that sees nothing is 0, and so is its gradient.
 *
 * Shape    q: f[…, l, e], k: f[…, s, e], v: f[…, s, d], batches broadcast, mask: broadcasts to […, l, s] → f[…, l, d]. enableGqa: in dimension −3
 *          k and v may have fewer heads, each for as many of q's
 * Method   matmul, softmax, matmul; q is scaled before it is multiplied, so that no score overflows that would not afterwards
 * Error    that of matmul twice; scores are rounded, so that a probability is off by 2⁻²⁴·Σ|qᵢkᵢ|·scale besides
 * Source   PyTorch `scaled_dot_product_attention`, where a row that sees nothing is NaN
 */
import { isFloating } from "../dtype.js";
import { arange } from "../tensor/range.js";
import { of, type Operand } from "../tensor/create.js";
import { broadcast, sameShape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import type { RandomOptions } from "../random/generator.js";
import { type Kinds, optionsOf } from "../tensor/options.js";
import { add } from "./add.js";
import { together } from "./added.js";
import { bernoulli } from "./bernoulli.js";
import { cast } from "./cast.js";
import { matrices } from "./contraction.js";
import { ge } from "./ge.js";
import { mul } from "./mul.js";
import { repeatInterleave } from "./repeatInterleave.js";
import { softmax } from "./softmax.js";
import { transpose } from "./transpose.js";
import { unsqueeze } from "./unsqueeze.js";
import { where } from "./where.js";

export interface AttentionOptions extends Pick<RandomOptions, "generator"> {
  /** bool: true attends; floating: added to the scores. */
  readonly attnMask?: Operand | null;
  readonly isCausal?: boolean;
  /** 1/√e unless given. */
  readonly scale?: number | null;
  /** The chance of a probability to be dropped; the others are divided by 1 − dropoutP. */
  readonly dropoutP?: number;
  readonly enableGqa?: boolean;
}
const NAME = "scaledDotProductAttention";
const KINDS: Kinds<AttentionOptions> = {
  attnMask: "",
  dropoutP: "a number",
  isCausal: "true or false",
  scale: "a number or null",
  enableGqa: "true or false",
  generator: "",
};

export const scaledDotProductAttention = (query: Operand, key: Operand, value: Operand, options?: AttentionOptions): Tensor =>
  together(NAME, [query, key, value], (qkv) => attention(qkv as [Tensor, Tensor, Tensor], optionsOf(NAME, options, KINDS)));

function attention([q, k, v]: readonly [Tensor, Tensor, Tensor], options: AttentionOptions): Tensor {
  const { attnMask = null, isCausal = false, scale = null, dropoutP = 0, enableGqa = false, generator } = options;
  if (q.ndim < 2 || k.ndim < 2 || v.ndim < 2 || q.shape.at(-1) !== k.shape.at(-1) || k.shape.at(-2) !== v.shape.at(-2))
    throw new RangeError(
      `${NAME}: q is ${show(q.shape)}, k is ${show(k.shape)} and v is ${show(v.shape)}. Give q […, l, e], k […, s, e] and v […, s, d].`,
    );
  if (isCausal && attnMask !== null) throw new TypeError(`${NAME}: attnMask and isCausal are both given. Give one of them.`);
  if (!(dropoutP >= 0 && dropoutP <= 1)) throw new RangeError(`${NAME}: dropoutP is ${dropoutP}. Use a number from 0 to 1.`);
  const [keys, values] = enableGqa ? ([k, v].map((t) => forHeads(q, t)) as [Tensor, Tensor]) : [k, v];
  const scores = matrices(NAME, mul(q, scale ?? 1 / Math.sqrt(q.shape.at(-1)!)), transpose(keys, -2, -1)),
    seen = isCausal ? where(causal(scores), scores, -Infinity) : masked(scores, attnMask);
  const p = softmax(seen, -1);
  return matrices(NAME, dropoutP ? dropped(p, dropoutP, generator) : p, values);
}

const causal = (scores: Tensor): Tensor => {
  const [l, s] = scores.shape.slice(-2) as [number, number];
  return ge(unsqueeze(arange(l), 1), arange(s));
};
function masked(scores: Tensor, attnMask: Operand | null): Tensor {
  if (attnMask === null) return scores;
  const mask = of(NAME, attnMask);
  if (mask.dtype !== "bool" && !isFloating(mask.dtype))
    throw new TypeError(
      `${NAME}: the mask is ${mask.dtype}. Give bools, ne(mask, 0), or what is to be added to the scores, to(mask, "${scores.dtype}").`,
    );
  if (!sameShape(broadcast(NAME, mask.shape, scores.shape), scores.shape))
    throw new RangeError(`${NAME}: the mask is ${show(mask.shape)}, and the scores ${show(scores.shape)}. Give a mask that broadcasts to them.`);
  return mask.dtype === "bool" ? where(mask, scores, -Infinity) : add(scores, cast(mask, scores.dtype));
}
const dropped = (p: Tensor, chance: number, generator: RandomOptions["generator"]): Tensor =>
  chance === 1
    ? mul(p, 0)
    : where(cast(bernoulli(1 - chance, { shape: p.shape, ...(generator && { generator }) }), "bool"), mul(p, 1 / (1 - chance)), 0);
/** Each of the heads repeated, so that there are as many as q has. */
function forHeads(q: Tensor, t: Tensor): Tensor {
  const [heads, of] = [q.shape.at(-3) ?? 1, t.shape.at(-3) ?? 1];
  if (!of || heads % of)
    throw new RangeError(`${NAME}: ${heads} heads of q share ${of} heads of ${show(t.shape)}. Give q a multiple of the heads of k and v.`);
  return heads === of ? t : repeatInterleave(t, heads / of, -3);
}
