/**
 * Random graphs: programs of every op on small tensors that broadcast, with views, constants that are shared, several roots and gradients.
 * One seed builds one program, as often as it is asked to, so that two ways of running it can be compared bit for bit.
 * The generator is pinned: narrowing it needs a reason.
 */
import {
  abs,
  add,
  amax,
  amin,
  cumprod,
  cumsum,
  at,
  cat,
  diagonal,
  div,
  embedding,
  exp,
  expand,
  expm1,
  flip,
  full,
  gather,
  indexPut,
  indexSelect,
  layerNorm,
  log,
  log1mexp,
  log1p,
  logaddexp,
  logcumsumexp,
  logSoftmax,
  logsumexp,
  matmul,
  mean,
  mul,
  ne,
  neg,
  norm,
  normalize,
  pad,
  parameter,
  permute,
  read,
  reshape,
  rmsNorm,
  roll,
  scatter,
  scatterAdd,
  select,
  type Shape,
  sigmoid,
  sign,
  softmax,
  softplus,
  sort,
  stack,
  standardize,
  std,
  sub,
  sum,
  type Tensor,
  tensor,
  tril,
  unbind,
  variance,
  varMean,
  where,
} from "@evenkeel/core";
import { modes } from "@evenkeel/core/internal";
import { backward } from "@evenkeel/autograd";
import { random } from "./cases.js";

const UNARY = [neg, abs, sign, exp, expm1, log, log1p, log1mexp, sigmoid, softplus] as const;
const BINARY = [add, sub, mul, div, logaddexp] as const;
const REDUCTIONS = [sum, amax, amin, logsumexp] as const;
/** Reductions whose terms are not rounded, and rows that are made of such: those of the same elements are one loop. */
type Dims = Parameters<typeof mean>[1];
const WIDE: readonly ((x: Tensor, dim: Dims, keepdim: boolean) => Tensor)[] = [
  (x, dim, keepdim) => mean(x, dim, { keepdim }),
  (x, dim, keepdim) => variance(x, dim, { correction: 0, keepdim }),
  (x, dim, keepdim) => std(x, dim, { keepdim }),
  (x, dim, keepdim) => norm(x, 2, dim, { keepdim }),
  (x, dim, keepdim) => norm(x, 3, dim, { keepdim }),
  (x, dim, keepdim) => norm(x, -1, dim, { keepdim }),
  (x, dim, keepdim) => {
    const { var: v, mean: m } = varMean(x, dim, { keepdim });
    return mul(v, m);
  },
  (x, dim, keepdim) => div(std(x, dim, { keepdim }), norm(x, 2, dim, { keepdim })),
];
const ROWS: readonly ((x: Tensor, dim: number) => Tensor)[] = [
  softmax,
  logSoftmax,
  logcumsumexp,
  (x, dim) => standardize(x, dim, { eps: 1e-5 }),
  (x, dim) => normalize(x, { dim }),
  (x) => layerNorm(x, x.shape.slice(-1)),
  (x) => rmsNorm(x, x.shape.slice(-1)),
];
const SPECIAL = [0, -0, 1, -1, Infinity, -Infinity, NaN, 2 ** -149, 3e38, 20, -104];

export interface Built {
  /** Everything recorded, in order. */
  readonly nodes: readonly Tensor[];
  /** What is read. */
  readonly roots: readonly Tensor[];
  /** What a gradient may be asked of. */
  readonly leaves: readonly Tensor[];
}

/** The program of a seed: about `size` ops. `look` is given each node before others are made of it. */
export function build(seed: number, look?: (t: Tensor) => void, size = 16): Built {
  const next = random(seed),
    below = (n: number): number => next() % n,
    pick = <T>(xs: readonly T[]): T => xs[below(xs.length)]!;
  const full3: Shape = [1 + below(5), 1 + below(7), 1 + below(20)],
    nodes: Tensor[] = [],
    leaves: Tensor[] = [];
  // A shape that broadcasts to full3: some leading dimensions missing, some sizes 1.
  const shape = (): Shape => full3.slice(below(4)).map((d) => (below(4) ? d : 1));
  const value = (): number => (below(12) ? (next() / 2 ** 32 - 0.5) * 2 ** (below(12) - 3) : pick(SPECIAL));
  const data = (s: Shape): Float32Array => Float32Array.from({ length: s.reduce((a, b) => a * b, 1) }, value);
  const ids = (n: number, s: Shape): Tensor =>
    tensor(
      Int32Array.from({ length: s.reduce((a, b) => a * b, 1) }, () => below(n)),
      { shape: s },
    );
  for (let i = 0; i < 4; i++) {
    const s = shape(),
      t = tensor(data(s), { shape: s });
    leaves.push(below(2) ? parameter(t) : t);
  }
  nodes.push(...leaves);
  const fits = (t: Tensor): boolean => t.ndim <= 3 && t.shape.every((d, i) => d === 1 || d === full3[full3.length - t.ndim + i]);
  const operand = (): Tensor | number => (below(6) ? pick(nodes.filter(fits)) : value());
  const one = (): Tensor => pick(nodes);
  const step = (): Tensor => {
    const t = one(),
      d = t.ndim && below(t.ndim);
    switch (below(36)) {
      case 0:
      case 1:
      case 2:
        return pick(UNARY)(t);
      case 3:
      case 4:
      case 5:
      case 6:
        return pick(BINARY)(operand(), operand());
      case 7:
        return t.ndim ? sum(t, below(3) ? d : null, { keepdim: below(2) === 1 }) : neg(t);
      case 8:
        return permute(t, t.shape.map((_, i) => i).reverse());
      case 9:
        return reshape(t, below(2) ? [-1] : [t.size, 1]);
      case 10:
        return t.ndim === 3 ? matmul(t, permute(t, [0, 2, 1])) : expand(t, [2, ...t.shape]);
      case 11:
        return t.ndim && t.shape[d]!
          ? gather(
              t,
              d,
              ids(
                t.shape[d]!,
                t.shape.map((n, i) => (i === d ? 1 + below(4) : n)),
              ),
            )
          : full([2], value());
      case 12:
        return t.ndim && t.size ? scatterAdd(t, d, ids(t.shape[d]!, t.shape), t) : add(t, t);
      case 13:
        return at(
          t,
          ...t.shape.map((n) => pick([null, [below(n + 1), null] as const, [null, null, -1 - below(2)] as const, [0, n, 1 + below(3)] as const])),
        );
      case 14:
        return flip(
          t,
          t.shape.map((_, i) => i).filter(() => below(2)),
        );
      case 15:
        return t.ndim && t.shape[d]! ? select(t, d, below(2) - 1) : neg(t);
      case 16:
        return t.ndim ? cat([t, flip(t, d), t], d) : stack([t, t]);
      case 17:
        return stack([t, exp(t)], -1);
      case 18:
        return t.ndim ? pad(t, [1 + below(2), -below(2)], { value: value() }) : neg(t);
      case 19:
        return t.size ? roll(t, below(9) - 4) : t;
      case 20:
        return where(ne(operand(), 0), operand(), operand());
      case 21:
        return t.ndim && t.shape[d]! ? indexSelect(t, d, ids(t.shape[d]!, [1 + below(4)])) : neg(t);
      case 22:
        return t.ndim && t.size ? scatter(t, d, ids(t.shape[d]!, t.shape), exp(t)) : neg(t);
      case 23:
        return t.ndim && t.shape[0]! ? indexPut(t, [below(2) ? 0 : [0, null, 2]], value()) : t;
      case 24:
        return t.ndim > 1 ? diagonal(tril(t, below(3) - 1), below(3) - 1, -2, -1) : t;
      case 25:
        return t.ndim && t.shape[d]! && t.shape[d]! < 6 ? unbind(t, d).reduce((a, b) => add(a, b)) : neg(t);
      case 26:
        return t.ndim ? cumsum(t, d) : neg(t);
      case 27:
        return t.ndim ? cumprod(t, d) : neg(t);
      case 28:
        return t.ndim ? sort(t, d, { descending: below(2) === 1 }).values : neg(t);
      case 29:
        return t.ndim && t.size ? pick(REDUCTIONS)(t, below(3) ? d : null, { keepdim: below(2) === 1 }) : neg(t);
      case 30:
        return t.ndim ? pick([softmax, logSoftmax])(t, d) : exp(t);
      case 31:
      case 32:
        return t.size ? pick(WIDE)(t, t.ndim && below(3) ? d : undefined, below(2) === 1) : neg(t);
      case 33:
        return t.ndim && t.size ? pick(ROWS)(t, d) : neg(t);
      default:
        return t.ndim === 2 && t.shape[0]! ? embedding(t, ids(t.shape[0]!, [3])) : mul(t, value());
    }
  };
  for (let i = 0; i < size; i++) {
    const t = step();
    if (t.size > 4096 || t.ndim > 5) continue;
    look?.(t);
    nodes.push(t);
  }
  return { nodes, roots: [nodes[nodes.length - 1]!, one(), one()], leaves };
}

/** The bits of the roots, then of the gradients of their sum; every NaN is one. */
export async function bitsOf({ roots, leaves }: Built): Promise<Uint32Array[]> {
  const values = await read(...roots),
    loss = roots.map((r) => sum(r)).reduce((a, b) => add(a, b));
  const wanting = leaves.filter((t) => t.requiresGrad);
  if (loss.requiresGrad) backward(loss);
  return [...values, ...(await read(...wanting.flatMap((t) => (t.grad ? [t.grad] : []))))].map(canonical);
}
function canonical(data: ArrayLike<number>): Uint32Array {
  return new Uint32Array(Float32Array.from(data, (x) => (x !== x ? NaN : x)).buffer);
}

/** Whether fusing, or looking at every node before, changes a bit of the program of a seed: what differs, or null. */
export async function difference(seed: number): Promise<string | null> {
  const plain = await bitsOf(build(seed));
  const ways: [string, () => Promise<Uint32Array[]>][] = [
    [
      "unfused",
      async () => {
        modes.fuse = false;
        try {
          return await bitsOf(build(seed));
        } finally {
          modes.fuse = true;
        }
      },
    ],
    [
      "looked at",
      async () => {
        // Every other seed when all is recorded, the others at once, before anything is recorded on what was looked at.
        const built = build(seed, seed % 2 ? undefined : (t) => void t.dataSync());
        for (const t of built.nodes) await t.data();
        return bitsOf(built);
      },
    ],
  ];
  for (const [name, way] of ways) {
    const other = await way(),
      at = plain.findIndex((bits, i) => other[i]?.length !== bits.length || bits.some((b, k) => b !== other[i]![k]));
    if (at >= 0 || other.length !== plain.length) return `seed ${seed}: ${name} differs in result ${at}`;
  }
  return null;
}
