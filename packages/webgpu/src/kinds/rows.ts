/**
 * rows: reductions and a map that go along the same rows, in one kernel: 32 lanes have a row, or one invocation where rows are short or barriers slow. What a stage reads of
 * those before it, it reads from memory, where these lanes wrote it; every sum has the order that it has by itself, so that no bit changes. Long rows, and few
 * of them, go stage by stage.
 */
import { joinRows, type MapRequest, programKey, type ReduceRequest, type RowsRequest, typeOf } from "@evenkeel/core";
import { machine, needed, programOf, type Value } from "@evenkeel/core/narrow";
import { BUFFERS, type Gpu, type Source } from "../gpu.js";
import { bitsOf, load, loaded, perWord, storeBits, valueOf } from "../print/elements.js";
import { type Bound, bound, Numbers, source } from "../print/kernel.js";
import { coordinates } from "../print/loop.js";
import { numberOf, putNumber } from "../print/numbers.js";
import {
  ALONE,
  BLOCK,
  common,
  end,
  inTurn,
  isStill,
  keyOf,
  LANES,
  lanesOf,
  placeOf,
  putEnd,
  putPlace,
  putTerms,
  type Reduction,
  reductionOf,
  shared,
  termsOf,
  together,
  waysOf,
} from "../print/terms.js";
import { print, text } from "../print/wgsl.js";
import { type Dimension, merged } from "./grid.js";
import { map } from "./map.js";
import { reduce } from "./reduce.js";

const SIZE = 64;
/** Bytes of shared memory that every device gives a work group. */
const SHARED = 16384;

export const rows = /* @__PURE__ */ Object.assign(
  (gpu: Gpu, { stages }: RowsRequest): null => {
    const [terms] = stages[0]!.shape.slice(-2) as [number, number],
      total = stages[0]!.shape.slice(0, -2).reduce((n, d) => n * d, 1),
      lines = stages.map((stage, s): Line =>
        stage.kind === "reduce" ? { stage, reduction: reductionOf(stage, s) } : { stage, dims: mapDims(stage) },
      ),
      to = bound(
        stages.flatMap(({ inputs }) => inputs),
        stages.flatMap(({ outputs }) => outputs),
      );
    if (terms > BLOCK || terms > LANES * total || !isOneKernel(lines, to))
      // None of these answers: a total that could be a fault is not joined.
      for (const stage of stages) stage.kind === "map" ? map(gpu, stage) : void reduce(gpu, stage);
    else dispatch(gpu, lines, to, total, terms);
    return null;
  },
  { join: joinRows },
);

type Line = { readonly stage: ReduceRequest; readonly reduction: Reduction } | { readonly stage: MapRequest; readonly dims: readonly Dimension[] };

const mapDims = ({ shape, inputs }: MapRequest): readonly Dimension[] =>
  merged(
    shape.slice(0, -1),
    inputs.map((o) => (typeof o === "number" ? o : { ...o, strides: o.strides.slice(0, -1) })),
  );

/** Elements that share a word may be of two rows. */
function isOneKernel(lines: readonly Line[], { storages }: Bound): boolean {
  const bytes = lines.reduce((n, l) => n + ("dims" in l ? 0 : 4 * SIZE * l.reduction.acc.fields.length), 0);
  return (
    storages.length <= BUFFERS && bytes <= SHARED && lines.every((l) => !("dims" in l) || typesOf(l.stage).every((dtype) => perWord(dtype) <= 1))
  );
}
const typesOf = ({ program }: MapRequest) => program.outputs.map((i) => typeOf(program, i));

function dispatch(gpu: Gpu, lines: readonly Line[], to: Bound, total: number, terms: number): void {
  const lanes = lanesOf(terms),
    alone = lanes === 1 || (gpu.isSoftware && total >= ALONE);
  const keys = lines.map((l) =>
    "dims" in l
      ? `map ${waysOf(l.dims, l.stage.inputs, -1)} ${programKey(l.stage.program)}`
      : `${l.stage.combine} ${keyOf(l.reduction)} ${programKey(l.stage.program)}`,
  );
  const kernel = gpu.kernel(`rows ${alone} ${lanes} ${to.key} ${keys.join(" ")}`, () => kernelOf(lines, to, lanes, alone));
  gpu.dispatch(
    kernel,
    to.storages,
    (words) => {
      words.put(total);
      words.put(terms);
      for (const line of lines) {
        if (!("dims" in line)) {
          putTerms(words, line.reduction);
          putEnd(words, line.stage);
          continue;
        }
        const { inputs, outputs, program } = line.stage;
        line.dims.slice(1).forEach((d) => words.put(d.size));
        inputs.forEach((o, k) => {
          if (typeof o === "number") return putNumber(words, program.inputs[k]!, o);
          putPlace(words, k, line.dims, o.offset, o.strides.at(-1)!);
        });
        outputs.forEach((o) => words.put(o.offset));
      }
    },
    Math.ceil((total * (alone ? 1 : LANES)) / SIZE),
  );
}

function kernelOf(lines: readonly Line[], to: Bound, lanes: number, alone: boolean): Source {
  const numbers = new Numbers(),
    [total, terms] = numbers.take(2) as [string, string],
    each = (body: string, step = lanes): string => `    for (var r = mine; r < ${terms}; r += ${step}u) {${body}}\n`,
    isLive = alone ? "" : "if (live) ";
  let functions = "",
    input = 0,
    output = lines.reduce((n, { stage }) => n + stage.inputs.length, 0);
  const bodies = lines.map((line): string => {
    const of = to.of.slice(input, (input += line.stage.inputs.length)),
      into = to.of.slice(output, (output += line.stage.outputs.length));
    if ("dims" in line)
      return `  ${isLive}{\n${mapText(line.stage, line.dims, numbers, { of, into, terms }, (body) => each(body, alone ? 1 : LANES))}  }\n`;
    const { reduction } = line,
      { functions: step, begin, add } = termsOf(reduction, numbers, of),
      store = end(reduction, numbers, into);
    functions += `${common(reduction)}${step}${alone ? "" : shared(reduction, SIZE)}`;
    const loop = each(` ${add} `);
    return `  {
  var state = zero${reduction.suffix}();
  ${isLive}{
${begin}${alone && lanes === LANES ? inTurn(reduction, loop) : loop}  }
${alone ? "" : together(reduction, 1)}  ${alone ? "" : "if (live && mine == 0u) "}{
${store}  }
  }
${alone ? "" : "  storageBarrier();\n"}`;
  });
  return source("rows", {
    to,
    words: numbers.count,
    size: SIZE,
    functions,
    body: `${
      alone
        ? `  let mine = 0u;
  let out = group * ${SIZE}u + lane;
  if (out >= ${total}) { return; }
`
        : `  let mine = lane % ${LANES}u;
  let out = group * ${SIZE / LANES}u + lane / ${LANES}u;
  let live = out < ${total};
`
    }${bodies.join("")}`,
  });
}

interface Places {
  readonly of: readonly number[];
  readonly into: readonly number[];
  readonly terms: string;
}
/** The map along row `out`. What is the same along a row is computed before it. */
function mapText(
  { program, inputs }: MapRequest,
  dims: readonly Dimension[],
  numbers: Numbers,
  { of, into, terms }: Places,
  each: (body: string) => string,
): string {
  const m = machine(),
    sizes = numbers.take(dims.length - 1);
  const places: string[] = [],
    loads: string[] = [],
    moving = new Set<Value>();
  const given = program.inputs.map((dtype, k) => {
    const o = inputs[k]!;
    if (typeof o === "number") return numberOf(m, numbers, dtype);
    const { line, step } = placeOf(k, dims, numbers),
      still = isStill(o, -1);
    places.push(line);
    if (still) places.push(load(`x${k}`, dtype, of[k]!, `a${k}`));
    else loads.push(load(`x${k}`, dtype, of[k]!, `a${k} + r * ${step}`));
    const words = loaded(`x${k}`, dtype);
    if (!still) words.forEach((w) => moving.add(w));
    return valueOf(m, dtype, words);
  });
  const values = programOf(m, program, given),
    bits = program.outputs.map((i) => bitsOf(m, typeOf(program, i), values[i]!)),
    steps = needed(m.steps, bits.flat());
  for (const s of steps) if (s.args.some((a) => moving.has(a))) moving.add(s.result);
  const [before, along] = [false, true].map((moves) =>
    print(
      steps.filter((s) => moving.has(s.result) === moves),
      steps.map((s) => s.result),
    ),
  );
  const stores = bits.map((words, j) => storeBits(into[j]!, `${numbers.next()} + out * ${terms} + r`, words.map(text)));
  return `${coordinates(sizes, "out")}${places.join("")}${before}${each(`\n${loads.join("")}${along}${stores.join("")}`)}`;
}
