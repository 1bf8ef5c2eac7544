/**
 * reduce: terms combined over the middle of [outer, reduced, inner]. The order is a function of the number of terms: blocks of 4,096; in each 32 lanes by index
 * mod 32, up to 16 terms one; lanes and then blocks are combined pairwise, the left part being the largest power of two below their number.
 */
import { bytesIn, type Fault, programKey, type ReduceRequest, typeOf, type View } from "@evenkeel/core";
import { BUFFERS, type Gpu, type Source } from "../gpu.js";
import { lookAt, narrowed } from "../parts.js";
import { storeWord, wordAt } from "../print/elements.js";
import { type Bound, bound, Numbers, source } from "../print/kernel.js";
import {
  ALONE,
  BLOCK,
  common,
  counted,
  end,
  inTurn,
  keyOf,
  LANES,
  lanesOf,
  putEnd,
  putTerms,
  type Reduction,
  reductionOf,
  shared,
  termsOf,
  together,
} from "../print/terms.js";
import type { Words } from "../words.js";
import { packed } from "./packed.js";

const SIZE = 256;

export function reduce(gpu: Gpu, given: ReduceRequest): Promise<Fault | null> | null {
  const { inputs, release } = packed(gpu, given.inputs, (k) => bytesIn(typeOf(given.program, k)), given.outputs, 1),
    answer = reduced(gpu, { ...given, inputs });
  release();
  return answer;
}

function reduced(gpu: Gpu, request: ReduceRequest): Promise<Fault | null> | null {
  const { combine, program, shape, inputs, outputs } = request,
    [terms, inner] = shape.slice(-2) as [number, number],
    outer = shape.slice(0, -2),
    total = outer.reduce((n, d) => n * d, inner);
  if (total === 0) return null;
  const blocks = Math.max(1, Math.ceil(terms / BLOCK)),
    operands = inputs.slice(0, program.inputs.length),
    lanes = lanesOf(terms);
  const plan: Plan = {
    ...reductionOf(request),
    lanes,
    alone: lanes === 1 || (gpu.isSoftware && total * blocks >= ALONE),
    columns: inner > 1,
    ends: blocks === 1,
  };
  const fault = plan.overflows ? gpu.fault() : null,
    key = `${combine} ${plan.lanes} ${plan.alone} ${plan.columns} ${keyOf(plan)} ${programKey(program)}`;
  const put = (words: Words, terms: number, reduction: Reduction): void => {
    words.put(total);
    words.put(terms);
    putTerms(words, reduction);
  };
  const teams = plan.alone ? SIZE : SIZE / plan.lanes;
  if (blocks === 1) {
    const to = bound(inputs, outputs);
    const kernel = gpu.kernel(`reduce ${to.key} ${key}`, () => wholeKernel(plan, to));
    gpu.dispatch(
      kernel,
      [...to.storages, ...(fault ? [gpu.faults] : [])],
      (words) => (put(words, terms, plan), putEnd(words, request, fault?.slot)),
      Math.ceil(total / teams),
    );
    return fault?.answer ?? null;
  }
  const fields = plan.acc.fields.length,
    parts = gpu.reserve(4 * fields * total * blocks),
    part: View = { storage: parts, offset: 0, strides: [1] };
  // Some blocks at a time, where a kernel has no room for all that they are made of.
  const addUp = (first: number, count: number): void => {
    const some = Math.min(count * BLOCK, terms - first * BLOCK),
      begun = operands.map((o) => (typeof o === "number" ? o : { ...o, offset: o.offset + first * BLOCK * o.strides.at(-2)! })),
      inputs = gpu.hasPieces ? narrowed(begun, (all, look) => lookAt(all, look, program, shape.toSpliced(-2, 1, some))) : begun,
      to = bound(inputs, [part]);
    if (count > 1 && to.pieces.reduce((n, k) => n + k, 0) > BUFFERS) {
      const half = Math.ceil(count / 2);
      addUp(first, half);
      return addUp(first + half, count - half);
    }
    const kernel = gpu.kernel(`reduce parts ${to.key} ${key}`, () => wholeKernel(plan, to));
    gpu.dispatch(
      kernel,
      to.storages,
      (words) => {
        put(words, some, { ...plan, inputs });
        words.put(first * total * fields);
      },
      Math.ceil((total * count) / teams),
    );
  };
  addUp(0, blocks);
  const ends = bound([part], outputs);
  const last = gpu.kernel(`reduce totals ${ends.key} ${key}`, () => totalsKernel(plan, ends));
  gpu.dispatch(
    last,
    [...ends.storages, ...(fault ? [gpu.faults] : [])],
    (words) => {
      words.put(total);
      words.put(blocks);
      putEnd(words, request, fault?.slot);
    },
    Math.ceil(total / 64),
  );
  gpu.free(parts);
  return fault?.answer ?? null;
}

interface Plan extends Reduction {
  readonly lanes: number;
  /** Whether an invocation goes through all lanes of a sum, one after the other. */
  readonly alone: boolean;
  /** Whether the terms of neighbouring results are neighbours. */
  readonly columns: boolean;
  /** Whether one block has all terms. */
  readonly ends: boolean;
}

function wholeKernel(plan: Plan, to: Bound): Source {
  const { inputs, acc, lanes, alone, columns, ends } = plan,
    numbers = new Numbers(),
    [total, reduced] = numbers.take(2),
    teams = alone ? SIZE : SIZE / lanes;
  const { functions, begin, add } = termsOf(plan, numbers, to.of),
    first = ends ? "" : numbers.next(),
    store = ends
      ? end(plan, numbers, to.of.slice(inputs.length))
      : acc.fields
          .map(
            (_, i) =>
              `    ${storeWord(to.of.at(-1)!, `${first} + (block * ${total} + out) * ${acc.fields.length}u + ${i}u`, `bitcast<u32>(state.s${i})`)}\n`,
          )
          .join("");
  // Neighbouring lanes read neighbouring elements.
  const [lane, team] = alone ? ["0u", "lane"] : columns ? [`lane / ${teams}u`, `lane % ${teams}u`] : [`lane % ${lanes}u`, `lane / ${lanes}u`];
  const loop = `    for (var r = block * ${BLOCK}u + mine; r < min((block + 1u) * ${BLOCK}u, ${reduced}); r += ${lanes}u) { ${add} }
`;
  return source("reduce", {
    to,
    faults: ends && plan.overflows,
    words: numbers.count,
    size: SIZE,
    functions: `${common(plan)}${functions}${alone ? "" : shared(plan, SIZE)}`,
    body: `  let mine = ${lane};
  let at = group * ${teams}u + ${team};
  let out = at % ${total};
  let block = at / ${total};
  let live = block * ${BLOCK}u < max(${reduced}, 1u);
  var state = zero();
  if (live) {
${begin}${alone && lanes === LANES ? inTurn(plan, loop) : loop}  }
${alone ? "" : together(plan, columns ? teams : 1)}  if (live && mine == 0u) {
${store}  }
`,
  });
}

/** One invocation goes through the blocks of a result, as a binary counter: whenever two parts are of one size, they become one. */
function totalsKernel(plan: Plan, to: Bound): Source {
  const { acc } = plan,
    numbers = new Numbers(),
    total = numbers.next(),
    blocks = numbers.next(),
    field = (i: number): string => {
      const word = wordAt(0, `(block * ${total} + out) * ${acc.fields.length}u + ${i}u`);
      return acc.fields[i] === "f32" ? `bitcast<f32>(${word})` : `bitcast<i32>(${word})`;
    };
  const ending = end(plan, numbers, to.of.slice(1));
  return source("reduce", {
    to,
    faults: plan.overflows,
    words: numbers.count,
    size: 64,
    functions: common(plan),
    body: `  let out = group * 64u + lane;
  if (out >= ${total}) { return; }
  var parts: array<State, 32>;
  var depth = 0u;
  for (var block = 0u; block < ${blocks}; block++) {
    var part = State(${acc.fields.map((_, i) => field(i)).join(", ")});
${counted("block", "part", "")}  }
  for (; depth > 1u; depth -= 1u) { parts[depth - 2u] = merge(parts[depth - 2u], parts[depth - 1u]); }
  let state = parts[0];
  {
${ending}  }
`,
  });
}
