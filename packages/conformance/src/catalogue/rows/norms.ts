/** A4: norms, variance, cancellation, trigonometry. */
import type { Algebra } from "../algebra.js";
import type { Absent, Row } from "../row.js";
import { even, sized, spellings } from "./spellings.js";

const length = <T>(k: Algebra<T>, x: T): T => k.sqrt(k.sum(k.square(x)));
/** E[x²] − E[x]² */
const onePass = <T>(k: Algebra<T>, x: T): T => k.sub(k.mean(k.square(x)), k.square(k.mean(x)));
/** ‖a‖² + ‖b‖² − 2a·b */
const expanded = <T>(k: Algebra<T>, a: T, b: T): T => k.sub(k.add(k.sum(k.square(a)), k.sum(k.square(b))), k.mul(2, k.dot(a, b)));
const cosine = <T>(k: Algebra<T>, a: T, b: T): T => k.div(k.dot(a, b), k.mul(length(k, a), length(k, b)));
/** As the mean of its products less the product of its means. */
const covariance = <T>(k: Algebra<T>, x: T, y: T): T => k.sub(k.mean(k.mul(x, y)), k.mul(k.mean(x), k.mean(y)));
const root = <T>(k: Algebra<T>, a: T, b: T, c: T): T => k.div(k.add(k.neg(b), k.sqrt(k.sub(k.square(b), k.mul(4, k.mul(a, c))))), k.mul(2, a));
const haversine = <T>(k: Algebra<T>, a: T, b: T, across: T): T =>
  k.add(k.square(k.sin(k.div(k.sub(b, a), 2))), k.mul(k.mul(k.cos(a), k.cos(b)), k.square(k.sin(k.div(across, 2)))));

/** Twelve values near 1e4, and near 1000. */
const TEN_THOUSAND = [9999.9, 10000.1, 10000.05, 9999.95, 10000.02, 9999.97, 10000.15, 9999.85, 10000, 10000.08, 9999.93, 10000.01];
const THOUSAND = [999.9, 1000.1, 1000.05, 999.95, 1000.02, 999.97, 1000.15, 999.85, 1000, 1000.08, 999.93, 1000.01];
const six = (x: readonly number[]): number[] => x.slice(0, 6);
const BESIDE = [1000.1, 999.95, 1000.02, 999.97];

export const norms: readonly Row[] = [
  ...spellings("N401", [sized(-1e38, 1e38, [5])], [[[3e19, 4e19, 0, 0, 0]], [[3e-24, 4e-24, 1e-24, 0, 0]]], {
    "√Σx²": length,
    "√Σx·x": (k, x) => k.sqrt(k.sum(k.mul(x, x))),
    "(Σx²)^½": (k, x) => k.pow(k.sum(k.pow(x, 2)), 0.5),
    "√(x·x)": (k, x) => k.sqrt(k.dot(x, x)),
    "√(Σx²) in parts": (k, x) => k.sqrt(k.add(k.sum(k.square(k.narrow(x, 0, 0, 2))), k.sum(k.square(k.narrow(x, 0, 2, 3))))),
  }),
  ...spellings("N401", [sized(-1e38, 1e38, [2, 3])], [[[3e19, 4e19, 0, 1, 2, 3]], [[3e-24, 4e-24, 1e-24, 1e-25, 2e-24, 3e-24]]], {
    "√Σx² of rows": (k, x) => k.sqrt(k.sum(k.square(x), 1)),
    "√mean x² of columns": (k, x) => k.sqrt(k.mean(k.square(k.permute(x, [1, 0])), 1, { keepdim: true })),
  }),
  ...spellings("N402", [sized(-10, 10, [3])], [[[0, 0, 0]]], { "√Σx² at 0": length }),
  ...spellings("N403", [sized(-1e37, 1e37, [4])], [[[3e19, 4e19, 1e19, 2e19]], [[3e-24, 4e-24, 1e-24, 2e-24]]], {
    "x/√Σx²": (k, x) => k.div(x, length(k, x)),
    "x·(Σx²)^−½": (k, x) => k.mul(x, k.rsqrt(k.sum(k.mul(x, x)))),
  }),
  ...spellings("N403", [sized(-1e37, 1e37, [2, 3])], [[[3e19, 4e19, 1e19, 1, 2, 3]], [[3e-24, 4e-24, 1e-24, 1, 2, 3]]], {
    "x/√Σx² of rows": (k, x) => k.div(x, k.sqrt(k.sum(k.square(x), 1, { keepdim: true }))),
  }),
  ...spellings("N404", [sized(-1e38, 1e38)], [[1e20], [-1e20], [1e-30]], {
    "√(x²)": (k, x) => k.sqrt(k.square(x)),
    "√(x·x)": (k, x) => k.sqrt(k.mul(x, x)),
    "(x²)^½": (k, x) => k.pow(k.pow(x, 2), 0.5),
  }),
  ...spellings("N405", [even(0, 1), sized(0, 10)], { fails: [], holds: [[0, 0]] }, { "m·√x": (k, m, x) => k.mul(m, k.sqrt(x)) }),
  ...[
    ["near 10,000", even(9999, 10001, [12]), TEN_THOUSAND] as const,
    ["near 1,000", even(999.5, 1000.5, [12]), THOUSAND] as const,
    ["from 900 to 1,100", { shape: [12], from: 900, to: 1100, around: 1000 }, THOUSAND] as const,
  ].flatMap(([where, leaf, point]) =>
    spellings("N406", [leaf], [[point]], {
      "E[x²] − E[x]²": onePass,
      "E[x·x] − E[x]·E[x]": (k, x) => k.sub(k.mean(k.mul(x, x)), k.mul(k.mean(x), k.mean(x))),
      "Σx²/n − (Σx/n)²": (k, x) => k.sub(k.div(k.sum(k.square(x)), 12), k.square(k.div(k.sum(x), 12))),
      "(Σx² − (Σx)²/n)/(n − 1)": (k, x) => k.div(k.sub(k.sum(k.square(x)), k.div(k.square(k.sum(x)), 12)), 11),
      "√(E[x²] − E[x]²)": (k, x) => k.sqrt(onePass(k, x)),
      "E[x²] − E[x]² of rows": (k, x) => {
        const rows = k.reshape(x, [2, 6]);
        return k.sub(k.mean(k.square(rows), 1), k.square(k.mean(rows, 1)));
      },
    }).map((row) => ({ ...row, written: `${row.written}, ${where}` })),
  ),
  ...spellings("N407", [even(-5, 5, [4])], [[[3, 3, 3, 3]]], {
    "√mean((x − E[x])²)": (k, x) => k.sqrt(k.mean(k.square(k.sub(x, k.mean(x))))),
  }),
  ...spellings("N408", [even(999.5, 1000.5, [2, 6])], [[THOUSAND]], {
    "(x − E[x])/√(E[x²] − E[x]² + ε)": (k, x) => {
      const mean = k.mean(x, 1, { keepdim: true }),
        spread = k.sub(k.mean(k.square(x), 1, { keepdim: true }), k.square(mean));
      return k.div(k.sub(x, mean), k.sqrt(k.add(spread, 1e-5)));
    },
    "(x − E[x])·(E[x²] − E[x]² + ε)^−½": (k, x) => {
      const mean = k.mean(x, 1, { keepdim: true }),
        spread = k.sub(k.mean(k.mul(x, x), 1, { keepdim: true }), k.mul(mean, mean));
      return k.mul(k.sub(x, mean), k.rsqrt(k.add(spread, 1e-5)));
    },
  }),
  ...spellings("N409", [even(999.5, 1000.5, [6]), even(999.5, 1000.5, [6])], [[six(THOUSAND), THOUSAND.slice(6)]], {
    "E[xy] − E[x]E[y]": covariance,
    "(n·Σxy − Σx·Σy)/n²": (k, x, y) => k.div(k.sub(k.mul(6, k.dot(x, y)), k.mul(k.sum(x), k.sum(y))), 36),
    "correlation by E[xy] − E[x]E[y]": (k, x, y) => k.div(covariance(k, x, y), k.sqrt(k.mul(onePass(k, x), onePass(k, y)))),
  }),
  ...spellings(
    "N412",
    [sized(-1e30, 1e30, [4]), sized(-1e30, 1e30, [4])],
    [
      [
        [1e20, 2e20, -1e20, 3e20],
        [2e20, 1e20, 1e20, 3e20],
      ],
      [
        [1e-25, 2e-25, -1e-25, 3e-25],
        [2e-25, 1e-25, 1e-25, 3e-25],
      ],
    ],
    {
      "a·b/(‖a‖‖b‖)": cosine,
      "Σab/√(Σa²·Σb²)": (k, a, b) => k.div(k.sum(k.mul(a, b)), k.sqrt(k.mul(k.sum(k.square(a)), k.sum(k.square(b))))),
      "(a/‖a‖)·(b/‖b‖)": (k, a, b) => k.sum(k.mul(k.div(a, length(k, a)), k.div(b, length(k, b)))),
    },
  ),
  ...spellings(
    "N413",
    [even(0.9, 1.1, [3]), even(0.9, 1.1, [3])],
    [
      [
        [1, 1.01, 0.99],
        [1, 1.0101, 0.9901],
      ],
    ],
    {
      "acos(a·b/(‖a‖‖b‖))": (k, a, b) => k.acos(cosine(k, a, b)),
      "acos(clamp(a·b/(‖a‖‖b‖), −1, 1))": (k, a, b) => k.acos(k.clamp(cosine(k, a, b), { min: -1, max: 1 })),
    },
  ),
  ...spellings("N414", [sized(0, 2)], [[1e-9], [1e-7]], { "acos(1 − x)": (k, x) => k.acos(k.sub(1, x)) }),
  ...spellings("N415", [sized(-100, 100)], [[1e-4], [-1e-3]], {
    "1 − cos x": (k, x) => k.sub(1, k.cos(x)),
    "−(cos x − 1)": (k, x) => k.neg(k.sub(k.cos(x), 1)),
    "1 + −cos x": (k, x) => k.add(1, k.neg(k.cos(x))),
  }),
  ...spellings("N416", [sized(-100, 100)], [[1e-4], [-1e-3]], { "(1 − cos x)/x²": (k, x) => k.div(k.sub(1, k.cos(x)), k.square(x)) }),
  ...spellings("N417", [sized(-100, 100)], [[1e-3], [-1e-5]], { "sin x/x": (k, x) => k.div(k.sin(x), x) }),
  ...spellings(
    "N417",
    [sized(-100, 100)],
    { fails: [[1e-3]], holds: [[0]] },
    {
      "x = 0 ? 1 : sin x/x": (k, x) => k.where(k.eq(x, 0), 1, k.div(k.sin(x), x)),
      "sin y/y with y = (x = 0 ? 1 : x)": (k, x) => {
        const y = k.where(k.eq(x, 0), 1, x);
        return k.where(k.eq(x, 0), 1, k.div(k.sin(y), y));
      },
    },
  ),
  ...spellings("N418", [sized(-100, 100)], [[1e-3], [-1e-2]], { "x − sin x": (k, x) => k.sub(x, k.sin(x)) }),
  ...spellings("N418", [sized(-1.5, 1.5)], [[1e-3], [-1e-2]], { "tan x − x": (k, x) => k.sub(k.tan(x), x) }),
  ...spellings("N419", [sized(-1, 1e30)], [[1e-8], [-1e-5]], {
    "√(1 + x) − 1": (k, x) => k.sub(k.sqrt(k.add(1, x)), 1),
    "(1 + x)^½ − 1": (k, x) => k.sub(k.pow(k.add(x, 1), 0.5), 1),
  }),
  ...spellings("N420", [sized(0, 1e25)], [[1e8], [1e5]], { "√(x + 1) − √x": (k, x) => k.sub(k.sqrt(k.add(x, 1)), k.sqrt(x)) }),
  ...spellings("N421", [sized(0, 1e12)], [[1e8], [1e5]], {
    "1/√x − 1/√(x + 1)": (k, x) => k.sub(k.div(1, k.sqrt(x)), k.div(1, k.sqrt(k.add(x, 1)))),
    "x^−½ − (x + 1)^−½": (k, x) => k.sub(k.rsqrt(x), k.rsqrt(k.add(x, 1))),
  }),
  ...spellings(
    "N422",
    [even(0.1, 2), sized(10, 1e25), even(0.1, 2)],
    [
      [1, 1e5, 1],
      [1, 1e20, 1],
    ],
    { "(−b + √(b² − 4ac))/2a": root },
  ),
  ...spellings("N422", [even(0.1, 2), sized(-1e25, -10), even(0.1, 2)], [[1, -1e5, 1]], {
    "(−b − √(b² − 4ac))/2a": (k, a, b, c) => k.neg(root(k, a, k.neg(b), c)),
  }),
  ...spellings("N423", [even(999, 1001), even(999, 1001)], [], {
    "a² − b²": (k, a, b) => k.sub(k.square(a), k.square(b)),
    "a·a − b·b": (k, a, b) => k.sub(k.mul(a, a), k.mul(b, b)),
    "a^2 − b^2": (k, a, b) => k.sub(k.pow(a, 2), k.pow(b, 2)),
  }),
  ...spellings("N424", [even(1.5e20, 2e20), even(0, 1e20)], [[2e20, 1e20]], {
    "√(a² − b²)": (k, a, b) => k.sqrt(k.sub(k.square(a), k.square(b))),
  }),
  ...spellings("N424", [even(1000.5, 1001), even(999.5, 1000.4)], [], {
    "√(a² − b²) near b": (k, a, b) => k.sqrt(k.sub(k.square(a), k.square(b))),
  }),
  ...spellings("N425", [sized(-1e30, 1e30)], [[1e-4], [1e-3], [1e20]], {
    "√(1 + x²) − 1": (k, x) => k.sub(k.sqrt(k.add(1, k.square(x))), 1),
    "δ²(√(1 + (x/δ)²) − 1)": (k, x) => k.mul(0.25, k.sub(k.sqrt(k.add(1, k.square(k.div(x, 0.5)))), 1)),
  }),
  ...spellings(
    "N426",
    [sized(-1e30, 1e30), sized(-1e30, 1e30)],
    [
      [1e-25, 1e-25],
      [1e25, 1],
    ],
    {
      "√(x² + y²)": (k, x, y) => k.sqrt(k.add(k.square(x), k.square(y))),
      "√(x·x + y·y)": (k, x, y) => k.sqrt(k.add(k.mul(x, x), k.mul(y, y))),
    },
  ),
  ...spellings("N427", [sized(-1e22, 1e22)], [[1e20], [-1e21]], { "x/(1 + x²)": (k, x) => k.div(x, k.add(1, k.square(x))) }),
  ...spellings("N428", [sized(-1e22, 1e22)], [[1e20], [-1e21]], {
    "x²/(1 + x²)": (k, x) => k.div(k.square(x), k.add(1, k.square(x))),
  }),
  ...spellings("N429", [sized(-1e30, 1e30)], [[-1e4], [1e-6], [1e20], [-1e20]], {
    "log(x + √(x² + 1))": (k, x) => k.log(k.add(x, k.sqrt(k.add(k.square(x), 1)))),
  }),
  ...spellings("N430", [sized(0, 1e25)], [[1e-8], [1e20]], {
    "log(x + √(x² − 1)), x = 1 + t": (k, t) => {
      const x = k.add(1, t);
      return k.log(k.add(x, k.sqrt(k.sub(k.square(x), 1))));
    },
  }),
  ...spellings("N430", [{ from: 1, to: 1e30, around: 1 }], [[1e20]], {
    "log(x + √(x² − 1))": (k, x) => k.log(k.add(x, k.sqrt(k.sub(k.square(x), 1)))),
  }),
  ...spellings("N431", [sized(-0.99, 0.99)], [[1e-8], [-1e-5]], {
    "½log((1 + x)/(1 − x))": (k, x) => k.mul(0.5, k.log(k.div(k.add(1, x), k.sub(1, x)))),
    "½(log(1 + x) − log(1 − x))": (k, x) => k.div(k.sub(k.log(k.add(1, x)), k.log(k.sub(1, x))), 2),
  }),
  ...spellings("N432", [even(999.9, 1000.1, [4]), even(999.9, 1000.1, [4])], [[[1000, 1000.1, 999.9, 1000], BESIDE]], {
    "‖a‖² + ‖b‖² − 2a·b": expanded,
    "Σ(a² + b² − 2ab)": (k, a, b) => k.sum(k.sub(k.add(k.square(a), k.square(b)), k.mul(2, k.mul(a, b)))),
    "√(‖a‖² + ‖b‖² − 2a·b)": (k, a, b) => k.sqrt(expanded(k, a, b)),
  }),
  ...spellings(
    "N432",
    [even(999.9, 1000.1, [2, 3]), even(999.9, 1000.1, [2, 3])],
    [
      [
        [1000, 1000.1, 999.9, 1000, 999.95, 1000.05],
        [1000.1, 999.95, 1000.02, 999.97, 1000, 1000.03],
      ],
    ],
    {
      "‖a‖² + ‖b‖² − 2abᵀ of all pairs": (k, a, b) =>
        k.sub(k.add(k.sum(k.square(a), 1, { keepdim: true }), k.unsqueeze(k.sum(k.square(b), 1), 0)), k.mul(2, k.matmul(a, k.permute(b, [1, 0])))),
    },
  ),
  ...spellings("N433", [even(-5, 5, [3, 2])], [[[1, 2, 3, 4, 5, 6]]], {
    "√Σ(xᵢ − xⱼ)² of all pairs": (k, x) => k.sqrt(k.sum(k.square(k.sub(k.unsqueeze(x, 1), k.unsqueeze(x, 0))), 2)),
  }),
  ...spellings(
    "N435",
    [sized(0, 10), even(1, 3)],
    { fails: [], holds: [[0, 1.5]] },
    {
      "x^p": (k, x, p) => k.pow(x, p),
      "e^(p·log x)": (k, x, p) => k.exp(k.mul(p, k.log(x))),
    },
  ),
  ...spellings("N437", [sized(0, 3e38, [3])], [[[3e38, 3e38, 2e38]]], { "x/Σx": (k, x) => k.div(x, k.sum(x)) }),
  ...spellings("N438", [even(-1.5, 1.5), even(-1.5, 1.5), even(-3.1, 3.1)], [], {
    "2 asin √h": (k, a, b, across) => k.mul(2, k.asin(k.sqrt(haversine(k, a, b, across)))),
  }),
  ...spellings("N439", [even(99, 101), even(99, 101)], [], {
    "x³ − y³": (k, x, y) => k.sub(k.pow(x, 3), k.pow(y, 3)),
    "x·x·x − y·y·y": (k, x, y) => k.sub(k.mul(k.mul(x, x), x), k.mul(k.mul(y, y), y)),
  }),
  ...spellings("N439", [even(99, 101), even(99, 101)], [], { "x⁴ − y⁴": (k, x, y) => k.sub(k.pow(x, 4), k.pow(y, 4)) }),
  ...spellings("N440", [sized(0, 1e20)], [[1e8], [1e5]], {
    "(x + 1)^¼ − x^¼": (k, x) => k.sub(k.pow(k.add(x, 1), 0.25), k.pow(x, 0.25)),
  }),
];

export const absentNorms: readonly Absent[] = [
  { id: "N410", reason: "a refusal: one value has no variance, and batchNorm says so" },
  { id: "N411", reason: "a policy: where max = min there is no value, and elsewhere nothing is lost" },
  { id: "N434", reason: "a convention: the angle of (0, 0) has no derivative" },
  { id: "N436", reason: "float16, in which no backend here computes" },
];
