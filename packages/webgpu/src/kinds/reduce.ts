/**
 * reduce: terms combined over the middle of [outer, reduced, inner]. The order is a function of the number of terms: blocks of 4,096; in each 32 lanes by index
 * mod 32, up to 16 terms one; lanes and then blocks are combined pairwise, the left part being the largest power of two below their number.
 */
import { bytesIn, type Fault, type Program, programKey, type ReduceRequest, typeOf, type View } from "@evenkeel/core";
import { type Computed, type Machine, machine, programOf, type Value } from "@evenkeel/core/narrow";
import type { Gpu, Source } from "../gpu.js";
import { accumulator, type Accumulator, isBeyond, state } from "../print/combine.js";
import { bitsAt, bitsOf, named, valueOf } from "../print/elements.js";
import { fn } from "../print/functions.js";
import { type Bound, bound, Numbers, overflowFault, source } from "../print/kernel.js";
import { numberOf, putNumber } from "../print/numbers.js";
import { print, text } from "../print/wgsl.js";
import type { Words } from "../words.js";
import { type Dimension, merged } from "./grid.js";
import { packed } from "./packed.js";

const BLOCK = 4096;
const LANES = 32;
const FEW = 16;
const SIZE = 256;
/** From so many sums on, an invocation has one for itself where work groups that wait for one another are slow. */
const ALONE = 16;

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
    operands = inputs.slice(0, program.inputs.length);
  const plan: Plan = {
    program,
    inputs,
    acc: accumulator(
      combine,
      typeOf(program, program.outputs[0]!) !== "int32",
      program.finish || typeOf(program, program.outputs[0]!) === "float64" ? program.outputs.length : 0,
    ),
    dims: merged(
      [...outer, inner],
      [...operands.map((o) => (typeof o === "number" ? o : { ...o, strides: [...o.strides.slice(0, -2), o.strides.at(-1)!] }))],
    ),
    lanes: terms <= FEW ? 1 : LANES,
    alone: terms <= FEW || (gpu.isSoftware && total * blocks >= ALONE),
    columns: inner > 1,
    ends: blocks === 1,
    overflows: combine === "sum" && typeOf(program, program.outputs[0]!) === "int32",
  };
  const fault = plan.overflows ? gpu.fault() : null,
    key = `${combine} ${plan.lanes} ${plan.alone} ${plan.columns} ${plan.dims.length} ${inputs.map((o) => +(typeof o === "number")).join("")} ${programKey(program)}`;
  const put = (words: Words): void => {
    words.put(total);
    words.put(terms);
    plan.dims.slice(1).forEach((d) => words.put(d.size));
    operands.forEach((o, k) => {
      if (typeof o === "number") return putNumber(words, program.inputs[k]!, o);
      words.put(o.offset);
      words.put(o.strides.at(-2)!);
      plan.dims.forEach((d) => words.put(d.strides[k]!));
    });
  };
  const teams = plan.alone ? SIZE : SIZE / plan.lanes;
  if (blocks === 1) {
    const to = bound(inputs, outputs);
    const kernel = gpu.kernel(`reduce ${to.of.join()} ${key}`, () => wholeKernel(plan, to, outputs));
    gpu.dispatch(
      kernel,
      [...to.storages, ...(fault ? [gpu.faults] : [])],
      (words) => (put(words), putEnd(words, request, fault?.slot)),
      Math.ceil(total / teams),
    );
    return fault?.answer ?? null;
  }
  const fields = plan.acc.fields.length,
    parts = gpu.reserve(4 * fields * total * blocks),
    part: View = { storage: parts, offset: 0, strides: [1] };
  const to = bound(operands, [part]);
  const kernel = gpu.kernel(`reduce parts ${to.of.join()} ${key}`, () => wholeKernel(plan, to, [part]));
  gpu.dispatch(kernel, to.storages, put, Math.ceil((total * blocks) / teams));
  const ends = bound([part], outputs);
  const last = gpu.kernel(`reduce totals ${ends.of.join()} ${key}`, () => totalsKernel(plan, ends, outputs));
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

interface Plan {
  readonly program: Program;
  readonly inputs: ReduceRequest["inputs"];
  readonly acc: Accumulator;
  /** Of the results, with the strides of the terms' operands. */
  readonly dims: readonly Dimension[];
  readonly lanes: number;
  /** Whether an invocation goes through all lanes of a sum, one after the other. */
  readonly alone: boolean;
  /** Whether the terms of neighbouring results are neighbours. */
  readonly columns: boolean;
  /** Whether one block has all terms. */
  readonly ends: boolean;
  readonly overflows: boolean;
}

/** What the end of a reduction needs: the numbers of `finish`, the outputs, and where a fault goes. */
function putEnd(words: Words, { program, inputs, outputs }: ReduceRequest, slot = 0): void {
  program.finish?.inputs.slice(program.outputs.length).forEach((dtype, k) => putNumber(words, dtype, inputs[program.inputs.length + k] as number));
  outputs.forEach((o) => words.put(o.offset));
  words.put(slot);
}

/** State, and how it is begun and put together. */
const common = ({ acc }: Plan): string => `${state(acc)}${fn("merge", "State", acc.fields, { structs: 2 }, (m, [a, b]) => acc.merge(m, a!, b!))}`;

/** The text that stores the totals of `state`. */
function end(numbers: Numbers, { acc, program, overflows }: Plan, to: Bound, outputs: readonly View[], first: number): string {
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
  const places = outputs.map((_, j) => {
    const at = numbers.next(),
      words = bits[j]!,
      buffer = `b${to.of[first + j]!}`;
    return words.map((w, k) => `    ${buffer}[${words.length}u * (${at} + out) + ${k}u] = bitcast<u32>(${text(w)});\n`).join("");
  });
  const slot = numbers.next();
  return `${lines}${places.join("")}${beyond ? `    if (${text(beyond)}) { ${overflowFault(slot)} }\n` : ""}`;
}
const faultsOf = ({ overflows }: Plan): readonly boolean[] => (overflows ? [true] : []);

function wholeKernel(plan: Plan, to: Bound, outputs: readonly View[]): Source {
  const { program, inputs, acc, dims, lanes, alone, columns, ends } = plan,
    numbers = new Numbers(),
    total = numbers.next(),
    reduced = numbers.next(),
    sizes = dims.slice(1).map(() => numbers.next()),
    teams = alone ? SIZE : SIZE / lanes,
    last = dims.length - 1;
  const coordinates = dims
    .map((_, d) => {
      const rest = d === last ? "out" : `r${d + 1}`;
      return d === 0 ? `    let c0 = ${rest};\n` : `    let c${d} = ${rest} % ${sizes[d - 1]!};\n    let r${d} = ${rest} / ${sizes[d - 1]!};\n`;
    })
    .reverse()
    .join("");
  const loads: string[] = [],
    begins: string[] = [],
    given: ((m: Machine) => Computed)[] = [];
  program.inputs.forEach((dtype, k) => {
    if (typeof inputs[k] === "number") {
      // Its place among the numbers is here, and its value in the function.
      const first = numbers.count;
      numberOf(machine(), numbers, dtype);
      given.push((m) => numberOf(m, new Numbers(first), dtype));
      return;
    }
    const offset = numbers.next(),
      step = numbers.next();
    begins.push(`    let a${k} = ${[offset, ...dims.map((_, d) => `c${d} * ${numbers.next()}`)].join(" + ")};\n`);
    const first = loads.length;
    loads.push(...bitsAt(`b${to.of[k]!}`, dtype, `a${k} + r * ${step}`));
    const words = loads.slice(first).map((_, i) => named(`x${first + i}`));
    given.push((m) => valueOf(m, dtype, words));
  });
  const step = fn("step", "State", acc.fields, { structs: 1, words: loads.length }, (m, [a]) => {
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
  // Neighbouring lanes read neighbouring elements.
  const [lane, team] = alone ? ["0u", "lane"] : columns ? [`lane / ${teams}u`, `lane % ${teams}u`] : [`lane % ${lanes}u`, `lane / ${lanes}u`],
    stride = columns ? teams : 1;
  const loop = `    for (var r = block * ${BLOCK}u + mine; r < min((block + 1u) * ${BLOCK}u, ${reduced}); r += ${lanes}u) {
      state = step(state${loads.map((l) => `, ${l}`).join("")});
    }
`;
  const [run, tree] = alone ? [lanes === 1 ? loop : inTurn(lanes, loop), ""] : [loop, together(lanes, stride)];
  const store = ends
    ? end(numbers, plan, to, outputs, inputs.length)
    : acc.fields
        .map((kind, i) => `    b${to.of.at(-1)!}[(block * ${total} + out) * ${acc.fields.length}u + ${i}u] = bitcast<u32>(state.s${i});\n`)
        .join("");
  return source("reduce", {
    writes: [...to.writes, ...(ends ? faultsOf(plan) : [])],
    faults: ends && plan.overflows,
    words: numbers.count,
    size: SIZE,
    functions: `${common(plan)}${step}${alone ? "" : `var<workgroup> shared_states: array<State, ${SIZE}>;\n`}`,
    body: `  ${alone && lanes > 1 ? "var" : "let"} mine = ${lane};
  let at = group * ${teams}u + ${team};
  let out = at % ${total};
  let block = at / ${total};
  let live = block * ${BLOCK}u < max(${reduced}, 1u);
  var state = zero();
  if (live) {
${coordinates}${begins.join("")}${run}  }
${tree}  if (live && mine == 0u) {
${store}  }
`,
  });
}

/** Lanes of a work group put together pairwise, as their number says. */
const together = (lanes: number, stride: number): string => `  shared_states[lane] = state;
  for (var d = 1u; d < ${lanes}u; d *= 2u) {
    workgroupBarrier();
    if (mine % (2u * d) == 0u) { shared_states[lane] = merge(shared_states[lane], shared_states[lane + d * ${stride}u]); }
  }
  state = shared_states[lane];
`;
/** The same of one invocation: whenever two parts are of one size, they become one. */
const inTurn = (lanes: number, loop: string): string => `    var parts: array<State, ${Math.log2(lanes) + 1}>;
    var depth = 0u;
    for (; mine < ${lanes}u; mine++) {
      state = zero();
${loop}      for (var count = mine; (count & 1u) == 1u; count >>= 1u) {
        depth -= 1u;
        state = merge(parts[depth], state);
      }
      parts[depth] = state;
      depth += 1u;
    }
    mine = 0u;
`;

/** One invocation goes through the blocks of a result, as a binary counter: whenever two parts are of one size, they become one. */
function totalsKernel(plan: Plan, to: Bound, outputs: readonly View[]): Source {
  const { acc } = plan,
    numbers = new Numbers(),
    total = numbers.next(),
    blocks = numbers.next(),
    field = (i: number): string => {
      const word = `b0[(block * ${total} + out) * ${acc.fields.length}u + ${i}u]`;
      return acc.fields[i] === "f32" ? `bitcast<f32>(${word})` : `bitcast<i32>(${word})`;
    };
  const ending = end(numbers, plan, to, outputs, 1);
  return source("reduce", {
    writes: [...to.writes, ...faultsOf(plan)],
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
    for (var count = block; (count & 1u) == 1u; count >>= 1u) {
      depth -= 1u;
      part = merge(parts[depth], part);
    }
    parts[depth] = part;
    depth += 1u;
  }
  for (; depth > 1u; depth -= 1u) { parts[depth - 2u] = merge(parts[depth - 2u], parts[depth - 1u]); }
  let state = parts[0];
  {
${ending}  }
`,
  });
}
