/** Part A2 of the catalogue: logistic functions and tanh. */
import type { Algebra } from "../algebra.js";
import type { Absent, Leaf, Row } from "../row.js";

const any: Leaf = { from: -300, to: 300, around: 0 };
const label: Leaf = { from: 0, to: 1 };
/** 1/(1 + e^−x), as it is written by hand. */
const logistic = <T>(k: Algebra<T>, x: T): T => k.div(1, k.add(1, k.exp(k.neg(x))));

export const sigmoids: readonly Row[] = [
  { id: "S201", written: "1 / (1 + exp(−x))", of: logistic, leaves: [any], fails: [[-100], [-90]] },
  { id: "S201", written: "reciprocal(1 + exp(−x))", of: (k, x) => k.reciprocal(k.add(1, k.exp(k.neg(x)))), leaves: [any], fails: [[-100]] },
  { id: "S201", written: "(1 + exp(−x))^−1", of: (k, x) => k.pow(k.add(1, k.exp(k.neg(x))), -1), leaves: [any], fails: [[-100]] },
  { id: "S202", written: "exp(x) / (1 + exp(x))", of: (k, x) => k.div(k.exp(x), k.add(1, k.exp(x))), leaves: [any], fails: [[100]] },
  { id: "S203", written: "1 − sigmoid(x)", of: (k, x) => k.sub(1, k.sigmoid(x)), leaves: [any], fails: [[20], [10]] },
  { id: "S203", written: "1 − 1 / (1 + exp(−x))", of: (k, x) => k.sub(1, logistic(k, x)), leaves: [any], fails: [[20], [-100]] },
  { id: "S204", written: "3 / (1 + exp(x))", of: (k, x) => k.div(3, k.add(1, k.exp(x))), leaves: [any], fails: [[100]] },
  {
    id: "S204",
    written: "exp(x) / (exp(x) + exp(y))",
    of: (k, x, y) => k.div(k.exp(x), k.add(k.exp(x), k.exp(y))),
    leaves: [any, any],
    fails: [
      [100, 99],
      [-120, -121],
    ],
  },
  {
    id: "S204",
    written: "exp(x) / (1 + exp(x) + exp(y))",
    of: (k, x, y) => k.div(k.exp(x), k.add(k.add(1, k.exp(x)), k.exp(y))),
    leaves: [any, any],
    fails: [[100, 99]],
  },
  { id: "S205", written: "log(sigmoid(x))", of: (k, x) => k.log(k.sigmoid(x)), leaves: [any], fails: [[-110], [20]] },
  { id: "S205", written: "log(1 / (1 + exp(−x)))", of: (k, x) => k.log(logistic(k, x)), leaves: [any], fails: [[-100], [20]] },
  { id: "S206", written: "log(1 − sigmoid(x))", of: (k, x) => k.log(k.sub(1, k.sigmoid(x))), leaves: [any], fails: [[20], [-20]] },
  { id: "S206", written: "log(1 − 1 / (1 + exp(−x)))", of: (k, x) => k.log(k.sub(1, logistic(k, x))), leaves: [any], fails: [[20], [-100]] },
  { id: "S206", written: "log1p(−sigmoid(x))", of: (k, x) => k.log1p(k.neg(k.sigmoid(x))), leaves: [any], fails: [[20]] },
  {
    id: "S207",
    written: "log(sigmoid(x) / (1 − sigmoid(x)))",
    of: (k, x) => k.log(k.div(k.sigmoid(x), k.sub(1, k.sigmoid(x)))),
    leaves: [any],
    fails: [[20], [-110], [1e-6]],
  },
  {
    id: "S207",
    written: "log(sigmoid(x)) − log(1 − sigmoid(x))",
    of: (k, x) => k.sub(k.log(k.sigmoid(x)), k.log(k.sub(1, k.sigmoid(x)))),
    leaves: [any],
    fails: [[20], [-110]],
  },
  { id: "S208", written: "sigmoid(x) / (1 − sigmoid(x))", of: (k, x) => k.div(k.sigmoid(x), k.sub(1, k.sigmoid(x))), leaves: [any], fails: [[20]] },
  { id: "S208", written: "(1 − sigmoid(x)) / sigmoid(x)", of: (k, x) => k.div(k.sub(1, k.sigmoid(x)), k.sigmoid(x)), leaves: [any], fails: [[20]] },
  { id: "S209", written: "sigmoid(x) · (1 − sigmoid(x))", of: (k, x) => k.mul(k.sigmoid(x), k.sub(1, k.sigmoid(x))), leaves: [any], fails: [[20]] },
  {
    id: "S210",
    written: "log(sigmoid(x) · (1 − sigmoid(x)))",
    of: (k, x) => k.log(k.mul(k.sigmoid(x), k.sub(1, k.sigmoid(x)))),
    leaves: [any],
    fails: [[20], [-110]],
  },
  {
    id: "S210",
    written: "−x − 2 · log(1 + exp(−x))",
    of: (k, x) => k.sub(k.neg(x), k.mul(2, k.log(k.add(1, k.exp(k.neg(x)))))),
    leaves: [any],
    fails: [[-100]],
  },
  {
    id: "S210",
    written: "log(exp(−x) / (1 + exp(−x))²)",
    of: (k, x) => k.log(k.div(k.exp(k.neg(x)), k.square(k.add(1, k.exp(k.neg(x)))))),
    leaves: [any],
    fails: [[-100], [110]],
  },
  {
    id: "S211",
    written: "−(y · log(sigmoid(x)) + (1 − y) · log(1 − sigmoid(x)))",
    of: (k, x, y) => k.neg(k.add(k.mul(y, k.log(k.sigmoid(x))), k.mul(k.sub(1, y), k.log(k.sub(1, k.sigmoid(x)))))),
    leaves: [any, label],
    fails: [
      [20, 0],
      [-110, 1],
      [20, 1],
      [-110, 0.3],
    ],
  },
  {
    id: "S211",
    written: "−mean(y · log(p) + (1 − y) · log(1 − p)), p = 1 / (1 + exp(−x))",
    of: (k, x, y) => {
      const p = logistic(k, x);
      return k.neg(k.mean(k.add(k.mul(y, k.log(p)), k.mul(k.sub(1, y), k.log(k.sub(1, p))))));
    },
    leaves: [
      { ...any, shape: [3] },
      { ...label, shape: [3] },
    ],
    fails: [
      [
        [20, -100, 1],
        [0, 1, 1],
      ],
    ],
  },
  {
    id: "S212",
    written: "−(3 · y · log(sigmoid(x)) + (1 − y) · log(1 − sigmoid(x)))",
    of: (k, x, y) => k.neg(k.add(k.mul(k.mul(3, y), k.log(k.sigmoid(x))), k.mul(k.sub(1, y), k.log(k.sub(1, k.sigmoid(x)))))),
    leaves: [any, label],
    fails: [
      [20, 0],
      [-110, 1],
    ],
  },
  { id: "S213", written: "log(1e-10 + 1 − sigmoid(x))", of: (k, x) => k.log(k.sub(1e-10 + 1, k.sigmoid(x))), leaves: [any], fails: [[20], [50]] },
  { id: "S213", written: "log(1e-10 + (1 − sigmoid(x)))", of: (k, x) => k.log(k.add(1e-10, k.sub(1, k.sigmoid(x)))), leaves: [any], fails: [[20]] },
  { id: "S213", written: "log(1 − sigmoid(x) + 1e-10)", of: (k, x) => k.log(k.add(k.sub(1, k.sigmoid(x)), 1e-10)), leaves: [any], fails: [[20]] },
  {
    id: "S214",
    written: "log(clamp(sigmoid(x), 1e-9, 1 − 1e-9))",
    of: (k, x) => k.log(k.clamp(k.sigmoid(x), { min: 1e-9, max: 1 - 1e-9 })),
    leaves: [any],
    fails: [[20]],
  },
  {
    id: "S214",
    written: "log(1 − clamp(sigmoid(x), 1e-9, 1 − 1e-9))",
    of: (k, x) => k.log(k.sub(1, k.clamp(k.sigmoid(x), { min: 1e-9, max: 1 - 1e-9 }))),
    leaves: [any],
    fails: [[20], [30]],
  },
  {
    id: "S215",
    written: "log(sigmoid(a) − sigmoid(b))",
    of: (k, a, b) => k.log(k.sub(k.sigmoid(a), k.sigmoid(b))),
    leaves: [any, any],
    fails: [
      [21, 20],
      [-120, -121],
      [1e-5, 0],
    ],
    survives: [[1, 2]],
  },
  {
    id: "S216",
    written: "sigmoid(a) − sigmoid(b)",
    of: (k, a, b) => k.sub(k.sigmoid(a), k.sigmoid(b)),
    leaves: [any, any],
    fails: [
      [21, 20],
      [1e-5, 2e-5],
    ],
  },
  {
    id: "S217",
    written: "(1 − p)^0.5 · −log(p), p = sigmoid(x)",
    of: (k, x) => {
      const p = k.sigmoid(x);
      return k.mul(k.pow(k.sub(1, p), 0.5), k.neg(k.log(p)));
    },
    leaves: [any],
    fails: [[20], [-110]],
  },
  {
    id: "S217",
    written: "−(1 − p)² · log(p), p = sigmoid(x)",
    of: (k, x) => {
      const p = k.sigmoid(x);
      return k.neg(k.mul(k.pow(k.sub(1, p), 2), k.log(p)));
    },
    leaves: [any],
    fails: [[20], [-110]],
  },
  { id: "S218", written: "exp(−x) · sigmoid(x)", of: (k, x) => k.mul(k.exp(k.neg(x)), k.sigmoid(x)), leaves: [any], fails: [[-110]] },
  { id: "S219", written: "log(1 − sigmoid(x)²)", of: (k, x) => k.log(k.sub(1, k.square(k.sigmoid(x)))), leaves: [any], fails: [[20], [-10]] },
  {
    id: "S220",
    written: "1 − prod(1 − p)",
    of: (k, p) => k.sub(1, k.prod(k.sub(1, p))),
    leaves: [{ shape: [3], from: 1e-30, to: 1 - 2 ** -24, around: 0 }],
    fails: [[[1e-8, 2e-8, 1e-9]]],
  },
  {
    id: "S220",
    written: "1 − prod(1 − sigmoid(x))",
    of: (k, x) => k.sub(1, k.prod(k.sub(1, k.sigmoid(x)))),
    leaves: [{ ...any, shape: [3] }],
    fails: [[[-20, -21, -25]]],
  },
  {
    id: "S221",
    written: "log(1 − prod(1 − sigmoid(x)))",
    of: (k, x) => k.log(k.sub(1, k.prod(k.sub(1, k.sigmoid(x))))),
    leaves: [{ ...any, shape: [3] }],
    fails: [[[-20, -21, -25]], [[20, 3, 2]]],
  },
  {
    id: "S222",
    written: "(exp(x) − exp(−x)) / (exp(x) + exp(−x))",
    of: (k, x) => {
      const [e, f] = [k.exp(x), k.exp(k.neg(x))];
      return k.div(k.sub(e, f), k.add(e, f));
    },
    leaves: [any],
    fails: [[100], [1e-5]],
  },
  {
    id: "S222",
    written: "(exp(2x) − 1) / (exp(2x) + 1)",
    of: (k, x) => {
      const e = k.exp(k.mul(2, x));
      return k.div(k.sub(e, 1), k.add(e, 1));
    },
    leaves: [any],
    fails: [[50], [1e-5]],
  },
  { id: "S222", written: "1 − 2 / (exp(2x) + 1)", of: (k, x) => k.sub(1, k.div(2, k.add(k.exp(k.mul(2, x)), 1))), leaves: [any], fails: [[1e-5]] },
  { id: "S222", written: "2 · sigmoid(2x) − 1", of: (k, x) => k.sub(k.mul(2, k.sigmoid(k.mul(2, x))), 1), leaves: [any], fails: [[1e-5]] },
  { id: "S223", written: "1 − tanh(x)²", of: (k, x) => k.sub(1, k.square(k.tanh(x))), leaves: [any], fails: [[8], [12]] },
  { id: "S223", written: "tanh(x), whose derivative is 1 − y²", of: (k, x) => k.tanh(x), leaves: [any], fails: [] },
  {
    id: "S224",
    written: "y · (1 − y), y = 1 / (1 + exp(−x))",
    of: (k, x) => {
      const y = logistic(k, x);
      return k.mul(y, k.sub(1, y));
    },
    leaves: [any],
    fails: [[17], [-100]],
  },
  { id: "S225", written: "log(1 − tanh(x)²)", of: (k, x) => k.log(k.sub(1, k.square(k.tanh(x)))), leaves: [any], fails: [[8], [12], [1e-4]] },
  {
    id: "S226",
    written: "log(1 − a · a), a = tanh(u)",
    of: (k, u) => {
      const a = k.tanh(u);
      return k.log(k.sub(1, k.mul(a, a)));
    },
    leaves: [any],
    fails: [[8], [12]],
  },
  {
    id: "S226",
    written: "log(1 − a²), a given",
    of: (k, a) => k.log(k.sub(1, k.square(a))),
    leaves: [{ from: -1 + 2 ** -24, to: 1 - 2 ** -24, around: 0 }],
    fails: [[1e-4], [1e-8]],
  },
  { id: "S227", written: "atanh(tanh(x))", of: (k, x) => k.atanh(k.tanh(x)), leaves: [any], fails: [[8], [12]] },
  { id: "S228", written: "log(cosh(x))", of: (k, x) => k.log(k.cosh(x)), leaves: [any], fails: [[100], [1e-4]] },
  {
    id: "S228",
    written: "log((exp(x) + exp(−x)) / 2)",
    of: (k, x) => k.log(k.div(k.add(k.exp(x), k.exp(k.neg(x))), 2)),
    leaves: [any],
    fails: [[100], [1e-4]],
  },
  {
    id: "S229",
    written: "log(sinh(x))",
    of: (k, x) => k.log(k.sinh(x)),
    leaves: [{ from: 1e-30, to: 300, around: 0 }],
    fails: [[100]],
    survives: [[-1]],
  },
  {
    id: "S229",
    written: "log((exp(x) − exp(−x)) / 2)",
    of: (k, x) => k.log(k.div(k.sub(k.exp(x), k.exp(k.neg(x))), 2)),
    leaves: [{ from: 1e-30, to: 300, around: 0 }],
    fails: [[100], [1e-4]],
  },
  {
    id: "S230",
    written: "log(p / (1 − p))",
    of: (k, p) => k.log(k.div(p, k.sub(1, p))),
    leaves: [{ from: 1e-30, to: 1 - 2 ** -24, around: 0.5 }],
    fails: [],
  },
  {
    id: "S230",
    written: "log(p) − log(1 − p)",
    of: (k, p) => k.sub(k.log(p), k.log(k.sub(1, p))),
    leaves: [{ from: 1e-30, to: 1 - 2 ** -24, around: 0.5 }],
    fails: [],
  },
  {
    id: "S231",
    written: "sigmoid(z) · cumprod(1 − sigmoid(z))",
    of: (k, z) => k.mul(k.narrow(k.sigmoid(z), 0, 1, 2), k.narrow(k.cumprod(k.sub(1, k.sigmoid(z)), 0), 0, 0, 2)),
    leaves: [{ ...any, shape: [3] }],
    fails: [[[20, 21, 1]]],
  },
  {
    id: "S231",
    written: "log(sigmoid(z[2]) · (1 − sigmoid(z[0])) · (1 − sigmoid(z[1])))",
    of: (k, z) => {
      const v = k.sigmoid(z);
      return k.log(k.mul(k.select(v, 0, 2), k.mul(k.sub(1, k.select(v, 0, 0)), k.sub(1, k.select(v, 0, 1)))));
    },
    leaves: [{ ...any, shape: [3] }],
    fails: [[[20, 21, 1]]],
  },
  {
    id: "S232",
    written: "sigmoid(c[1] − η) − sigmoid(c[0] − η)",
    of: (k, c, eta) => k.sub(k.sigmoid(k.sub(k.select(c, 0, 1), eta)), k.sigmoid(k.sub(k.select(c, 0, 0), eta))),
    leaves: [{ ...any, shape: [2] }, any],
    fails: [[[20, 21], 1]],
  },
  {
    id: "S232",
    written: "log(sigmoid(c[1] − η) − sigmoid(c[0] − η))",
    of: (k, c, eta) => k.log(k.sub(k.sigmoid(k.sub(k.select(c, 0, 1), eta)), k.sigmoid(k.sub(k.select(c, 0, 0), eta)))),
    leaves: [{ ...any, shape: [2] }, any],
    fails: [[[20, 21], 1]],
  },
  {
    id: "S233",
    written: "log(1 + exp(−y · x))",
    of: (k, x, y) => k.log(k.add(1, k.exp(k.neg(k.mul(y, x))))),
    leaves: [any, { from: -1, to: 1 }],
    fails: [
      [-100, 1],
      [20, 1],
    ],
  },
  { id: "S234", written: "x · sigmoid(x)", of: (k, x) => k.mul(x, k.sigmoid(x)), leaves: [any], fails: [] },
  { id: "S234", written: "x / (1 + exp(−x))", of: (k, x) => k.div(x, k.add(1, k.exp(k.neg(x)))), leaves: [any], fails: [[-90], [-60]] },
  {
    id: "S235",
    written: "x · tanh(log(1 + exp(x)))",
    of: (k, x) => k.mul(x, k.tanh(k.log(k.add(1, k.exp(x))))),
    leaves: [any],
    fails: [[-20]],
  },
  {
    id: "S236",
    written: "0.5 · x · (1 + erf(x / √2))",
    of: (k, x) => k.mul(k.mul(0.5, x), k.add(1, k.erf(k.div(x, Math.SQRT2)))),
    leaves: [{ from: -13, to: 300, around: 0 }],
    fails: [[-5], [-8]],
  },
  {
    id: "S236",
    written: "0.5 · x · (1 + erf(x · √½))",
    of: (k, x) => k.mul(k.mul(0.5, x), k.add(1, k.erf(k.mul(x, Math.SQRT1_2)))),
    leaves: [{ from: -13, to: 300, around: 0 }],
    fails: [[-5], [-8]],
  },
  { id: "S237", written: "where(x > 0, x, exp(x) − 1)", of: (k, x) => k.where(k.gt(x, 0), x, k.sub(k.exp(x), 1)), leaves: [any], fails: [[-1e-5]] },
  {
    id: "S237",
    written: "(x > 0) · x + (x ≤ 0) · (exp(x) − 1)",
    of: (k, x) => k.add(k.mul(k.where(k.gt(x, 0), 1, 0), x), k.mul(k.where(k.le(x, 0), 1, 0), k.sub(k.exp(x), 1))),
    leaves: [any],
    fails: [[100], [-1e-5]],
  },
];
export const absentSigmoids: readonly Absent[] = [];
