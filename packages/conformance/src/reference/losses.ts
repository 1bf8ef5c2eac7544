/** Losses of one element in double-double, each with its derivatives by the input and, where it has one, by the target or the variance; second by the input. */
import { abs, add, type DD, dd, div, mul, neg, scale, sub, twoProd, twoSum } from "./dd.js";
import { exp, log, log1p } from "./functions.js";
import type { Exact, Reference } from "./reference.js";
import { sigmoid } from "./sigmoid.js";
import { softplus } from "./softplus.js";

const at = (f: Exact, x: number): DD => f(x);
const sign = (d: DD): DD => dd(Math.sign(d[0]));
const times = (c: DD, v: DD): DD => (c[0] === 0 && v[0] === v[0] ? dd(0) : mul(c, v));
const one = dd(1);
const rest = (t: number): DD => twoSum(1, -t);

/** By posWeight p. */
const withLogits: Reference = {
  value: (x, t, p) => add(times(twoProd(p!, t!), at(softplus.value, -x!)), times(rest(t!), at(softplus.value, x!))),
  derivatives: [
    (x, t, p) => sub(mul(rest(t!), at(sigmoid.value, x!)), mul(twoProd(p!, t!), at(sigmoid.value, -x!))),
    (x, _, p) => (p === 1 ? dd(-x!) : sub(mul(dd(p!), at(softplus.value, -x!)), at(softplus.value, x!))),
  ],
  seconds: [[(x, t, p) => mul(add(twoProd(p!, t!), rest(t!)), sigmoid.derivatives[0]!(x!))]],
};
const crossEntropy: Reference = {
  value: (p, t) => neg(add(times(dd(t!), log(dd(p!))), times(rest(t!), log1p(dd(-p!))))),
  derivatives: [(p, t) => sub(div(rest(t!), twoSum(1, -p!)), div(dd(t!), dd(p!)))],
  seconds: [[(p, t) => add(div(rest(t!), mul(twoSum(1, -p!), twoSum(1, -p!))), div(dd(t!), twoProd(p!, p!)))]],
};
const mse: Reference = {
  value: (x, t) => mul(twoSum(x!, -t!), twoSum(x!, -t!)),
  derivatives: [(x, t) => scale(twoSum(x!, -t!), 1), (x, t) => scale(twoSum(t!, -x!), 1)],
  seconds: [[() => dd(2)]],
};
const l1: Reference = {
  value: (x, t) => abs(twoSum(x!, -t!)),
  derivatives: [(x, t) => sign(twoSum(x!, -t!)), (x, t) => sign(twoSum(t!, -x!))],
};
const smoothL1: Reference = {
  value: (x, t, beta) => {
    const d = abs(twoSum(x!, -t!));
    return d[0] < beta! ? scale(div(mul(d, d), dd(beta!)), -1) : sub(d, dd(beta! / 2));
  },
  derivatives: [(x, t, beta) => (Math.abs(x! - t!) < beta! ? div(twoSum(x!, -t!), dd(beta!)) : sign(twoSum(x!, -t!)))],
};
const huber: Reference = {
  value: (x, t, delta) => {
    const d = abs(twoSum(x!, -t!));
    return d[0] <= delta! ? scale(mul(d, d), -1) : mul(dd(delta!), sub(d, dd(delta! / 2)));
  },
  derivatives: [(x, t, delta) => (Math.abs(x! - t!) <= delta! ? twoSum(x!, -t!) : mul(dd(delta!), sign(twoSum(x!, -t!))))],
};
const divergence: Reference = {
  value: (x, t) => times(dd(t!), sub(log(dd(t!)), dd(x!))),
  derivatives: [(_, t) => dd(-t!), (x, t) => add(sub(log(dd(t!)), dd(x!)), one)],
};
const divergenceOfLogs: Reference = {
  value: (x, t) => times(exp(dd(t!)), twoSum(t!, -x!)),
  derivatives: [(_, t) => neg(exp(dd(t!))), (x, t) => times(exp(dd(t!)), add(twoSum(t!, -x!), one))],
};
/** x, target, variance. */
const gaussian: Reference = {
  value: (x, t, v) => scale(add(log(dd(v!)), div(mul(twoSum(x!, -t!), twoSum(x!, -t!)), dd(v!))), -1),
  derivatives: [
    (x, t, v) => div(twoSum(x!, -t!), dd(v!)),
    (x, t, v) => div(twoSum(t!, -x!), dd(v!)),
    (x, t, v) => {
      const s = div(twoSum(x!, -t!), dd(v!));
      return scale(sub(div(one, dd(v!)), mul(s, s)), -1);
    },
  ],
  seconds: [[(_x, _t, v) => div(one, dd(v!))]],
};
const poisson: Reference = {
  value: (x, t) => sub(exp(dd(x!)), twoProd(t!, x!)),
  derivatives: [(x, t) => sub(exp(dd(x!)), dd(t!)), (x) => dd(-x!)],
  seconds: [[(x) => exp(dd(x!))]],
};
/** σ and softplus of a product, which has more digits than a number. */
const above = (z: DD): DD => add(z[0] > 0 ? z : dd(0), log1p(exp(neg(abs(z)))));
const share = (z: DD): DD => {
  const e = exp(neg(abs(z)));
  return div(z[0] < 0 ? e : one, add(one, e));
};
const softMargin: Reference = {
  value: (x, t) => above(twoProd(-t!, x!)),
  derivatives: [(x, t) => mul(dd(-t!), share(twoProd(-t!, x!)))],
  seconds: [[(x, t) => mul(twoProd(t!, t!), mul(share(twoProd(-t!, x!)), share(twoProd(t!, x!))))]],
};

export const losses = { withLogits, crossEntropy, mse, l1, smoothL1, huber, divergence, divergenceOfLogs, gaussian, poisson, softMargin };
