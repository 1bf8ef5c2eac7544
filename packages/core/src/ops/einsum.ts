/**
 * einsum(equation, ...operands): Σ of the products of elements, by letters for dimensions: "ij,jk->ik". A letter that is twice in one operand takes
 * its diagonal; one that the result lacks is summed; "..." are the dimensions that no letter names, which broadcast. Without "->" the result has,
 * in alphabetical order, the letters that are there once. Sizes of 1 broadcast.
 *
 * Shape    one dimension for each letter of an operand → one for each letter of the result
 * Method   two operands at a time, those first whose product takes the fewest multiplications; each as a product of matrices (diagonals and
 *          transposed operands as views), as mul where nothing is summed, or as a dot product
 * Error    that of each matmul, mul or dot, and ½ ulp for each sum besides
 * Source   PyTorch `einsum`; operands may stand in one list, as there
 */
import type { Operand } from "../tensor/create.js";
import { asArray, kindOf } from "../tensor/given.js";
import { show, sizeOf } from "../tensor/shape.js";
import { Tensor } from "../tensor/tensor.js";
import { together } from "./added.js";
import { oneType } from "./computed.js";
import { matrices, summedProducts } from "./contraction.js";
import { diagonal } from "./diagonal.js";
import { movedim } from "./movedim.js";
import { mul } from "./mul.js";
import { permute } from "./permute.js";
import { reshape } from "./reshape.js";
import { squeeze } from "./squeeze.js";
import { sum } from "./sum.js";

/** A dimension: a letter, or a number for one of "...", counted from the last, −1. */
type Label = string | number;
interface Labelled {
  readonly t: Tensor;
  readonly labels: readonly Label[];
}
type Sizes = ReadonlyMap<Label, number>;

export function einsum(equation: string, ...operands: readonly (Operand | readonly Operand[])[]): Tensor {
  if (typeof equation !== "string")
    throw new TypeError(`einsum: the equation is ${kindOf(equation)}. Pass a string such as "ij,jk->ik", then the operands.`);
  const list = operands.length === 1 && Array.isArray(operands[0]) && operands[0].some((x) => x instanceof Tensor) ? operands[0] : operands,
    [left, right] = sides(equation);
  return together("einsum", asArray("einsum", "operands", list as readonly Operand[]), (ts) => summedUp(equation, ts, left.split(","), right));
}
function summedUp(equation: string, ts: readonly Tensor[], terms: readonly string[], right: string | null): Tensor {
  if (!ts.length || terms.length !== ts.length)
    throw new RangeError(`einsum: "${equation}" is of ${terms.length} operands, and ${ts.length} are given. Separate them with commas.`);
  const given = ts.map((t, i): Labelled => ({ t, labels: labelsOf(terms[i]!, t) })),
    sizes = sizesOf(given),
    result = right === null ? implicit(given) : explicit(right, given);
  let rest = given.map((x) => single(x, sizes));
  while (rest.length > 1) {
    const [i, j] = cheapest(rest, sizes),
      others = rest.filter((_, k) => k !== i && k !== j),
      kept = new Set([...result, ...others.flatMap((x) => x.labels)]);
    rest = [...others, contracted(rest[i]!, rest[j]!, kept, sizes)];
  }
  const last = summed(rest[0]!, new Set(result));
  return permute(
    last.t,
    result.map((label) => last.labels.indexOf(label)),
  );
}

/** The operands' side without spaces, and the result's, null where there is none. Throws RangeError for what is no equation. */
function sides(equation: string): [left: string, right: string | null] {
  const parts = equation.replaceAll(" ", "").split("->"),
    term = /^[a-zA-Z]*(?:\.\.\.)?[a-zA-Z]*$/;
  if (parts.length > 2 || !parts[0]!.split(",").every((each) => term.test(each)) || (parts[1] !== undefined && !term.test(parts[1])))
    throw new RangeError(`einsum: "${equation}" is no equation. Write letters for dimensions, "..." for others, as in "...ij,jk->...ik".`);
  return [parts[0]!, parts[1] ?? null];
}

/** One label for each dimension of an operand. */
function labelsOf(term: string, t: Tensor): Label[] {
  const [before, after] = term.split("...") as [string, string | undefined],
    letters = [...before, ...(after ?? "")],
    others = t.ndim - letters.length;
  if (others < 0 || (others > 0 && after === undefined))
    throw new RangeError(`einsum: "${term}" has ${letters.length} letters, and its operand is ${show(t.shape)}. Give one for each dimension.`);
  return [...before, ...Array.from({ length: others }, (_, i) => i - others), ...(after ?? "")];
}

/** The size that each label has where it is not 1. Throws RangeError where a label has two. */
function sizesOf(given: readonly Labelled[]): Sizes {
  const sizes = new Map<Label, number>();
  for (const { t, labels } of given)
    for (const [d, label] of labels.entries()) {
      const size = t.shape[d]!,
        known = sizes.get(label) ?? 1,
        repeated = labels.indexOf(label),
        what = typeof label === "string" ? label : "...";
      if ((size !== known && size !== 1 && known !== 1) || size !== t.shape[repeated])
        throw new RangeError(
          `einsum: ${what} is a dimension of size ${size} in ${show(t.shape)}, and of size ${size === known ? t.shape[repeated]! : known} elsewhere. Use another letter.`,
        );
      sizes.set(label, known === 1 ? size : known);
    }
  return sizes;
}

const dotsOf = (given: readonly Labelled[]): number[] => {
  const most = Math.min(0, ...given.flatMap(({ labels }) => labels.filter((each) => typeof each === "number")));
  return Array.from({ length: -most }, (_, i) => most + i);
};
function implicit(given: readonly Labelled[]): Label[] {
  const letters = given.flatMap(({ labels }) => labels.filter((each) => typeof each === "string"));
  // Capitals come before small letters.
  return [...dotsOf(given), ...letters.filter((x) => letters.indexOf(x) === letters.lastIndexOf(x)).sort()];
}
function explicit(right: string, given: readonly Labelled[]): Label[] {
  const [before, after] = right.split("...") as [string, string | undefined],
    known = new Set(given.flatMap(({ labels }) => labels)),
    letters = [...before, ...(after ?? "")],
    bad = letters.find((x, i) => !known.has(x) || letters.indexOf(x) !== i);
  if (bad !== undefined)
    throw new RangeError(
      `einsum: the result's ${bad} is ${known.has(bad) ? "there twice" : "in no operand"}. Use each letter of the operands once at most.`,
    );
  return [...before, ...(after === undefined ? [] : dotsOf(given)), ...(after ?? "")];
}

/** An operand with each label once (of several dimensions, the diagonal), and without those of size 1 that are larger elsewhere. */
function single({ t, labels }: Labelled, sizes: Sizes): Labelled {
  let left: Label[] = [...labels];
  for (const label of new Set(labels)) {
    for (let i = left.indexOf(label), j = left.indexOf(label, i + 1); j >= 0; j = left.indexOf(label, i + 1)) {
      // The diagonal comes last.
      t = movedim(diagonal(t, 0, i, j), -1, i);
      left = left.filter((_, d) => d !== j);
    }
    const d = left.indexOf(label);
    if (t.shape[d] === 1 && sizes.get(label) !== 1) {
      t = squeeze(t, d);
      left = left.filter((each) => each !== label);
    }
  }
  return { t, labels: left };
}

/** Without the labels that nothing else asks for. */
function summed({ t, labels }: Labelled, kept: ReadonlySet<Label>): Labelled {
  const dims = labels.flatMap((label, d) => (kept.has(label) ? [] : [d]));
  return dims.length ? { t: sum(t, dims), labels: labels.filter((label) => kept.has(label)) } : { t, labels };
}

/** The two operands whose product takes the fewest multiplications; of equals, the first. */
function cheapest(given: readonly Labelled[], sizes: Sizes): readonly [i: number, j: number] {
  let best: readonly [number, number] = [0, 1],
    least = Infinity;
  for (let j = 1; j < given.length; j++)
    for (let i = 0; i < j; i++) {
      const cost = sizeOf([...new Set([...given[i]!.labels, ...given[j]!.labels])].map((label) => sizes.get(label)!));
      if (cost < least) [best, least] = [[i, j], cost];
    }
  return best;
}

/** The product of two operands, summed over what nothing else asks for. */
function contracted(x: Labelled, y: Labelled, kept: ReadonlySet<Label>, sizes: Sizes): Labelled {
  const a = summed(x, new Set([...kept, ...y.labels])),
    b = summed(y, new Set([...kept, ...x.labels])),
    common = a.labels.filter((label) => b.labels.includes(label));
  const batch = common.filter((label) => kept.has(label)),
    over = common.filter((label) => !kept.has(label)),
    [ofA, ofB] = [a, b].map(({ labels }) => labels.filter((label) => !common.includes(label))) as [Label[], Label[]];
  const labels = [...batch, ...ofA, ...ofB],
    size = (of: readonly Label[]): number => sizeOf(of.map((label) => sizes.get(label)!)),
    laid = ({ t, labels }: Labelled, order: readonly Label[], ...parts: (readonly Label[])[]): Tensor =>
      reshape(
        permute(
          t,
          order.map((label) => labels.indexOf(label)),
        ),
        parts.map(size),
      );
  oneType("einsum", a.t, b.t);
  const [p, q] = over.length
    ? [laid(a, [...batch, ...ofA, ...over], batch, ofA, over), laid(b, [...batch, ...over, ...ofB], batch, over, ofB)]
    : [laid(a, [...batch, ...ofA], batch, ofA, []), laid(b, [...batch, ...ofB], batch, [], ofB)];
  const product = !over.length
    ? mul(p, q)
    : ofA.length + ofB.length
      ? matrices("einsum", p, q)
      : summedProducts("einsum", laid(a, [...batch, ...over], batch, over), laid(b, [...batch, ...over], batch, over), 1);
  return {
    t: reshape(
      product,
      labels.map((label) => sizes.get(label)!),
    ),
    labels,
  };
}
