/** What is put together of parts: its logarithm, and its offset from a constant, are put together of theirs. */
import { lostIn } from "../ops/exponents.js";
import type { Op } from "../ops/op.js";
import { apply } from "../ops/row.js";
import { number, numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Forms, isNative, type Log, logarithmForm, logForm, native, offsetsOf } from "./forms.js";
import { signOf } from "./interval.js";
import { emit } from "./emit.js";
import { atom, fitted, type Lin, lin, times } from "./lin.js";
import { askLog } from "./logs.js";

/** For ops whose result consists of elements of their inputs, whole and unchanged. */
export const partForms: Forms = {
  scales: "all",
  lostAmong: (node) => {
    const lost = node.inputs.map(lostIn);
    return lost.some((t) => t)
      ? node.op.again!(
          node,
          lost.map((t, i) => t ?? fitted(number(0, node.dtype), node.inputs[i]!.shape)),
        )
      : null;
  },
  log: (node) => logOfParts(node.inputs, (parts) => node.op.again!(node, parts)),
  logarithm: (node) => logarithmOfParts(node, node.inputs, (parts) => node.op.again!(node, parts)),
  // What is a constant and a rest in every part is that constant, and the rests put together.
  offsets: (node) => {
    const ways = node.inputs.map((x) => offsetsOf(x).filter((o) => !o.base.terms.size)),
      constants = new Set(ways.flat().map((o) => o.base.k));
    return [...constants].flatMap((k) => {
      // What is k less something in every part is k less what is put together of that: then its sign is known.
      const lins = node.inputs.map((x, i) => {
          const n = numberIn(x);
          return n !== undefined ? () => lin(n - k) : ways[i]!.find((o) => o.base.k === k)?.rest;
        }),
        build = (): Lin => {
          const all = lins.map((rest) => rest!()),
            c = all.every(isLess) ? -1 : 1;
          const parts = all.map((l, i) => {
            const x = node.inputs[i]!;
            return numberIn(x) !== undefined ? fitted(number(c * l.k, x.dtype), x.shape) : emit(times(l, c), x.shape);
          });
          return atom(node.op.again!(node, parts), c);
        };
      return lins.every((rest) => rest !== undefined) ? [{ base: lin(k), rest: build }] : [];
    });
  },
};

const isLess = ({ k, terms }: Lin): boolean => (terms.size ? !k && [...terms.values()].every((t) => t.c < 0) : k <= 0);

/** For clamps by numbers, of what is their one other input: what is monotone passes both, and the bounds are kept as they were written. */
const clampForms: Forms = {
  within: (node) => {
    const clamp = clampIn(node),
      { row } = node.op,
      ends = clamp && [-1, 1].map((end) => clamp.bounds.map((b, i) => (i === clamp.at ? end : b!)));
    return ends?.every((args, i) => row!.range!(...args.map((a) => [a, a] as const))[i] === args[clamp!.at]) ? node.inputs[clamp!.at]! : null;
  },
  log: (node) => {
    const clamp = clampIn(node);
    if (!clamp) return null;
    const x = node.inputs[clamp.at]!,
      f = logForm(x);
    if (!isNative(f) || !f.positive || !clamp.bounds.every((b, i) => i === clamp.at || b! > 0)) return null;
    return native(atom(clampedAt(node.op, clamp, emit(f.log, x.shape), Math.log)));
  },
  offsets: (node) => {
    const clamp = clampIn(node);
    if (!clamp) return [];
    const x = node.inputs[clamp.at]!;
    return offsetsOf(x)
      .filter((o) => !o.base.terms.size)
      .map(({ base, rest }) => ({ base, rest: () => clampedRest(node, clamp, rest(), base.k) }));
  },
};
export const mirrored = (mirror: () => Op): Forms => ({ ...clampForms, mirror });
/** What is left of a clamp beside k: of −y by the mirrored clamp of y, of which a logarithm may be known. */
function clampedRest(node: Tensor, clamp: Clamp, rest: Lin, k: number): Lin {
  const { shape } = node.inputs[clamp.at]!,
    mirror = node.op.forms?.mirror?.(),
    [only] = rest.terms.values();
  if (!mirror || rest.k || rest.terms.size !== 1 || only!.c >= 0) return atom(clampedAt(node.op, clamp, emit(rest, shape), (b) => b - k));
  const bounds = clamp.bounds.length > 2 ? [undefined, ...clamp.bounds.slice(1).reverse()] : clamp.bounds;
  return atom(
    clampedAt(mirror, { at: clamp.at, bounds }, emit(times(rest, -1), shape), (b) => k - b),
    -1,
  );
}
interface Clamp {
  /** Which input is clamped. */
  readonly at: number;
  /** The others, as numbers. */
  readonly bounds: readonly (number | undefined)[];
}
function clampIn({ inputs }: Tensor): Clamp | null {
  const bounds = inputs.map(numberIn),
    at = bounds.indexOf(undefined);
  return at >= 0 && bounds.lastIndexOf(undefined) === at ? { at, bounds } : null;
}
const clampedAt = (op: Op, { at, bounds }: Clamp, x: Tensor, bound: (b: number) => number): Tensor =>
  apply(
    op,
    bounds.map((b, i) => (i === at ? x : number(bound(b!), x.dtype))),
  );

/** How parts are put together. */
type Whole = (parts: readonly Tensor[]) => Tensor;
/** The log form of what consists of elements of parts, all of one sign; null where one is not known. */
export function logOfParts(parts: readonly Tensor[], whole: Whole): Log | null {
  if (!parts.some((x) => isNative(logForm(x)))) return null;
  const sign = parts.every((x) => signOf(x) === -1 || logForm(x).sign === -1) ? -1 : 1,
    logs = parts.map((x) => logOf(x, sign));
  return logs.every((x) => x !== null) ? native(atom(whole(logs)), sign) : null;
}
/** The same for logarithms alone: parts of which nothing is known, and what signs others have, are factors. */
export function logarithmOfParts(node: Tensor, parts: readonly Tensor[], whole: Whole): Log | null {
  if (isNative(logForm(node)) && !parts.some(logarithmForm)) return null;
  const all = parts.map((x) => ({ x, f: logarithmForm(x) ?? logForm(x) }));
  if (!all.some(({ f }) => isNative(f))) return null;
  const spread = (k: number, x: Tensor): Tensor => fitted(number(k, x.dtype), x.shape),
    log = (): Lin => atom(whole(all.map(({ x, f }) => (f.quality === "derived" ? spread(0, x) : (logOf(x, 1, f) ?? emit(f.log, x.shape))))));
  const signs = all.map(({ x, f }) => (f.quality === "derived" ? x : f.sign)),
    [sign] = signs;
  return native(log, () =>
    typeof sign === "number" && signs.every((s) => s === sign)
      ? sign
      : whole(signs.map((s, i) => (typeof s === "number" ? spread(s, parts[i]!) : fitted(s, parts[i]!.shape)))),
  );
}
/** The logarithm of a part times its sign, or null where it is not known, or where the part may have another sign. */
function logOf(x: Tensor, sign: 1 | -1, f = logForm(x)): Tensor | null {
  const n = numberIn(x);
  if (n !== undefined) return n * sign < 0 ? null : fitted(number(Math.log(n * sign), x.dtype), x.shape);
  return !isNative(f) || f.sign !== sign ? null : sign === 1 ? (askLog(x, x)?.node ?? null) : emit(f.log, x.shape);
}
