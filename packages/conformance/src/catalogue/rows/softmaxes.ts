/** Part A3 of the catalogue: softmax and what is built on it. */
import type { Algebra } from "../algebra.js";
import type { Absent, Leaf, Row } from "../row.js";

const logits = (...shape: number[]): Leaf => ({ shape, from: -300, to: 300, around: 0 });
const any: Leaf = { from: -300, to: 300, around: 0 };
/** e^x/Σe^x, as it is written by hand. */
const shares = <T>(k: Algebra<T>, x: T): T => k.div(k.exp(x), k.sum(k.exp(x)));
const softmax = <T>(k: Algebra<T>, x: T): T => k.softmax(x, 0);
const first = <T>(k: Algebra<T>, x: T): T => k.select(x, 0, 0);
const second = <T>(k: Algebra<T>, x: T): T => k.select(x, 0, 1);
const WIDE = [100, 99, 0, -100];
const FAR = [-120, -121, -120, -130];
const GAP = [0, 110, 3];

export const softmaxes: readonly Row[] = [
  { id: "M301", written: "exp(x) / sum(exp(x))", of: shares, leaves: [logits(4)], fails: [[WIDE], [FAR]] },
  {
    id: "M301",
    written: "exp(x) / sum(exp(x), 1, keepdim) of a matrix",
    of: (k, x) => k.div(k.exp(x), k.sum(k.exp(x), 1, { keepdim: true })),
    leaves: [logits(2, 3)],
    fails: [[[100, 99, 0, -120, -121, -122]]],
  },
  { id: "M301", written: "softmax(x)", of: softmax, leaves: [logits(4)], fails: [] },
  { id: "M302", written: "log(softmax(x))", of: (k, x) => k.log(softmax(k, x)), leaves: [logits(3)], fails: [[GAP], [[20, 0, 0]]] },
  { id: "M302", written: "log(exp(x) / sum(exp(x)))", of: (k, x) => k.log(shares(k, x)), leaves: [logits(4)], fails: [[WIDE], [FAR]] },
  {
    id: "M303",
    written: "x − logsumexp(x)",
    of: (k, x) => k.sub(x, k.logsumexp(x)),
    leaves: [{ shape: [3], from: -1e10, to: 1e10, around: 0 }],
    fails: [[[20, 0, 0]]],
  },
  { id: "M303", written: "x − log(sum(exp(x)))", of: (k, x) => k.sub(x, k.log(k.sum(k.exp(x)))), leaves: [logits(4)], fails: [[WIDE]] },
  {
    id: "M304",
    written: "log(softmax(x)[1])",
    of: (k, x) => k.log(second(k, softmax(k, x))),
    leaves: [logits(3)],
    fails: [[[110, 0, 3]], [[0, 20, 1]]],
  },
  { id: "M304", written: "log(softmax(x)[0:2])", of: (k, x) => k.log(k.narrow(softmax(k, x), 0, 0, 2)), leaves: [logits(3)], fails: [[[110, 0, 3]]] },
  {
    id: "M304",
    written: "−log(indexSelect(softmax(x), [2, 0]))",
    of: (k, x) => k.neg(k.log(k.indexSelect(softmax(k, x), 0, [2, 0]))),
    leaves: [logits(3)],
    fails: [[[110, 0, 3]], [GAP]],
  },
  {
    id: "M305",
    written: "log(reshape(permute(softmax(x, 1))))",
    of: (k, x) => k.log(k.reshape(k.permute(k.softmax(x, 1), [1, 0]), [4])),
    leaves: [logits(2, 2)],
    fails: [[[110, 0, 3, 1]]],
  },
  {
    id: "M305",
    written: "log(stack(softmax(x), softmax(y)))",
    of: (k, x, y) => k.log(k.stack([softmax(k, x), softmax(k, y)])),
    leaves: [logits(2), logits(2)],
    fails: [
      [
        [110, 0],
        [3, 1],
      ],
    ],
  },
  {
    id: "M305",
    written: "log(pad(softmax(x), 1, value 1))",
    of: (k, x) => k.log(k.pad(softmax(k, x), [1, 1], { value: 1 })),
    leaves: [logits(3)],
    fails: [[GAP]],
  },
  {
    id: "M306",
    written: "log(cat(softmax(a), softmax(b)))",
    of: (k, a, b) => k.log(k.cat([softmax(k, a), softmax(k, b)])),
    leaves: [logits(3), logits(2)],
    fails: [[GAP, [3, 1]]],
  },
  {
    id: "M307",
    written: "log(cat(s · softmax(a), (1 − s) · softmax(b))), s = sigmoid(γ)",
    of: (k, t, a, b) => {
      const s = k.sigmoid(t);
      return k.log(k.cat([k.mul(s, softmax(k, a)), k.mul(k.sub(1, s), softmax(k, b))]));
    },
    leaves: [any, logits(3), logits(2)],
    fails: [
      [20, [1, 2, 3], [3, 1]],
      [-110, [1, 2, 3], [3, 1]],
      [0, GAP, [3, 1]],
    ],
  },
  {
    id: "M307",
    written: "logSoftmax of log(cat(s · softmax(a), (1 − s) · softmax(b)))",
    of: (k, t, a, b) => {
      const s = k.sigmoid(t);
      return k.logSoftmax(k.log(k.cat([k.mul(s, softmax(k, a)), k.mul(k.sub(1, s), softmax(k, b))])), 0);
    },
    leaves: [any, logits(3), logits(2)],
    fails: [[20, [1, 2, 3], [3, 1]]],
  },
  {
    id: "M308",
    written: "log(w · softmax(x))",
    of: (k, w, x) => k.log(k.mul(w, softmax(k, x))),
    leaves: [{ shape: [3], from: 1e-30, to: 1e30, around: 0 }, logits(3)],
    fails: [[[1, 2, 3], GAP]],
  },
  { id: "M308", written: "log(softmax(x) / 7)", of: (k, x) => k.log(k.div(softmax(k, x), 7)), leaves: [logits(3)], fails: [[GAP]] },
  { id: "M309", written: "1 − softmax(x)", of: (k, x) => k.sub(1, softmax(k, x)), leaves: [logits(3)], fails: [[[20, 0, 1]]] },
  { id: "M309", written: "1 − softmax(x)[0]", of: (k, x) => k.sub(1, first(k, softmax(k, x))), leaves: [logits(3)], fails: [[[20, 0, 1]]] },
  {
    id: "M309",
    written: "1 − (softmax(x)[0] + softmax(x)[1])",
    of: (k, x) => {
      const p = softmax(k, x);
      return k.sub(1, k.add(first(k, p), second(k, p)));
    },
    leaves: [logits(4)],
    fails: [[[20, 21, 0, 1]], [[21, 20, -12, -3]]],
  },
  {
    id: "M310",
    written: "log(1 − softmax(x))",
    of: (k, x) => k.log(k.sub(1, softmax(k, x))),
    leaves: [logits(3)],
    fails: [[[20, 0, 1]], [[-20, 3, 1]]],
  },
  {
    id: "M310",
    written: "log(1 − softmax(x)[0])",
    of: (k, x) => k.log(k.sub(1, first(k, softmax(k, x)))),
    leaves: [logits(3)],
    fails: [[[20, 0, 1]]],
  },
  {
    id: "M310",
    written: "log(1 − softmax(x)[0] − softmax(x)[1])",
    of: (k, x) => {
      const p = softmax(k, x);
      return k.log(k.sub(k.sub(1, first(k, p)), second(k, p)));
    },
    leaves: [logits(4)],
    fails: [[[20, 21, 0, 1]], [[-20, -21, 0, 1]]],
  },
  {
    id: "M310",
    written: "log(1 − sum(softmax(x)[0:2]))",
    of: (k, x) => k.log(k.sub(1, k.sum(k.narrow(softmax(k, x), 0, 0, 2)))),
    leaves: [logits(4)],
    fails: [[[20, 21, 0, 1]]],
  },
  {
    id: "M311",
    written: "log(sum(softmax(x)[0:2]))",
    of: (k, x) => k.log(k.sum(k.narrow(softmax(k, x), 0, 0, 2))),
    leaves: [logits(4)],
    fails: [[[0, 1, 110, 3]], [[20, 21, 0, 1]]],
  },
  {
    id: "M312",
    written: "softmax(x)[0] / softmax(x)[1]",
    of: (k, x) => {
      const p = softmax(k, x);
      return k.div(first(k, p), second(k, p));
    },
    leaves: [logits(3)],
    fails: [[[0, 1, 110]]],
  },
  {
    id: "M312",
    written: "log(softmax(x)[0] / softmax(x)[1])",
    of: (k, x) => {
      const p = softmax(k, x);
      return k.log(k.div(first(k, p), second(k, p)));
    },
    leaves: [logits(3)],
    fails: [[[0, 1, 110]]],
  },
  { id: "M313", written: "log(prod(softmax(x)))", of: (k, x) => k.log(k.prod(softmax(k, x))), leaves: [logits(3)], fails: [[[0, 60, 3]]] },
  {
    id: "M314",
    written: "log(p / (1 − p)), p = softmax(x)[0]",
    of: (k, x) => {
      const p = first(k, softmax(k, x));
      return k.log(k.div(p, k.sub(1, p)));
    },
    leaves: [logits(3)],
    fails: [[[20, 0, 1]], [[0, 110, 1]]],
  },
  {
    id: "M314",
    written: "log(p) − log(1 − p), p = softmax(x)",
    of: (k, x) => {
      const p = softmax(k, x);
      return k.sub(k.log(p), k.log(k.sub(1, p)));
    },
    leaves: [logits(3)],
    fails: [[[20, 0, 1]]],
  },
  {
    id: "M315",
    written: "log(sum(softmax(w) · softmax(x, 1), 0))",
    of: (k, w, x) => k.log(k.sum(k.mul(k.unsqueeze(softmax(k, w), 1), k.softmax(x, 1)), 0)),
    leaves: [logits(2), logits(2, 3)],
    fails: [
      [
        [1, 2],
        [0, 110, 3, 1, 120, 4],
      ],
    ],
  },
  {
    id: "M315",
    written: "log(matmul(softmax(w), softmax(x, 1)))",
    of: (k, w, x) => k.log(k.matmul(softmax(k, w), k.softmax(x, 1))),
    leaves: [logits(2), logits(2, 3)],
    fails: [
      [
        [1, 2],
        [0, 110, 3, 1, 120, 4],
      ],
    ],
  },
  {
    id: "M316",
    written: "−sum(y · log(softmax(x))), y one-hot",
    of: (k, x) => k.neg(k.sum(k.mul([0, 1, 0], k.log(softmax(k, x))))),
    leaves: [logits(3)],
    fails: [[[110, 0, 3]], [[0, 20, -110]]],
  },
  { id: "M316", written: "−log(softmax(x)[1])", of: (k, x) => k.neg(k.log(second(k, softmax(k, x)))), leaves: [logits(3)], fails: [[[110, 0, 3]]] },
  {
    id: "M317",
    written: "−sum(y · log(softmax(x)))",
    of: (k, x, y) => k.neg(k.sum(k.mul(y, k.log(softmax(k, x))))),
    leaves: [logits(3), { shape: [3], from: 0, to: 1 }],
    fails: [
      [
        [110, 0, 3],
        [0.1, 0.8, 0.1],
      ],
    ],
  },
  {
    id: "M317",
    written: "−sum((0.9 · y + 0.1 / 3) · log(softmax(x)))",
    of: (k, x, y) => k.neg(k.sum(k.mul(k.add(k.mul(0.9, y), 0.1 / 3), k.log(softmax(k, x))))),
    leaves: [logits(3), { shape: [3], from: 0, to: 1 }],
    fails: [
      [
        [110, 0, 3],
        [0, 1, 0],
      ],
    ],
  },
  {
    id: "M318",
    written: "−sum(p · log(p)), p = softmax(x)",
    of: (k, x) => {
      const p = softmax(k, x);
      return k.neg(k.sum(k.mul(p, k.log(p))));
    },
    leaves: [logits(3)],
    fails: [[GAP], [[20, 0, 1]]],
  },
  {
    id: "M319",
    written: "sum(p · (log(p) − log(q))), p = softmax(a), q = softmax(b)",
    of: (k, a, b) => {
      const [p, q] = [softmax(k, a), softmax(k, b)];
      return k.sum(k.mul(p, k.sub(k.log(p), k.log(q))));
    },
    leaves: [logits(3), logits(3)],
    fails: [
      [GAP, [1, 2, 3]],
      [[1, 2, 3], GAP],
    ],
  },
  {
    id: "M319",
    written: "sum(p · log(p / q)), p = softmax(a), q = softmax(b)",
    of: (k, a, b) => {
      const [p, q] = [softmax(k, a), softmax(k, b)];
      return k.sum(k.mul(p, k.log(k.div(p, q))));
    },
    leaves: [logits(3), logits(3)],
    fails: [
      [GAP, [1, 2, 3]],
      [[1, 2, 3], GAP],
    ],
  },
  {
    id: "M320",
    written: "(KL(p‖m) + KL(q‖m)) / 2, m = (p + q) / 2",
    of: (k, a, b) => {
      const [p, q] = [softmax(k, a), softmax(k, b)],
        m = k.div(k.add(p, q), 2);
      return k.div(k.add(k.sum(k.mul(p, k.log(k.div(p, m)))), k.sum(k.mul(q, k.log(k.div(q, m))))), 2);
    },
    leaves: [logits(3), logits(3)],
    fails: [[GAP, [1, 2, 300]]],
  },
  {
    id: "M321",
    written: "exp(−log(softmax(x)[0]))",
    of: (k, x) => k.exp(k.neg(k.log(first(k, softmax(k, x))))),
    leaves: [logits(3)],
    fails: [[[0, 88, 87]]],
  },
  {
    id: "M322",
    written: "softmax(x / τ)",
    of: (k, x, tau) => k.softmax(k.div(x, tau), 0),
    leaves: [logits(3), { from: 1e-3, to: 10, around: 0 }],
    fails: [],
  },
  {
    id: "M322",
    written: "softmax(x / τ), τ tiny",
    of: (k, x, tau) => k.softmax(k.div(x, tau), 0),
    leaves: [logits(3), { from: 1e-38, to: 1e-36, around: 0 }],
    fails: [[[100, 99, 98], 1e-38]],
  },
  {
    id: "M323",
    written: "softmax(x + mask), all masked",
    of: (k, x) => k.softmax(k.add(x, [-Infinity, -Infinity, -Infinity]), 0),
    leaves: [logits(3)],
    fails: [],
  },
  {
    id: "M323",
    written: "exp(z) / sum(exp(z)), z = where(mask, x, −∞)",
    of: (k, x) => {
      const e = k.exp(k.add(x, [0, -Infinity, 0]));
      return k.div(e, k.sum(e));
    },
    leaves: [logits(3)],
    fails: [[[100, 1, 99]]],
  },
  {
    id: "M324",
    written: "log(softmax(x + [0, −1e9, 0])[0])",
    of: (k, x) => k.log(first(k, k.softmax(k.add(x, [0, -1e9, 0]), 0))),
    leaves: [logits(3)],
    fails: [[[0, 1, 110]]],
  },
  { id: "M327", written: "logSoftmax(logSoftmax(x))", of: (k, x) => k.logSoftmax(k.logSoftmax(x, 0), 0), leaves: [logits(3)], fails: [] },
  {
    id: "M327",
    written: "softmax(log(p))",
    of: (k, p) => k.softmax(k.log(p), 0),
    leaves: [{ shape: [3], from: 1e-30, to: 1, around: 0 }],
    fails: [],
  },
  {
    id: "M328",
    written: "sum(exp(l) · x) / sum(exp(l))",
    of: (k, l, x) => k.div(k.sum(k.mul(k.exp(l), x)), k.sum(k.exp(l))),
    leaves: [logits(3), { shape: [3], from: -10, to: 10 }],
    fails: [
      [
        [100, 99, 98],
        [1, 2, 3],
      ],
      [
        [-120, -121, -122],
        [1, 2, 3],
      ],
    ],
  },
  {
    id: "M329",
    written: "−log(exp(s[0] / τ) / sum(exp(s / τ)))",
    of: (k, s, tau) => {
      const e = k.exp(k.div(s, tau));
      return k.neg(k.log(k.div(first(k, e), k.sum(e))));
    },
    leaves: [
      { shape: [3], from: -1, to: 1 },
      { from: 0.005, to: 1, around: 0 },
    ],
    fails: [[[0.9, 0.8, -1], 0.005]],
  },
  {
    id: "M330",
    written: "sum(w)² / sum(w²), w = exp(l)",
    of: (k, l) => {
      const w = k.exp(l);
      return k.div(k.square(k.sum(w)), k.sum(k.square(w)));
    },
    leaves: [logits(3)],
    fails: [[[50, 49, 48]], [[-60, -61, -62]]],
  },
  {
    id: "M331",
    written: "log(prod(α / y^(τ + 1)) / sum(α / y^τ)³)",
    of: (k, a, y) => k.log(k.div(k.prod(k.div(a, k.pow(y, 1.5))), k.pow(k.sum(k.div(a, k.pow(y, 0.5))), 3))),
    leaves: [
      { shape: [3], from: 1e-10, to: 1e10, around: 0 },
      { shape: [3], from: 1e-10, to: 1, around: 0 },
    ],
    fails: [
      [
        [1e10, 1e10, 1e9],
        [1e-10, 1e-9, 1e-9],
      ],
    ],
  },
  { id: "M332", written: "log(cumsum(exp(x)))", of: (k, x) => k.log(k.cumsum(k.exp(x), 0)), leaves: [logits(4)], fails: [[WIDE], [FAR]] },
  {
    id: "M333",
    written: "log(matmul(A, exp(x)))",
    of: (k, a, x) => k.log(k.matmul(a, k.exp(x))),
    leaves: [{ shape: [2, 3], from: 1e-5, to: 10, around: 0 }, logits(3)],
    fails: [
      [
        [1, 2, 3, 4, 5, 6],
        [100, 99, 98],
      ],
      [
        [1, 2, 3, 4, 5, 6],
        [-120, -121, -122],
      ],
    ],
  },
  {
    id: "M334",
    written: "log(matmul(exp(α), T)), T = softmax(t, 1)",
    of: (k, alpha, t) => k.log(k.matmul(k.exp(alpha), k.softmax(t, 1))),
    leaves: [logits(2), logits(2, 2)],
    fails: [
      [
        [-120, -121],
        [1, 2, 3, 4],
      ],
      [
        [1, 2],
        [0, 110, 0, 120],
      ],
    ],
  },
  {
    id: "M336",
    written: "sum(x · p), p = softmax(x + [0, −∞, 0])",
    of: (k, x) => k.sum(k.mul(k.add(x, [0, -1e9, 0]), k.softmax(k.add(x, [0, -1e9, 0]), 0))),
    leaves: [logits(3)],
    fails: [],
  },
  {
    id: "M336",
    written: "−sum(p · log(p)), p = softmax(x + [0, −∞, 0])",
    of: (k, x) => {
      const p = k.softmax(k.add(x, [0, -Infinity, 0]), 0);
      return k.neg(k.sum(k.mul(p, k.log(p))));
    },
    means: (k, x) => {
      const p = softmax(k, k.indexSelect(x, 0, [0, 2]));
      return k.neg(k.sum(k.mul(p, k.log(p))));
    },
    leaves: [logits(3)],
    fails: [[[1, 2, 3]]],
  },
];
export const absentSoftmaxes: readonly Absent[] = [
  { id: "M325", reason: "about 16-bit types, which evenkeel computes in float32" },
  { id: "M326", reason: "about how a kernel merges blocks, not an expression" },
  { id: "M335", reason: "a policy: the ratio is what it is, and where it is clipped is for its user to say" },
];
