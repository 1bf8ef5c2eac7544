/** The references by the name of the op. Nothing in this folder imports anything outside it. */
import { abs } from "./abs.js";
import { add } from "./add.js";
import { bernoulli } from "./bernoulli.js";
import * as comparisons from "./comparisons.js";
import { div } from "./div.js";
import { exp } from "./exp.js";
import { expm1 } from "./expm1.js";
import { extreme } from "./extreme.js";
import { gather } from "./gather.js";
import { log } from "./log.js";
import { log1mexp } from "./log1mexp.js";
import { log1p } from "./log1p.js";
import { logaddexp } from "./logaddexp.js";
import { logSoftmax } from "./logSoftmax.js";
import { logsumexp } from "./logsumexp.js";
import { logspace } from "./logspace.js";
import { matmul } from "./matmul.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { maskedSelect, nonzero } from "./nonzero.js";
import { rand } from "./rand.js";
import { randint } from "./randint.js";
import { randn } from "./randn.js";
import { scan } from "./scan.js";
import { scatterAdd } from "./scatterAdd.js";
import { sigmoid } from "./sigmoid.js";
import { sign } from "./sign.js";
import { softmax } from "./softmax.js";
import { softplus } from "./softplus.js";
import { sort } from "./sort.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";
import { unique } from "./unique.js";
import { view } from "./view.js";

/** One element: value and derivatives. */
export const elementwise = { abs, add, div, exp, expm1, log, log1mexp, log1p, logaddexp, mul, neg, sigmoid, sign, softplus, sub, ...comparisons };

/** Whole arrays. The layout ops only move elements, so a view is the reference of all of them. */
const arrays = {
  sum,
  amax: extreme,
  amin: extreme,
  logsumexp,
  softmax,
  logSoftmax,
  matmul,
  gather,
  logspace,
  clone: view,
  embedding: gather,
  scatterAdd,
  detach: view,
  expand: view,
  permute: view,
  transpose: view,
  reshape: view,
  to: view,
  cumsum: scan,
  cumprod: scan,
  argsort: sort,
  sort,
  topk: sort,
  kthvalue: sort,
  nonzero,
  maskedSelect,
  unique,
};

/** One element of what is drawn, from a random word (randint: from two). uniform and normal are sums of rand and randn. */
const draws = { rand, randLike: rand, uniform: rand, randn, randnLike: randn, normal: randn, randint, bernoulli };

export const structural = { ...arrays, ...draws };
