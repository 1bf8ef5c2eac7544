/**
 * The text of a reduction within a kernel: how its terms are found and added, how lanes are put together, and how totals are stored. A suffix tells several reductions of a
 * kernel apart.
 */
import { type Program, type ReduceRequest, typeOf, type View } from "@evenkeel/core";
import { type Computed, type Machine, machine, programOf, type Value } from "@evenkeel/core/narrow";
import { type Dimension, merged } from "../kinds/grid.js";
import type { Words } from "../words.js";
import { accumulator, type Accumulator, isBeyond, state } from "./combine.js";
import { bitsAt, bitsOf, named, storeBits, valueOf } from "./elements.js";
import { fn } from "./functions.js";
import { Numbers, overflowFault } from "./kernel.js";
import { coordinates } from "./loop.js";
import { numberOf, putNumber } from "./numbers.js";
import { print, text } from "./wgsl.js";

/** Terms of a block, the lanes of each, and how many terms one lane has alone. */
export const BLOCK = 4096;
export const LANES = 32;
const FEW = 16;
export const lanesOf = (terms: number): number => (terms <= FEW ? 1 : LANES);
/** From so many lines on, an invocation has one for itself where work groups that wait for one another are slow. */
export const ALONE = 16;

export interface Reduction {
  readonly program: Program;
  readonly inputs: ReduceRequest["inputs"];
  readonly acc: Accumulator;
  /** Of the results, with the strides of the terms' operands. */
  readonly dims: readonly Dimension[];
  readonly overflows: boolean;
  readonly suffix: string | number;
}

export function reductionOf({ combine, program, shape, inputs }: ReduceRequest, suffix: string | number = ""): Reduction {
  const isWhole = typeOf(program, program.outputs[0]!) === "int32",
    unrounded = program.finish || typeOf(program, program.outputs[0]!) === "float64" ? program.outputs.length : 0,
    operands = inputs.slice(0, program.inputs.length).map((o) => (typeof o === "number" ? o : { ...o, strides: o.strides.toSpliced(-2, 1) }));
  return {
    program,
    inputs,
    acc: accumulator(combine, !isWhole, unrounded),
    dims: merged(shape.toSpliced(-2, 1), operands),
    overflows: combine === "sum" && isWhole,
    suffix,
  };
}
/** What of it stands in a kernel, beside its program. */
export const keyOf = ({ dims, inputs }: Reduction): string => waysOf(dims, inputs, TERMS);
/** What stands in a kernel of how its operands lie: the dimensions, and of each whether it is a number, the same along one of them, or neither. */
export const waysOf = (dims: readonly Dimension[], inputs: readonly (View | number)[], along: number): string =>
  `${dims.length} ${inputs.map((o) => (typeof o === "number" ? 1 : isStill(o, along) ? 2 : 0)).join("")}`;
/** Whether an operand is the same along a dimension. */
export const isStill = ({ strides }: View, along: number): boolean => strides.at(along) === 0;
/** The dimension of terms. */
const TERMS = -2;

/** State, how it is begun, and how two are put together. */
export const common = ({ acc, suffix }: Reduction): string =>
  `${state(acc, suffix)}${fn(`merge${suffix}`, `State${suffix}`, acc.fields, { structs: 2 }, (m, [a, b]) => acc.merge(m, a!, b!))}`;

interface Terms {
  /** `step`, which adds a term to a state. */
  readonly functions: string;
  /** Lines that find where the terms of result `out` are. */
  readonly begin: string;
  /** The statement that adds term `r` to `state`. */
  readonly add: string;
}
/** `of`: the bindings of the operands. */
export function termsOf({ program, inputs, acc, dims, suffix }: Reduction, numbers: Numbers, of: readonly number[]): Terms {
  const sizes = numbers.take(dims.length - 1),
    loads: string[] = [],
    places: string[] = [],
    given: ((m: Machine) => Computed)[] = [];
  program.inputs.forEach((dtype, k) => {
    if (typeof inputs[k] === "number") {
      // Its place among the numbers is here, and its value in the function.
      const first = numbers.count;
      numberOf(machine(), numbers, dtype);
      given.push((m) => numberOf(m, new Numbers(first), dtype));
      return;
    }
    const { line, step } = placeOf(k, dims, numbers);
    places.push(line);
    const first = loads.length,
      still = isStill(inputs[k] as View, TERMS);
    bitsAt(of[k]!, dtype, still ? `a${k}` : `a${k} + r * ${step}`).forEach((bits, i) => {
      if (still) places.push(`    let still${k}_${i} = ${bits};\n`);
      loads.push(still ? `still${k}_${i}` : bits);
    });
    const words = loads.slice(first).map((_, i) => named(`x${first + i}`));
    given.push((m) => valueOf(m, dtype, words));
  });
  const functions = fn(`step${suffix}`, `State${suffix}`, acc.fields, { structs: 1, words: loads.length }, (m, [a]) => {
    const values = programOf(
      m,
      program,
      given.map((value) => value(m)),
    );
    return acc.add(
      m,
      a!,
      program.outputs.map((i) => values[i]!),
    );
  });
  return { functions, begin: `${coordinates(sizes, "out")}${places.join("")}`, add: `state = step${suffix}(${["state", ...loads].join(", ")});` };
}
/** Writes what `termsOf` names. */
export function putTerms(words: Words, { program, inputs, dims }: Reduction): void {
  dims.slice(1).forEach((d) => words.put(d.size));
  program.inputs.forEach((dtype, k) => {
    const o = inputs[k]!;
    if (typeof o === "number") return putNumber(words, dtype, o);
    putPlace(words, k, dims, o.offset, o.strides.at(-2)!);
  });
}

/** The text that stores the totals of `state`; `of`: the bindings of the outputs. */
export function end({ acc, program, overflows }: Reduction, numbers: Numbers, of: readonly number[]): string {
  const m = machine(),
    found = acc.fields.map((kind, i): Value => ({ kind, name: `state.s${i}` })),
    totals = acc.totals(m, found);
  const { finish } = program,
    given = finish?.inputs.slice(program.outputs.length).map((dtype) => numberOf(m, numbers, dtype)) ?? [];
  const values = finish ? programOf(m, finish, [...totals, ...given]) : totals;
  const stored = finish
    ? finish.outputs.map((i) => ({ value: values[i]!, dtype: typeOf(finish, i) }))
    : [{ value: totals[0]!, dtype: typeOf(program, program.outputs[0]!) }];
  const bits = stored.map(({ value, dtype }) => bitsOf(m, dtype, value)),
    beyond = overflows ? isBeyond(m, found) : null;
  const lines = print(m.steps, [...bits.flat(), ...(beyond ? [beyond] : [])]);
  const places = of.map((binding, j) => storeBits(binding, `${numbers.next()} + out`, bits[j]!.map(text)));
  const slot = numbers.next();
  return `${lines}${places.join("")}${beyond ? `    if (${text(beyond)}) { ${overflowFault(slot)} }\n` : ""}`;
}
/** Writes what `end` names: the numbers of `finish`, the outputs, and where a fault goes. */
export function putEnd(words: Words, { program, inputs, outputs }: ReduceRequest, slot = 0): void {
  program.finish?.inputs.slice(program.outputs.length).forEach((dtype, k) => putNumber(words, dtype, inputs[program.inputs.length + k] as number));
  outputs.forEach((o) => words.put(o.offset));
  words.put(slot);
}

/** Shared memory for the lanes of a work group of so many. */
export const shared = ({ suffix }: Reduction, size: number): string => `var<workgroup> shared_states${suffix}: array<State${suffix}, ${size}>;\n`;
/** Lanes of a work group put together pairwise, as their number, `mine`, says; `stride` is how far neighbours are apart. */
export const together = ({ suffix }: Reduction, stride: number): string => `  shared_states${suffix}[lane] = state;
  for (var d = 1u; d < ${LANES}u; d *= 2u) {
    workgroupBarrier();
    if (mine % (2u * d) == 0u) { shared_states${suffix}[lane] = merge${suffix}(shared_states${suffix}[lane], shared_states${suffix}[lane + d * ${stride}u]); }
  }
  state = shared_states${suffix}[lane];
`;
/** The same of one invocation: whenever two parts are of one size, they become one. `loop` adds the terms of lane `mine`. */
export const inTurn = ({ suffix }: Reduction, loop: string): string => `    var parts: array<State${suffix}, ${Math.log2(LANES) + 1}>;
    var depth = 0u;
    for (var mine = 0u; mine < ${LANES}u; mine++) {
      state = zero${suffix}();
${loop}${counted("mine", "state", suffix)}    }
`;
/** A binary counter: `part`, the next by its number `at`, is put together with those of its size, and left among `parts`, `depth` of them. */
export const counted = (
  at: string,
  part: string,
  suffix: Reduction["suffix"],
): string => `      for (var count = ${at}; (count & 1u) == 1u; count >>= 1u) {
        depth -= 1u;
        ${part} = merge${suffix}(parts[depth], ${part});
      }
      parts[depth] = ${part};
      depth += 1u;
`;
/** Where the elements of operand `k` begin for a result, and the step between them: `a${k}`, and the name of the step. */
export function placeOf(k: number, dims: readonly Dimension[], numbers: Numbers): { readonly line: string; readonly step: string } {
  const [offset, step] = numbers.take(2);
  return { line: `    let a${k} = ${[offset, ...dims.map((_, d) => `c${d} * ${numbers.next()}`)].join(" + ")};\n`, step: step! };
}
/** Writes what `placeOf` names. */
export function putPlace(words: Words, k: number, dims: readonly Dimension[], offset: number, step: number): void {
  words.put(offset);
  words.put(step);
  dims.forEach((d) => words.put(d.strides[k]!));
}
