/** The smallest of random expressions that were worse with the stabiliser, or lost as without, one for each cause: value and gradient are not. */
import { beforeAll, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as core from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import type { Algebra } from "../src/catalogue/algebra.js";
import type { Row } from "../src/catalogue/row.js";
import { compared } from "../src/differential/compare.js";

beforeAll(() => core.setDefaultDevice(cpu()));
const overSum = <T>(k: Algebra<T>, x: T): T => k.div(x, k.sum(x));
/** What is written, what it is, and the data at which it was wrong. */
type Found = readonly [written: string, of: Row["of"], ...point: (readonly number[])[]];
const FOUND: readonly Found[] = [
  // By 1 + r the gradient of a square has 1 + r as a factor, which vanishes in roundings.
  ["1 − softplus(x)²", (k, x) => k.sub(1, k.square(k.softplus(x))), [-20, -6.4, 0, 1]],
  ["1 − softplus(x)·softplus(x)", (k, x) => k.sub(1, k.mul(k.softplus(x), k.softplus(x))), [-9, 0, 0, 0]],
  ["1 − (e^x + e^x)²", (k, x) => k.sub(1, k.pow(k.add(k.exp(x), k.exp(x)), 2)), [-30, 0, 0, 0]],
  ["1 − σ(x)²", (k, x) => k.sub(1, k.pow(k.sigmoid(x), 2)), [-30, 0, 0, 0]],
  // By its logarithm the gradient is a total that is infinite times shares that are 0.
  ["mean(e^x) − 1", (k, x) => k.sub(k.mean(k.exp(x)), 1), [0, 0, 0, 300]],
  ["softplus(mean(e^x)) − 1", (k, x) => k.sub(k.softplus(k.mean(k.exp(x))), 1), [0, 0, 0, 300]],
  // One exponent that is infinite makes no number of a whole row.
  ["softplus(e^e^x) over its sum", (k, x) => overSum(k, k.softplus(k.exp(k.exp(x)))), [0, 0, 0, 10]],
  ["e^log1p([e^x, x]) over its sum", (k, x) => overSum(k, k.exp(k.log1p(k.cat([k.exp(x), x])))), [0, 0, 0, 300]],
  // What is infinite times 1 less a share that is 1 by rounding.
  ["1 / logSoftmax(x)", (k, x) => k.div(1, k.logSoftmax(x, -1)), [0, 0, 0, 200]],
  // What cancels in one op is added before what is small.
  ["(x − x) − e^x", (k, x) => k.sub(k.sub(x, x), k.exp(x)), [0, 0, 0, -50]],
  // A mean has an operand more than a sum.
  ["mean(shares + x)", (k, x) => k.mean(k.add(k.softmax(x, 0), x)), [0, 1, 2, 3]],
  // An odd power of what is below 0 is a number below 0.
  ["log(y − Σy), y = 1 − (1 − x)³", (k, x) => ((y) => k.log(k.sub(y, k.sum(y))))(k.sub(1, k.pow(k.sub(1, x), 3))), [-90, 0, 30, -90]],
  ["log|1 − (1 − x)⁴|", (k, x) => k.log(k.abs(k.sub(1, k.pow(k.sub(1, x), 4)))), [-90, 0.5, 30, 3]],
  // Of two exponentials one is a number, which has no gradient that cancels with the other's.
  ["log Σ(e^x − 2)", (k, x) => k.log(k.sum(k.sub(k.exp(x), 2))), [0, 1, -9, 2]],
  // What is infinite by rounding alone is itself over itself too, whatever its sign.
  ["(e^(x²) − 1) over itself", (k, x) => k.div(k.sub(k.exp(k.mul(x, x)), 1), k.sub(k.exp(k.mul(x, x)), 1)), [1, 2, 1, 30]],
  // A power of what is below 0 is less than 1, whatever its exponent.
  ["log(1 − 1/(1 − e^x)²)", (k, x) => k.log(k.sub(1, k.square(k.reciprocal(k.sub(1, k.exp(x)))))), [70, 2, 0.8, 3]],
  [
    "log log e^(1 − 1/(1 − softplus(x))²)",
    (k, x) => k.log(k.log(k.exp(k.sub(1, k.square(k.reciprocal(k.sub(1, k.softplus(x)))))))),
    [70, 50, 10, 20],
  ],
  // A factor's sign counts as often as it is repeated.
  ["log Π z·σ(x)", (k, z, x) => k.log(k.prod(k.mul(z, k.sigmoid(x)))), [-30], [0, 0]],
  // A factor as small as what it is of is large.
  [
    "(y − σ(x)) / (σ(x)(1 − σ(x)))",
    (k, x, y) => k.div(k.sub(y, k.sigmoid(x)), k.mul(k.sigmoid(x), k.sub(1, k.sigmoid(x)))),
    [100, -100, -95, 1],
    [1, 0, 0, 0],
  ],
  // Differences of one function stay so when they are multiplied, and their terms may have other signs.
  [
    "(⁴√(x + 1) − ⁴√x)·(−y − 2·log(1 + e^−y))",
    (k, x, y) => k.mul(k.sub(k.pow(k.add(x, 1), 0.25), k.pow(x, 0.25)), k.sub(k.neg(y), k.mul(2, k.log(k.add(1, k.exp(k.neg(y))))))),
    [8.4968755e16, 100],
    [0.0014371610013768077, -3],
  ],
  ["1/√x − −(−1/√(x + 1))", (k, x) => k.sub(k.div(1, k.sqrt(x)), k.neg(k.div(-1, k.sqrt(k.add(x, 1))))), [1.2030894e11, 3]],
  ["w·(1/√x − 1/√(x + 1))", (k, w, x) => k.mul(w, k.sub(k.div(1, k.sqrt(x)), k.div(1, k.sqrt(k.add(x, 1))))), [1, 1.25], [1e8, 3e9]],
  ["x/3 − log Σe^(x/3)", (k, x) => k.sub(k.div(x, 3), k.logsumexp(k.div(x, 3))), [60, 0, 0]],
  ["(Σe^x)²·(1/Σe^2x)", (k, x) => k.mul(k.square(k.sum(k.exp(x))), k.reciprocal(k.sum(k.square(k.exp(x))))), [-273.51956, -273.51959]],
  // A number is the same in every part of an expression.
  ["x·log(x/cy) + cy − x", (k, x, y) => ((m) => k.sub(k.add(k.mul(x, k.log(k.div(x, m))), m), x))(k.mul(y, -0.7)), [99.916519], [-142.7379]],
  // What is put elsewhere is found where it was computed, a sum in which all cancels too.
  ["log(1 − e^x + e^x) of a view", (k, x) => ((y) => k.log(k.add(k.sub(1, y), y)))(k.expand(k.exp(x), [2, 3])), [0, 1, 20]],
  ["log1p(y − tanh(x))", (k, x, y) => k.log1p(k.sub(y, k.tanh(x))), [5, 10], [1e-5, 1e-12]],
];
const less = <T>(k: Algebra<T>, x: T): T => k.sub(1, k.sigmoid(x));
const square = <T>(k: Algebra<T>, x: T): T => k.reshape(x, [2, 2]);
const bySigmoid = <T>(k: Algebra<T>, x: T): T => ((s: T) => k.mul(s, k.sub(1, s)))(k.sigmoid(k.sigmoid(x)));
const HELD: readonly Found[] = [
  // What cancels does so as it was written, also of data alone, and where terms were restated in between; what is gone may be infinite by rounding.
  ["1 − (1 − x)", (k, x) => k.sub(1, k.sub(1, x)), [-0.004, 1e-20, 3, 1e30]],
  ["x + 0.001 − x", (k, x, c) => k.sub(k.add(x, c), x), [1, -50, 1e20], [0.001, 0.5, 3]],
  ["x − (x + e^y)", (k, x, y) => k.sub(x, k.add(x, k.exp(y))), [1, 1, 300], [-6, 1, -100]],
  ["e^x − (x + e^x)", (k, x) => k.sub(k.exp(x), k.add(x, k.exp(x))), [0, 1, 20, 95]],
  ["e^x + (1 − e^x)", (k, x) => k.add(k.exp(x), k.sub(1, k.exp(x))), [1, 50, 100]],
  ["log(e^x + (1 − e^x))", (k, x) => k.log(k.add(k.exp(x), k.sub(1, k.exp(x)))), [1, 50, 95]],
  ["e^x − e^x", (k, x) => k.sub(k.exp(x), k.exp(x)), [1, 90, -200]],
  ["softplus(x) + (1 − softplus(x))", (k, x) => k.add(k.softplus(x), k.sub(1, k.softplus(x))), [-30, 1, 90]],
  // Of a quotient of what is almost its divisor the derivative is what is left.
  ["softplus(x) / x", (k, x) => k.div(k.softplus(x), x), [-20, 50, 30, -0.1]],
  ["x / softplus(x)", (k, x) => k.div(x, k.softplus(x)), [-20, 50, 30, -0.1]],
  ["log(x / softplus(x))", (k, x) => k.log(k.div(x, k.softplus(x))), [20, 50, 3]],
  ["e^x / log1p(e^x)", (k, x) => k.div(k.exp(x), k.log1p(k.exp(x))), [-20, 50, 3]],
  ["log1p(e^x) / e^x", (k, x) => k.div(k.log1p(k.exp(x)), k.exp(x)), [-20, 50, 3]],
  ["e^x − softplus(x)", (k, x) => k.sub(k.exp(x), k.softplus(x)), [-30, 0, 3, 80]],
  ["softplus(x) − e^x", (k, x) => k.sub(k.softplus(x), k.exp(x)), [-30, 0, 3, 80]],
  ["e^x / (1 − e^x)", (k, x) => k.div(k.exp(x), k.sub(1, k.exp(x))), [-20, 30, 0.1, 90]],
  // Near 0, σ(u)·(1 − σ(u)) is at its greatest.
  ["log of σ(u)·(1 − σ(u)), u = σ(x)", (k, x) => k.log(bySigmoid(k, x)), [-30, 0, 3]],
  ["1 − σ(u)·(1 − σ(u)), u = σ(x)", (k, x) => k.sub(1, bySigmoid(k, x)), [-40, 0, 3]],
  // Exponents beyond float32 can be told apart.
  ["softmax(x·e^y)", (k, x, y) => k.softmax(k.mul(x, k.exp(y)), -1), [0.5, 0.6, -2, 1], [100, 99, 98, 1]],
  ["softmax(−(1 − e^x))", (k, x) => k.softmax(k.neg(k.sub(1, k.exp(x))), 0), [100, 100, -90, 1]],
  ["softmax(1/softmax(x))", (k, x) => k.softmax(k.div(1, k.softmax(x, 0)), 0), [100, 99, -90, 1]],
  ["softmax of one number, e^y", (k, y) => k.softmax(k.mul([1, 1], k.sum(k.exp(y))), 0), [90]],
  // Logarithms of terms are rounded, and so is what they add up to where that is near 1.
  ["log Σ σ(x)", (k, x) => k.log(k.sum(k.sigmoid(x))), [-1e-8, -2e-8]],
  ["log mean softplus(x)", (k, x) => k.log(k.mean(k.softplus(x))), [0.5412, 0.5413]],
  ["log Σ softplus(x), far below", (k, x) => k.log(k.sum(k.softplus(x))), [-800, -900]],
  // Nearly equal shares: what is left of their gradients is not what is rounded.
  ["log Σ σ(p)", (k, x) => k.log(k.sum(k.sigmoid(k.softmax(x, 0)))), [0, 0, 0, 0.006]],
  ["mean √p", (k, x) => k.mean(k.sqrt(k.softmax(x, 0))), [0, 0, 0, -0.0002]],
  ["Σ (1 − p)²", (k, x) => k.sum(k.square(k.sub(1, k.softmax(x, 0)))), [0, 0, 0, 0.008]],
  ["Σ p²", (k, x) => k.sum(k.square(k.softmax(x, 0))), [-4.797e-7, 5.59e-7, -2.555e-7]],
  ["Σ σ(p) of equal shares", (k, x) => k.sum(k.sigmoid(k.softmax(x, 0))), [0, 0, 0, 0]],
  ["Σ (1 − p)", (k, x) => k.sum(k.sub(1, k.softmax(x, 0))), [0, 1, 0]],
  ["Π p", (k, x) => k.prod(k.softmax(x, 0)), [0, 0, 0.1, 0.002]],
  ["Π σ(p)", (k, x) => k.prod(k.sigmoid(k.softmax(x, 0))), [0, 0, 0.1, 0.002]],
  ["Π e^p", (k, x) => k.prod(k.exp(k.softmax(x, 0))), [0, 0, 0.1, 0.002]],
  // The shares of a row add up to 1, whatever they are called.
  ["log Σ e^log p", (k, x) => k.logsumexp(k.logSoftmax(x, -1)), [1, 2, 3]],
  ["log Σ softmax(e^x)", (k, x) => k.log(k.sum(k.softmax(k.exp(x), -1))), [1, 2, 3]],
  // Of one tensor twice the difference is 0 and has no gradient, which would be added to others.
  ["log((1 − softplus(x − x)) − e^x)", (k, x) => k.log(k.sub(k.sub(1, k.softplus(k.sub(x, x))), k.exp(x))), [-50, -60, -20, -50]],
  ["log (softplus(x) − σ(softplus(x)))²", (k, x) => k.log(k.square(k.sub(k.softplus(x), k.sigmoid(k.softplus(x))))), [0, -70, 0, 0]],
  ["log of a running sum of σ(x)", (k, x) => k.log(k.cumsum(k.sigmoid(x), -1)), [0, 0, 3, 1]],
  ["1 − p/log1p(p)", (k, x) => k.sub(1, k.div(k.softmax(x, 0), k.log1p(k.softmax(x, 0)))), [0, -10, 3, 2]],
  ["1 − x/log1p(x)", (k, x) => k.sub(1, k.div(x, k.log1p(x))), [1e-10, 0.1, 0.3, 2]],
  ["log(e^x / log1p(e^x))", (k, x) => k.log(k.div(k.exp(x), k.log1p(k.exp(x)))), [-20, 1, 3, -50]],
  ["log(softplus(x)) − x", (k, x) => k.sub(k.log(k.softplus(x)), x), [-50, -20, 1, 10]],
  ["1 / Σ e^2x", (k, x) => k.div(1, k.sum(k.exp(k.add(x, x)))), [25, 0, 1]],
  ["log(Σ p + 0.001)", (k, x) => k.log(k.add(k.sum(k.softmax(x, 0)), 0.001)), [0, 1]],
  ["log(e^s·log e^s), s = softplus(x)", (k, x) => k.log(k.mul(k.exp(k.softplus(x)), k.log(k.exp(k.softplus(x))))), [-100, -300, 2]],
  ["σ(u)·(1 − σ(u))·u, u = e^x", (k, x) => ((s, u) => k.mul(k.mul(s, k.sub(1, s)), u))(k.sigmoid(k.exp(x)), k.exp(x)), [100, 1]],
  ["(x^y − 1) / y", (k, x, y) => k.div(k.sub(k.pow(x, y), 1), y), [1.82367408, 2, 3, 0.5], [2.6439369e-23, 0.001, -2, 3]],
  [
    "log1p(s·log s), s = softplus(log Σ softplus(p))",
    (k, x) => ((s) => k.log1p(k.mul(s, k.log(s))))(k.softplus(k.log(k.sum(k.softplus(k.softmax(x, 0)))))),
    [0, 0, 0, 1],
  ],
  // What underflows is itself over itself too, and what is over itself is 1 beside a number.
  ["tanh(p) over itself", (k, x) => k.div(k.tanh(k.softmax(x, 0)), k.tanh(k.softmax(x, 0))), [0, 200, 10, 30]],
  ["log(1e-10 + σ(x)/σ(x))", (k, x) => k.log(k.add(1e-10, k.div(k.sigmoid(x), k.sigmoid(x)))), [0.3, 50, 95]],
  // What rounding took from logarithms is no term of a divergence, in which they are not rounded.
  [
    "Σ p·(log p − log q)",
    (k, x, y) => k.sum(k.mul(k.softmax(x, 0), k.sub(k.log(k.softmax(x, 0)), k.log(k.softmax(y, 0))))),
    [3.5596269754023524e-6, 3.5595890039985534e-6, 3.5780506095761666e-6],
    [-0.000837731990031898, -0.0008111523347906768, -0.0008376470650546253],
  ],
  // A number that all exponents have in common is not added to them, where it would round what they differ by.
  ["Σ e^softmax(1 − x)", (k, x) => k.sum(k.exp(k.softmax(k.sub(1, x), 0))), [0, 0, -0.008999999612569809, 0]],
  // A part of which nothing is known hides the logarithms of others.
  ["log [1 − σ(x), x]", (k, x) => k.log(k.cat([less(k, x), x])), [300, 1]],
  ["log [1 − σ(x), x, −e^x]", (k, x) => k.log(k.abs(k.cat([less(k, x), x, k.neg(k.exp(x))]))), [300, -200]],
  [
    "log of columns 1 − σ(x) and y",
    (k, x, y) => k.log(k.permute(k.cat([square(k, less(k, x)), square(k, y)], 1), [1, 0])),
    [300, 3, 2, 1],
    [1, 2, 3, 4],
  ],
  ["log of the sum of [e^x, x]", (k, x) => k.log(k.sum(k.cat([k.exp(x), x]))), [300, -3]],
  ["log of running sums of [1 − σ(x), y]", (k, x, y) => k.log(k.cumsum(k.cat([less(k, x), y]), 0)), [300, 200], [1, 2]],
  ["log of the product of [1 − σ(x), x]", (k, x) => k.log(k.prod(k.cat([less(k, x), x]))), [300, 3]],
  ["log [1 − σ(x), y]² / √[y, x]", (k, x, y) => k.log(k.div(k.square(k.cat([less(k, x), y])), k.sqrt(k.cat([y, x])))), [300, 200], [1, 2]],
  ["log1p [e^x, x]", (k, x) => k.log1p(k.cat([k.exp(x), x])), [300, 3]],
  // The greatest of exponentials had no logarithm, and those that are equal by rounding shared its gradient.
  ["log of the greatest share", (k, x) => k.log(k.amax(k.softmax(x, 0))), [30, 0, 1, 2]],
  ["1 − the greatest share", (k, x) => k.sub(1, k.amax(k.softmax(x, 0))), [30, 0, 1, 2]],
  ["log(1 − the greatest share)", (k, x) => k.log(k.sub(1, k.amax(k.softmax(x, 0)))), [300, 0, 1, 2]],
  ["shares over the greatest", (k, x) => k.log(k.div(k.softmax(x, 0), k.amax(k.softmax(x, 0)))), [300, 0, 1, 2]],
  ["the greatest of 1 − shares", (k, x) => k.amax(k.sub(1, k.softmax(x, 0))), [0, 1, 1, 50]],
  ["the greatest of 1 − e^x", (k, x) => k.amax(k.sub(1, k.exp(x)), 0), [-51, -50]],
  ["log of the greatest that rounds to 0", (k, x) => k.log(k.amax(k.square(k.sigmoid(x)))), [-300, -250]],
  ["log max(shares, y)", (k, x, y) => k.log(k.maximum(k.softmax(x, 0), y)), [-300, -100, 0], [0, -1, 0.5]],
  ["log min(shares, shares)", (k, x, y) => k.log(k.minimum(k.softmax(x, 0), k.softmax(y, 0))), [-300, 0], [0, -300]],
  // What is its argument near 0, or far from it, is that also where the argument has left the range.
  ["log tanh e^x", (k, x) => k.log(k.tanh(k.exp(x))), [-300, 3]],
  ["√tanh e^x", (k, x) => k.sqrt(k.tanh(k.exp(x))), [-300, 0]],
  ["log erf of shares", (k, x) => k.log(k.erf(k.softmax(x, 0))), [-300, 0]],
  ["log artanh of shares", (k, x) => k.log(k.atanh(k.softmax(x, 0))), [-300, -80, -100, -81]],
  ["log(−log(1 − shares))", (k, x) => k.log(k.neg(k.log(k.sub(1, k.softmax(x, 0))))), [-300, -80, 0]],
  ["log sin(x·σ(−x)²)", (k, x) => k.log(k.sin(k.mul(x, k.square(k.sigmoid(k.neg(x)))))), [60, 1]],
  ["log sinh of shares", (k, x) => k.log(k.sinh(k.softmax(x, 0))), [-300, 0]],
  ["log softplus Σ(e^x − 1)", (k, x) => k.log(k.softplus(k.sum(k.expm1(x)))), [0, 300]],
  ["log log Σ softplus(e^e^x)", (k, x) => k.log(k.log(k.sum(k.softplus(k.exp(k.exp(x)))))), [0, 20]],
  // A power of what is 1 and a rest, that is not written as such, was restated by its logarithm.
  ["1 − (1 − e^x)³", (k, x) => k.sub(1, k.pow(k.sub(1, k.exp(x)), 3)), [-40, -1e-5]],
  ["1 − tanh(x)^0.3", (k, x) => k.sub(1, k.pow(k.tanh(x), 0.3)), [10, 1e-5]],
  ["1 − √(1 − Σe^x)", (k, x) => k.sub(1, k.sqrt(k.sub(1, k.sum(k.exp(x))))), [-40, -41]],
  ["1/√cos x − 1", (k, x) => k.sub(k.rsqrt(k.cos(x)), 1), [1e-5, 1]],
  ["log(1/(1 − e^x) − 1)", (k, x) => k.log(k.sub(k.div(1, k.sub(1, k.exp(x))), 1)), [-300, -1e-5]],
  // A share of more than half is known by what is left of 1.
  ["log of running sums of shares", (k, x) => k.log(k.cumsum(k.softmax(x, 0), 0)), [0, 0, 0, 0]],
  ["log of running sums of shares, from the last", (k, x) => k.log(k.cumsum(k.flip(k.softmax(x, 0), 0), 0)), [30, 20, 3, 4]],
  ["log of running sums of shares in columns", (k, x) => k.log(k.cumsum(k.softmax(square(k, x), 0), 0)), [30, 20, 3, 4]],
  // A value that may be negative was taken for the exponential of its logarithm.
  ["log(5 + (x where x < 0, else e^x))", (k, x) => k.log(k.add(5, k.where(k.lt(x, 0), x, k.exp(x)))), [-2, 300]],
  // What has no gradient is left none by roundings.
  ["e^Σp / Σp of p = softmax(x)", (k, x) => k.div(k.exp(k.sum(k.softmax(x, 0))), k.sum(k.softmax(x, 0))), [0, 100, 110, 0]],
  ["log mean(p − 0.1) of p = softmax(x)", (k, x) => k.log(k.mean(k.sub(k.softmax(x, 0), 0.1))), [0, 0, 0, -80]],
  ["Σ softplus(x) − softmax(x)", (k, x) => k.sum(k.sub(k.softplus(x), k.softmax(x, 0))), [-30, -30, -30, -30]],
  ["Σ softmax(e^x − 1)", (k, x) => k.sum(k.softmax(k.expm1(x), 0)), [0, 0, 88, 0]],
  [
    "running sums of the mean of 1/σ(x), by it",
    (k, x) => {
      const m = k.mean(k.pow(k.sigmoid(x), -1));
      return k.div(k.cumsum(k.expand(m, [2]), -1), m);
    },
    [0, -88.14, -80.691, -78.62],
  ],
  // What is divided by itself is 1 wherever it is 0 by rounding alone, and a number is not rounded as an exponent.
  ["σ(x) / σ(x)·y", (k, x, y) => k.div(k.sigmoid(x), k.mul(k.sigmoid(x), y)), [0, 0, -13, 0], [0.4, 4.4, 0.45, 9]],
  ["(p/x) / (p/x) of p = softmax(x)", (k, x) => k.div(k.div(k.softmax(x, 0), x), k.div(k.softmax(x, 0), x)), [1, 1, 100, -70]],
  ["log(e^x / (x/x))", (k, x) => k.log(k.div(k.exp(x), k.div(x, x))), [1, 1, 1, 0.0023]],
  ["s / (s/1e-10) of running sums s of e^x", (k, x) => k.div(k.cumsum(k.exp(x), 0), k.div(k.cumsum(k.exp(x), 0), 1e-10)), [1, 0, 0, 0]],
  // What all exponents of a row have in common has no gradient.
  ["softmax(x + z)", (k, x, z) => k.softmax(k.add(x, z), 0), [0, 0, 0, 1], [0]],
  ["logSoftmax(softplus(x) − z)", (k, x, z) => k.logSoftmax(k.sub(k.softplus(x), z), 0), [0, 0, 1, 0], [0.3]],
  ["softmax(x − max x)", (k, x) => k.softmax(k.sub(x, k.amax(x, 0)), 0), [0, 30, 1, 2]],
  // One over a sum gains nothing by its greatest exponent, and loses where it cancels.
  ["y·2/(σ(y) + y)", (k, y) => k.mul(y, k.div(2, k.add(k.sigmoid(y), y))), [0, 0, -10, 0]],
  // Exponents that are infinite in float32.
  ["softmax(e^x)", (k, x) => k.softmax(k.exp(x), 0), [0, 0, 90, 300]],
  ["logSoftmax(e^x)", (k, x) => k.logSoftmax(k.exp(x), 0), [0, 2, 0, 3]],
  // x·log x has a logarithm, though x be infinite.
  [
    "log(u + u·log u) of u = e^softplus(x)",
    (k, x) => k.log(k.add(k.exp(k.softplus(x)), k.mul(k.exp(k.softplus(x)), k.log(k.exp(k.softplus(x)))))),
    [0, 0, 0, 300],
  ],
  ["(x where x < 0, else e^x) − 1", (k, x) => k.sub(k.where(k.lt(x, 0), x, k.exp(x)), 1), [-2, 3]],
  // Near −1 a function is what it is beside −1.
  ["log1p(tanh(x))", (k, x) => k.log1p(k.tanh(x)), [-300, -5, 0.5, 20]],
  ["log1p(−tanh(x))", (k, x) => k.log1p(k.neg(k.tanh(x))), [300, 5, -0.5, -20]],
  ["log1p(erf(x))", (k, x) => k.log1p(k.erf(x)), [-12, -5, 0.5, 8]],
  // The logarithm of a term that cannot leave the range is rounded, and the term is not.
  ["log(y + (1 − softplus(x)))", (k, x, y) => k.log(k.add(y, k.sub(1, k.softplus(x)))), [300, 20, 3], [301, 20.5, 4]],
  ["log(y + (2 − softplus(x)))", (k, x, y) => k.log(k.add(y, k.sub(2, k.softplus(x)))), [300, 20, 3], [301, 20.5, 4]],
  ["log1p(xy − softplus(x))", (k, x, y) => k.log1p(k.sub(k.mul(x, y), k.softplus(x))), [300, 20], [1, 1]],
  // Near 1 by the offset of one term.
  ["log(e^x + (1 − e^y))", (k, x, y) => k.log(k.add(k.exp(x), k.sub(1, k.exp(y)))), [-50, 0.1, -3], [-60, 0.11, -20]],
  // Norms of any order, of a mean too.
  ["(Σ|x|²⁰)^(1/20)", (k, x) => k.pow(k.sum(k.pow(k.abs(x), 20)), 0.05), [1e5, 3, 50]],
  ["mean(|x|⁴)^¼", (k, x) => k.pow(k.mean(k.pow(k.abs(x), 4)), 0.25), [1e15, 3, 50]],
  ["(Σx⁴)^−¼", (k, x) => k.pow(k.sum(k.pow(x, 4)), -0.25), [-1e15, 3, 50]],
  ["(Σ|x|³)^⅓ by rows", (k, x) => k.pow(k.sum(k.pow(k.abs(k.reshape(x, [2, 2])), 3), 1, { keepdim: true }), 1 / 3), [1e15, 3, -1e-20, 2e-20]],
  // The greatest of a row beside its sum.
  ["max x − log Σe^x", (k, x) => k.sub(k.amax(x), k.logsumexp(x)), [10, -101, 30]],
  ["log Σe^x − max x by rows", (k, x) => ((y) => k.sub(k.logsumexp(y, 1), k.amax(y, 1)))(k.reshape(x, [2, 2])), [10, -9, 30, 1]],
  // Exponents that are put together of rows are not rounded either.
  ["log(Σ[p, p] − p)", (k, x) => ((p) => k.log(k.sub(k.sum(k.cat([p, p])), p)))(k.softmax(x, 0)), [0, 0, 0, -60]],
  // −log p of a row is what is small where p is near 1.
  ["−log(−log softmax(x))", (k, x) => k.neg(k.log(k.neg(k.log(k.softmax(x, 0))))), [-100, 100, 1]],
  // Entropies as logsumexp less the mean.
  ["Σp·x − log Σe^x", (k, x) => k.sub(k.sum(k.mul(k.softmax(x, 0), x)), k.logsumexp(x)), [-20, 0.5, 50, 3]],
  [
    "log Σe^x − Σx·p by rows",
    (k, x) => ((y) => k.sub(k.logsumexp(y, 1), k.sum(k.mul(y, k.softmax(y, 1)), 1)))(k.reshape(x, [2, 2])),
    [-20, 0.5, 10, 3],
  ],
  // A hyperbolic cotangent by its names.
  ["cosh(x)/sinh(x) − 1/x", (k, x) => k.sub(k.div(k.cosh(x), k.sinh(x)), k.div(1, x)), [1e-3, 200, -2]],
  // Directions of what vanishes in float32.
  ["σ(x) over its norm", (k, x) => k.div(k.sigmoid(x), k.sqrt(k.sum(k.square(k.sigmoid(x))))), [-100, -60, -59]],
  ["softplus(x) over its norm", (k, x) => k.div(k.softplus(x), k.sqrt(k.sum(k.square(k.softplus(x))))), [-100, -90, -95]],
  ["log ‖σ(x)‖", (k, x) => k.log(k.sqrt(k.sum(k.square(k.sigmoid(x))))), [-100, -90, -95]],
  // Flows: the logarithm of a magnitude that is near 1.
  ["log|1 + y·e^x|", (k, x, y) => k.log(k.abs(k.add(1, k.mul(y, k.exp(x))))), [-30, -50, 2], [1, -1, -3]],
  ["log|1 + y·(1 − tanh²x)|", (k, x, y) => k.log(k.abs(k.add(1, k.mul(y, k.sub(1, k.square(k.tanh(x))))))), [30, 0.1, 0.5], [-0.5, -0.9, 3]],
  ["log((1 + y·e^x)²)", (k, x, y) => k.log(k.square(k.add(1, k.mul(y, k.exp(x))))), [-30, -50, 2], [1, -1, -3]],
  // Distances in the Poincaré ball, and arcosh near 1.
  ["arcosh(1 + x)", (k, x) => k.acosh(k.add(1, x)), [1e-10, 2, 1e20]],
  ["arcosh(e^x)", (k, x) => k.acosh(k.exp(x)), [1e-10, 2, 20]],
  ["arcosh(cosh(x))", (k, x) => k.acosh(k.cosh(x)), [1e-10, 2, -3]],
  [
    "arcosh(1 + 2|x − y|²/((1 − |x|²)(1 − |y|²)))",
    (k, x, y) => {
      const one = (z: typeof x): typeof x => k.sub(1, k.sum(k.square(z)));
      return k.acosh(k.add(1, k.div(k.mul(2, k.sum(k.square(k.sub(x, y)))), k.mul(one(x), one(y)))));
    },
    [0.1, 0.2],
    [0.1001, 0.2],
  ],
  // Products of pairs, as in factorisation machines.
  ["(Σx)² − Σx²", (k, x) => k.sub(k.square(k.sum(x)), k.sum(k.square(x))), [1e5, 1, -3, 1e-3]],
  [
    "½Σ((Σx)² − Σx²) by columns",
    (k, x) => ((y) => k.mul(0.5, k.sum(k.sub(k.square(k.sum(y, 0)), k.sum(k.square(y), 0)))))(k.reshape(x, [2, 2])),
    [1e5, 1, -3, 1e-3],
  ],
  // Of two exponents that differ the logarithms of their shares may be one; what is detached has no gradient.
  ["max x − log Σe^x, nearly equal", (k, x) => k.sub(k.amax(x), k.logsumexp(x)), [1e-9, 2e-9, -1]],
  // A factor that is repeated counts as often.
  [
    "(Σx)² − Σ(x² + 0) repeated",
    (k, x) => k.sub(k.square(k.sum(x)), k.sum(k.add(k.square(k.reshape(x, [1, 3])), k.expand(k.mul(0, x), [5, 3])))),
    [1, 3, 1],
  ],
  ["(Σ|x|^0.01)^½", (k, x) => k.pow(k.sum(k.pow(k.abs(x), 0.01)), 0.5), [1, 2, 3]],
  ["√Σ√|x|", (k, x) => k.sqrt(k.sum(k.sqrt(k.abs(x)))), [1e38, 1e38, 3e38]],
  ["√Σx⁸", (k, x) => k.sqrt(k.sum(k.pow(x, 8))), [1.01, 0.3, -2]],
  // Products of great and small factors, and a root of what vanishes.
  ["Π e^x", (k, x) => k.prod(k.exp(x)), [0, -50, 80, -60]],
  ["√Σe^x", (k, x) => k.sqrt(k.sum(k.exp(x))), [-300, -300]],
  ["1/Σe^x", (k, x) => k.reciprocal(k.sum(k.exp(x))), [60.3, 60.1]],
  // The greatest of what falls, and the magnitude of what is positive.
  ["log max(1 − x)", (k, x) => k.log(k.amax(k.sub(1, x))), [0, 0, -0.003, 0]],
  ["1 − (|e^x| − e^x)", (k, x) => k.sub(1, k.sub(k.abs(k.exp(x)), k.exp(x))), [0, 0, 70, 0]],
  ["log(1 − |softmax(x)|)", (k, x) => k.log(k.sub(1, k.abs(k.softmax(x, 0)))), [0, 0, 0, 200]],
  // What rounding takes from exponents is as much as nearly equal shares differ by.
  ["Σe^p of p = softmax(softplus(x))", (k, x) => k.sum(k.exp(k.softmax(k.softplus(x), 0))), [0, 0, 0, -0.002]],
  ["Σe^p of p = softmax(softplus(x)), of one", (k, x) => k.sum(k.exp(k.softmax(k.softplus(x), 0))), [0, 0, 0, 50.3]],
  ["e^p of p = softmax(x·e^x)", (k, x) => k.exp(k.softmax(k.mul(k.exp(x), x), 0)), [8.763668, 0, 0, 0]],
  ["log of the mean of log(1 + softmax(x)), twice", (k, x) => k.log(k.expand(k.mean(k.log1p(k.softmax(x, 0))), [2])), [0, 0, 0.2, 0]],
  // What all exponents have in common is not added to them.
  ["softmax(x + z), far out", (k, x, z) => k.softmax(k.add(x, z), 0), [0, 0, 0.9, 0], [200]],
  ["e^(x + z) over its sum", (k, x, z) => k.div(k.exp(k.add(x, z)), k.sum(k.exp(k.add(x, z)))), [0, 1, 0, 1], [0.3]],
  ["u − log Σe^u of u = x + z", (k, x, z) => ((u) => k.sub(u, k.logsumexp(u)))(k.add(x, z)), [0, 1, 0, 1], [200.3]],
  [
    "u − log Σe^u of u = x + y by rows",
    (k, x, y) => ((u) => k.sub(u, k.logsumexp(u, 1, { keepdim: true })))(k.add(k.reshape(x, [2, 2]), y)),
    [0, 100, 3, -1],
    [0.5, 60],
  ],
  // Distances of all pairs of points, of which the products are one of matrices.
  [
    "|x|² + |y|² − 2xyᵀ of all pairs",
    (k, x, y) => {
      const [u, w] = [k.reshape(x, [2, 2]), k.reshape(y, [3, 2])];
      return k.sub(k.add(k.sum(k.square(u), 1, { keepdim: true }), k.sum(k.square(w), 1)), k.mul(2, k.matmul(u, k.permute(w, [1, 0]))));
    },
    [1000, 1000.1, 1000.1, 1000],
    [1000.05, 1000, 1000, 1000.1, 999, 1001],
  ],
  [
    "½|u|² − u·w + ½|w|² of all pairs of columns",
    (k, x, y) => {
      const [u, w] = [k.reshape(x, [2, 2]), k.reshape(y, [2, 2])],
        half = (t: typeof u): typeof u => k.mul(0.5, k.sum(k.mul(t, t), 0));
      return k.add(k.sub(k.unsqueeze(half(u), 1), k.matmul(k.permute(u, [1, 0]), w)), half(w));
    },
    [1000, 1000.1, 1000.1, 1000],
    [1000.05, 1000, 1000, 1000.1],
  ],
  // One tensor twice, put together twice.
  ["√([x, x] − [x, x])", (k, x) => k.sqrt(k.sub(k.cat([x, x]), k.cat([x, x]))), [0, 1]],
  // What is a product itself.
  ["xy over its sum", (k, x, y) => ((u) => k.div(u, k.sum(u)))(k.mul(x, y)), [2e38, 1e38], [1.5, 3]],
  ["xy over its norm", (k, x, y) => ((u) => k.div(u, k.sqrt(k.sum(k.square(u)))))(k.mul(x, y)), [2e30, 1e30], [1.5, 3]],
  [
    "covariance of xy and y",
    (k, x, y) => ((u) => k.sub(k.mean(k.mul(u, y)), k.mul(k.mean(u), k.mean(y))))(k.mul(x, y)),
    [1, 1.001, 0.999],
    [1e4, 10001, 1e4],
  ],
  ["log(xy + 1) − log(xy)", (k, x, y) => k.sub(k.log(k.add(k.mul(x, y), 1)), k.log(k.mul(x, y))), [-2e21, 3], [-2, 1e10]],
  // A square less a number, and one square in two words.
  ["x² − 1", (k, x) => k.sub(k.square(x), 1), [1.000001, 3, -1.0001, 1e-20]],
  ["√(x·x − 4)", (k, x) => k.sqrt(k.sub(k.mul(x, x), 4)), [2.000001, -1e30]],
  ["x²/(1 + x^2)", (k, x) => k.div(k.square(x), k.add(1, k.pow(x, 2))), [1e20, -3]],
];

const judged = ({ written, of, point }: { written: string; of: Row["of"]; point: readonly (readonly number[])[] }): unknown => {
  const rounded = point.map((x) => x.map(Math.fround)),
    leaves = rounded.map((x) => ({ shape: x.length === 1 ? [] : [x.length], from: -Infinity, to: Infinity }));
  return compared({ id: "", written, of, leaves, fails: [] }, rounded).verdict;
};
const named = (all: readonly Found[]) => all.map(([written, of, ...point]) => ({ written, of, point }));
test.each(named(FOUND))("$written is not worse", (found) => expect(judged(found)).not.toBe("worse"));
test.each(named(HELD))("$written is not lost", (found) => expect(judged(found)).toMatch(/right|rescued/));

test("what is divided by its sum has exponents that are not rounded", () => {
  const x = core.tensor([0, 0, 0, -30]),
    u = core.exp(core.sub(1, core.log(core.softmax(x, 0))));
  expect([...core.div(u, core.sum(u)).dataSync()]).toEqual([0, 0, 0, 30].map((d) => Math.fround(Math.exp(d - 30) / (1 + 3 * Math.exp(-30)))));
});

test("what is 0 though its exponential is not is no number over itself", () => {
  const x = core.tensor([60, 60]),
    overItself = (t: core.Tensor): number => core.div(t, t).item();
  expect(overItself(core.sum(core.mul(core.tensor([1, -1]), core.exp(x))))).toBeNaN();
  expect(overItself(core.sum(core.mul(core.tensor([0, 0]), core.exp(x))))).toBeNaN();
  expect(overItself(core.sum(core.mul(core.tensor([2, -1]), core.exp(x))))).toBe(1);
});

test("an infinite number that all exponents have in common is not left out", () => {
  const x = core.tensor([0, 1, 2]);
  expect([...core.softmax(core.add(x, Infinity), 0).dataSync()]).toEqual([NaN, NaN, NaN]);
  expect([...core.softmax(core.sub(x, Infinity), 0).dataSync()]).toEqual([0, 0, 0]);
});

test.each([
  [101, -1e4, -0.0101],
  [101, 1e4, 0.0101],
  [9, -1e38, -9e-38],
  [9, 1e38, 9e-38],
])("the gradient of log|1 − (1 − x)^%i| at %d", (c, at, slope) => {
  const x = core.parameter([at]);
  backward(core.sum(core.log(core.abs(core.sub(1, core.pow(core.sub(1, x), c))))));
  expect(Math.abs(x.grad!.dataSync()[0]! / slope - 1)).toBeLessThan(2e-4);
});

test("what is detached has no gradient, also where it is restated", () => {
  const x = core.parameter([1, 3, 0]);
  backward(core.sub(core.detach(core.amax(x)), core.logsumexp(x)));
  expect([...x.grad!.dataSync()]).toEqual([...core.neg(core.softmax(x, 0)).dataSync()]);
});

test("0 by rounding times what is infinite by rounding is no number", () => {
  const [x, y] = [core.tensor([60]), core.tensor([1])];
  expect(core.mul(core.mul(core.sub(y, core.sigmoid(x)), core.exp(x)), core.exp(x)).item()).toBeNaN();
});

test("the slope of arcosh(1 + x) at −0 is that at 0", () => {
  const x = core.parameter([-0]);
  backward(core.sum(core.acosh(core.add(1, x))));
  expect(x.grad!.item()).toBe(Infinity);
});

test("a factor that is repeated counts as often in totals", () => {
  const [x, b, zeros] = [core.tensor([[1, 3, 1]]), core.tensor([[2, 2, 2]]), core.zeros([5, 3])],
    repeated = (t: core.Tensor): core.Tensor => core.sum(core.add(core.square(t), zeros)),
    square = (t: core.Tensor): core.Tensor => core.square(core.sum(t));
  expect(core.sub(square(x), repeated(x)).item()).toBe(-30);
  expect(core.sub(core.add(repeated(x), core.sum(core.square(b))), core.mul(2, core.sum(core.mul(x, b)))).item()).toBe(47);
  expect(core.sqrt(core.sum(core.add(core.pow(x, 4), zeros))).item()).toBe(Math.fround(Math.sqrt(5 * 83)));
});

test("a condition times an exponential has a sign in sums", () => {
  const x = core.parameter([1, 60]),
    y = core.log(core.add(core.mul(-2, core.add(core.mul(core.lt(x, 50), core.exp(x)), core.mul(core.ge(x, 50), x))), 200));
  backward(core.sum(y));
  const should = [1, 60].map((v) => (v < 50 ? Math.log(200 - 2 * Math.exp(v)) : Math.log(200 - 2 * v)));
  y.dataSync().forEach((v, i) => expect(v).toBeCloseTo(should[i]!, 6));
});

test("a function of what is padded is that of the padding too", () => {
  const x = core.tensor([
      [0.5, 1.5],
      [0.25, 1],
    ]),
    one = core.pad(core.div(x, x), [0, 1], { value: 1 }),
    p = core.pad(core.exp(x), [1, 1], { value: -1 });
  expect([...core.mul(one, 2).dataSync()]).toEqual([2, 2, 2, 2, 2, 2]);
  expect([...core.sum(core.div(one, 2), 1).dataSync()]).toEqual([1.5, 1.5]);
  expect(core.at(core.log1p(core.pad(core.softplus(x), [1, 0], { value: 1 })), 1, 0).item()).toBe(Math.fround(Math.LN2));
  expect([...core.mul(p, p).dataSync()].filter((_, i) => i % 4 === 0 || i % 4 === 3)).toEqual([1, 1, 1, 1]);
});
test.each([1, 2, -0.25])("squared distances of all pairs, of %f times the one", (c) => {
  const u = core.tensor([
      [1, 2, 3],
      [4, 5, 7],
    ]),
    [a, b] = [core.unsqueeze(u, 1), core.unsqueeze(u, 0)],
    squares = core.add(core.sum(core.square(core.mul(c, a)), 2), core.sum(core.square(b), 2)),
    d = core.sub(squares, core.mul(2 * c, core.sum(core.mul(a, b), 2)));
  expect([...d.dataSync()]).toEqual([...core.sum(core.square(core.sub(core.mul(c, a), b)), 2).dataSync()]);
});

/** Σx² + Σy² less twice the products, of which part lies otherwise or has no gradient: none of these are distances of the points. */
test.each<readonly [string, (p: core.Tensor) => core.Tensor, (x: core.Tensor) => core.Tensor]>([
  ["products transposed", (p) => core.transpose(p, 0, 1), (x) => x],
  ["products turned round", (p) => core.flip(p, 0), (x) => x],
  ["products of the first alone", (p) => core.expand(core.narrow(p, 0, 0, 1), [2, 2]), (x) => x],
  ["products detached", (p) => core.detach(p), (x) => x],
  ["points detached in squares", (p) => p, (x) => core.detach(x)],
])("distances of all pairs, with %s, are as written", (_, products, points) => {
  const of = (mode: "on" | "off"): readonly (readonly number[])[] =>
    core.stabilise(mode, () => {
      const [x, y] = [core.parameter([[11, 2], [12, 3]]), core.parameter([[11, 2.5], [10.5, 1]])], // prettier-ignore
        squares = core.add(core.sum(core.square(points(x)), 1, { keepdim: true }), core.sum(core.square(y), 1)),
        d = core.sub(squares, core.mul(2, products(core.matmul(x, core.transpose(y, 0, 1)))));
      backward(core.sum(core.mul(d, [[1, 2], [3, 5]]))); // prettier-ignore
      return [d, x.grad!, y.grad!].map((t) => [...t.dataSync()]);
    });
  expect(of("on")).toEqual(of("off"));
});

test.each([1e-45, 3e-42, 2e-39, 1e-38, 1, 3e38])("a vector of %d and its half over its norm is of length 1", (size) => {
  const x = [Math.fround(size), Math.fround(size / 2), 0],
    length = Math.hypot(...x),
    t = core.tensor(x),
    made = [...core.div(t, core.norm(t)).dataSync()];
  made.forEach((v, i) => expect(Math.abs(Number(v) - x[i]! / length)).toBeLessThanOrEqual(0.51 * 2 ** -24));
});
test("what is divided by one over a share has the gradient of what it is a product of", () => {
  const x = [1, 2, 3, 4],
    shares = (y: core.Tensor): core.Tensor => core.softmax(core.square(y), 0),
    slope = (f: (y: core.Tensor) => core.Tensor): number[] => {
      const y = core.tensor([30, 0, 31, 0], { requiresGrad: true });
      backward(core.sum(f(y)));
      return [...y.grad!.dataSync()].map(Number);
    };
  const [here, exact] = [slope((y) => core.div(x, core.div(0.5, shares(y)))), slope((y) => core.mul([2, 4, 6, 8], shares(y)))];
  expect(exact[0]).toBeLessThan(0);
  here.forEach((v, i) => expect(Math.abs(v - exact[i]!)).toBeLessThanOrEqual(2 ** -22 * Math.abs(exact[i]!)));
});
test("a difference of exponentials over their sum is a tangent, however large they are", () => {
  const [x, y] = [
      [1000, 1001, 711, 3, -2000],
      [2, 999, 709, 2.5, -2001],
    ].map((data) => core.tensor(data)) as [core.Tensor, core.Tensor],
    [a, b] = [core.exp(x), core.exp(y)];
  for (const made of [core.div(core.sub(a, b), core.add(a, b)), core.flip(core.div(core.flip(core.sub(a, b), 0), core.flip(core.add(a, b), 0)), 0)])
    expect([...made.dataSync()]).toEqual([1, 2, 2, 0.5, 1].map((d, i) => Math.fround(Math.tanh((i ? d : 998) / 2))));
});
