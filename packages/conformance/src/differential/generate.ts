/** One seed makes one expression and one point: of what the stabiliser restates, and of what is around it in programs. */
import { random } from "../cases.js";
import type { Point } from "../catalogue/points.js";
import { data, type Expression, leaf, op } from "./expression.js";

const UNARY = [
  "neg",
  "abs",
  "exp",
  "exp",
  "exp",
  "log",
  "log",
  "log",
  "log1p",
  "expm1",
  "sigmoid",
  "sigmoid",
  "softplus",
  "sqrt",
  "square",
  "reciprocal",
  "tanh",
] as const;
const BINARY = ["add", "sub", "mul", "mul", "div", "div"] as const;
const ROWS = ["sum", "sum", "sum", "mean", "prod", "amax", "logsumexp"] as const;
const POWERS = [2, 3, 0.5, -1, -0.5, 10, 0.3];
const NUMBERS = [1, 1, 2, 0.5, 3, -1, 1e-3, 0.1, 1e-10];
const SCALES = [0.01, 1, 1, 10, 30, 100, 300];
const N = 4;

export interface Drawn {
  readonly expression: Expression;
  readonly leaves: readonly Expression[];
  readonly point: Point;
}
export function draw(seed: number): Drawn {
  const next = random(seed),
    below = (n: number): number => next() % n,
    unit = (): number => next() / 2 ** 32,
    pick = <V>(xs: readonly V[]): V => xs[below(xs.length)]!;
  const shapes = [[N], ...(below(2) ? [[N]] : []), ...(below(3) ? [] : [[]])],
    leaves = shapes.map((shape, i) => leaf(i, shape)),
    point = shapes.map((shape) => {
      const scale = pick(SCALES),
        centre = pick([0, 0, 0, 1, -1]) * (300 - scale) * pick([1, 0.1, 0.01]);
      return Array.from({ length: shape[0] ?? 1 }, () => Math.fround(Math.max(-300, Math.min(300, centre + scale * (2 * unit() - 1)))));
    });
  const made: Expression[] = [...leaves];
  const one = (name: (typeof UNARY)[number], x: Expression): Expression => op(name, x.shape, [x], (k, v) => k[name](v as never));
  const two = (name: (typeof BINARY)[number], x: Expression, y: Expression): Expression =>
    op(name, x.shape.length >= y.shape.length ? x.shape : y.shape, [x, y], (k, u, v) => k[name](u, v));
  /** Something that broadcasts with x. */
  const beside = (x: Expression): Expression => {
    const fitting = made.filter((y) => !y.shape.length || !x.shape.length || String(y.shape) === String(x.shape));
    return below(3)
      ? pick(fitting)
      : pick([data(pick(NUMBERS)), data(pick(NUMBERS)), ...(x.shape.length === 1 ? [data(x.shape[0] === N ? drawn(N) : drawn(x.shape[0]!))] : [])]);
  };
  const drawn = (n: number): number[] => Array.from({ length: n }, () => Math.fround(unit() * pick([1, 1, 10])));
  const row = (x: Expression): Expression => {
    if (below(5) < 2) {
      const name = pick(["softmax", "softmax", "logSoftmax", "cumsum"] as const);
      return op(name, x.shape, [x], (k, v) => k[name](v as never, -1), "-1");
    }
    const name = pick(ROWS);
    if (x.shape.length > 1 && below(2)) return op(name, x.shape.slice(0, -1), [x], (k, v) => k[name](v as never, -1), "-1");
    return op(name, [], [x], (k, v) => k[name](v as never));
  };
  const layout = (x: Expression): Expression => {
    const n = x.shape.reduce((a, b) => a * b, 1);
    const ways: (() => Expression)[] = [];
    if (x.shape.length === 1) {
      const length = 1 + below(x.shape[0]!),
        start = below(x.shape[0]! - length + 1),
        index = below(x.shape[0]!),
        other = pick(made.filter((y) => y.shape.length === 1));
      ways.push(() => op("narrow", [length], [x], (k, v) => k.narrow(v as never, 0, start, length), `0, ${start}, ${length}`));
      ways.push(() => op("select", [], [x], (k, v) => k.select(v as never, 0, index), `0, ${index}`));
      ways.push(() => op("flip", x.shape, [x], (k, v) => k.flip(v as never, 0), "0"));
      if (n + other.shape[0]! <= 2 * N) ways.push(() => op("cat", [n + other.shape[0]!], [x, other], (k, u, v) => k.cat([u as never, v as never])));
      if (n % 2 === 0) ways.push(() => op("reshape", [2, n / 2], [x], (k, v) => k.reshape(v as never, [2, n / 2]), `[2, ${n / 2}]`));
    } else if (x.shape.length === 2) {
      const [a, b] = [x.shape[0]!, x.shape[1]!];
      ways.push(() => op("permute", [b, a], [x], (k, v) => k.permute(v as never, [1, 0]), "[1, 0]"));
      ways.push(() => op("reshape", [n], [x], (k, v) => k.reshape(v as never, [n]), `[${n}]`));
      ways.push(() => op("select", [b], [x], (k, v) => k.select(v as never, 0, 0), "0, 0"));
    } else ways.push(() => op("expand", [2], [x], (k, v) => k.expand(v as never, [2]), "[2]"));
    return pick(ways)();
  };
  const last = (): Expression => made.at(-1)!;
  /** What is often written together. */
  const idiom = (x: Expression): Expression => {
    const e = one(pick(["exp", "sigmoid", "softplus"] as const), x),
      total = op("sum", [], [e], (k, v) => k.sum(v as never));
    const ways: (() => Expression)[] = [
      () => two("div", e, total),
      () => one("log", x.shape.length ? total : e),
      () => one("log", two("sub", data(1), e)),
      () => one("log", two("add", data(pick([1, 0.3, 1e-10])), e)),
      () => two("div", e, two("add", data(1), e)),
      () => two("div", data(pick([1, 3])), two("add", data(1), one("exp", one("neg", x)))),
      () => two("mul", e, two("sub", data(1), e)),
      () => two("mul", e, one("log", e)),
      () => two("sub", e, data(1)),
      () => (x.shape.length === 1 ? op("softmax", x.shape, [x], (k, v) => k.softmax(v as never, 0), "0") : e),
    ];
    return pick(ways)();
  };
  const grow = (): Expression => {
    const x = below(2) ? last() : pick(made.slice(-3)),
      what = below(26);
    if (what < 7) return one(pick(UNARY), x);
    if (what < 10 && x.shape.length) return row(x);
    if (what < 12) return layout(x);
    if (what < 14) return two("sub", data(1), x);
    if (what < 15) {
      const power = pick(POWERS);
      return op("pow", x.shape, [x], (k, v) => k.pow(v, power), String(power));
    }
    if (what > 20) return idiom(x);
    const y = beside(x),
      [u, v] = below(2) ? [x, y] : [y, x];
    return two(pick(BINARY), u, v);
  };
  // Most start with an exponential and end with a logarithm: elsewhere there is little to restate.
  if (below(4)) made.push(one(pick(["exp", "exp", "sigmoid", "softplus"] as const), pick(leaves)));
  if (below(4) === 0) made.push(op("softmax", [N], [leaves[0]!], (k, v) => k.softmax(v as never, 0), "0"));
  for (let i = 1 + below(9); i > 0; i--) made.push(grow());
  if (below(2)) made.push(one("log", last()));
  return { expression: last(), leaves, point };
}
