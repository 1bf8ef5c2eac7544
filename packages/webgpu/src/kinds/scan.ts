/**
 * scan: a line is gone through by one invocation, a long one in chunks. Of each chunk it is found at first what it makes of any state: state·product + total.
 * Then one invocation goes from chunk to chunk and leaves the state before each, and then all chunks are gone through at once.
 *
 * All orders are one: the state at j is that at j − 1, times a factor, plus a term, where factor and term are those at j or, `late`, at j − 1.
 */
import type { Fault, ScanRequest, View } from "@evenkeel/core";
import type { Kind } from "@evenkeel/core/narrow";
import type { Gpu, Source } from "../gpu.js";
import { bitsAt, storeBits, storeWord, wordAt, wordsIn } from "../print/elements.js";
import { type Bound, bound, Numbers, overflowFault, source, wordsOf } from "../print/kernel.js";
import type { Words } from "../words.js";
import { fieldsOf, functions, has, isRecurrence, type Style } from "./scanSteps.js";

const SIZE = 64;
/** A longer line is gone through in chunks, about as many as a chunk has elements. The length alone decides, so that a line has the same bits among any others. */
const LONGEST = 1024;

export function scan(gpu: Gpu, { dtype, shape, order, reverse, factor, term, output }: ScanRequest): Promise<Fault | null> | null {
  if (shape.includes(0)) return null;
  const [outer, n, inner] = shape,
    lines = outer * inner,
    chunk = n <= LONGEST ? n : 2 ** Math.ceil(Math.log2(n) / 2),
    chunks = Math.ceil(n / chunk);
  const style: Style = {
    dtype,
    factor: !factor ? "none" : order === "inclusive" ? "now" : "late",
    term: !term ? "none" : order === "exclusive" ? "late" : "now",
  };
  const inputs = [factor, term].filter((v) => v !== null),
    key = `scan ${dtype} ${style.factor} ${style.term}`,
    width = widthOf(style);
  const put = (words: Words, operands: readonly View[]): void => {
    for (const x of [lines, inner, n, chunk]) words.put(x);
    for (const { offset, strides } of operands) {
      const [o, j, i] = strides as [number, number, number];
      for (const x of reverse ? [offset + (n - 1) * j, o, -j, i] : [offset, o, j, i]) words.put(x);
    }
  };
  const parts = chunks > 1 ? gpu.reserve(4 * width * lines * chunks) : null,
    part: View | null = parts && { storage: parts, offset: 0, strides: [0, 0, 0] };
  if (part) {
    const to = bound(inputs, [part]);
    const totals = gpu.kernel(`${key} totals ${to.key}`, () => totalsKernel(style, to));
    gpu.dispatch(totals, to.storages, (words) => put(words, inputs), Math.ceil((lines * chunks) / SIZE));
    const states = gpu.kernel(`${key} states ${to.key}`, () => statesKernel(style, to));
    gpu.dispatch(states, to.storages, (words) => put(words, inputs), Math.ceil(lines / SIZE));
  }
  const to = bound(part ? [...inputs, part] : inputs, [output]),
    fault = dtype === "int32" ? gpu.fault() : null;
  const kernel = gpu.kernel(`${key} ${part ? "chunks" : "lines"} ${to.key}`, () => linesKernel(style, to, part !== null));
  gpu.dispatch(
    kernel,
    [...to.storages, ...(fault ? [gpu.faults] : [])],
    (words) => {
      put(words, [...inputs, output]);
      words.put(fault?.slot ?? 0);
    },
    Math.ceil((lines * chunks) / SIZE),
  );
  if (parts) gpu.free(parts);
  return fault?.answer ?? null;
}

/** Words of a chunk: its total, then of a recurrence its product, and whether one of its factors is infinite or NaN. */
const widthOf = (style: Style): number => fieldsOf(style).length * (isRecurrence(style) ? 2 : 1) + (isRecurrence(style) ? 1 : 0);

/** What all kernels have in common: their numbers, where a line begins, and the loads of a step. */
class Lines {
  readonly numbers = new Numbers();
  readonly count = this.numbers.next();
  private readonly inner = this.numbers.next();
  readonly n = this.numbers.next();
  readonly chunk = this.numbers.next();
  private readonly operands: readonly { readonly begin: string; readonly step: string }[];
  readonly fields: readonly Kind[];

  constructor(
    readonly style: Style,
    readonly to: Bound,
    operands: number,
  ) {
    this.fields = fieldsOf(style);
    this.operands = Array.from({ length: operands }, () => {
      const offset = this.numbers.next(),
        outer = this.numbers.next(),
        step = this.numbers.next();
      return { begin: `${offset} + line / ${this.inner} * ${outer} + line % ${this.inner} * ${this.numbers.next()}`, step };
    });
  }

  /** Where operands begin in line `line`. */
  get begins(): string {
    return this.operands.map(({ begin }, k) => `  let begin${k} = ${begin};\n`).join("");
  }
  place(k: number, j: string): string {
    return `begin${k} + ${j} * ${this.operands[k]!.step}`;
  }
  /** The words of the factor, which come first. */
  get factor(): string {
    return Array.from({ length: wordsIn(this.style.dtype) }, (_, i) => `x0_${i}`).join(", ");
  }
  /** Makes `state` what it is after a step, of words `x0_0`, …; what is late is at first what changes nothing. */
  get step(): string {
    const { factor, term, dtype } = this.style,
      given = [
        { lateness: factor, nothing: 1 },
        { lateness: term, nothing: 0 },
      ].filter(({ lateness }) => has(lateness));
    const words = given.flatMap(({ lateness, nothing }, k) => {
      const at = (j: string): readonly string[] => bitsAt(this.to.of[k]!, dtype, this.place(k, j)),
        first = wordsOf(dtype, nothing);
      const now = lateness === "now" ? at("j") : at("(max(j, 1u) - 1u)").map((word, i) => `select(${word}, bitcast<i32>(${first[i]!}u), j == 0u)`);
      return now.map((word, i) => ({ name: `x${k}_${i}`, word }));
    });
    return `${words.map(({ name, word }) => `    let ${name} = ${word};\n`).join("")}    state = step(state, ${words.map(({ name }) => name).join(", ")});\n`;
  }
  get start(): string {
    return has(this.style.term) ? "zero()" : "one()";
  }
  /** Fields of a state from or to words of a buffer. */
  load(binding: number, at: string, first = 0): string {
    return `State(${this.fields.map((kind, i) => `bitcast<${kind}>(${wordAt(binding, `${at} + ${first + i}u`)})`).join(", ")})`;
  }
  store(binding: number, at: string, state: string, first = 0): string {
    return this.fields.map((_, i) => `  ${storeWord(binding, `${at} + ${first + i}u`, `bitcast<u32>(${state}.s${i})`)}\n`).join("");
  }
  source(body: string, hasFault = false): Source {
    const { to, numbers, style } = this;
    return source("scan", {
      to,
      faults: hasFault,
      words: numbers.count,
      size: SIZE,
      functions: functions(style),
      body,
    });
  }
}

/** One invocation for each chunk. Those of neighbouring lines are neighbours. */
const ofChunk = (lines: Lines): string => `  let at = group * ${SIZE}u + lane;
  let line = at % ${lines.count};
  let first = at / ${lines.count} * ${lines.chunk};
  if (first >= ${lines.n}) { return; }
  let end = min(first + ${lines.chunk}, ${lines.n});
${lines.begins}`;

function totalsKernel(style: Style, to: Bound): Source {
  const lines = new Lines(style, to, to.of.length - 1),
    parts = to.of.at(-1)!,
    width = widthOf(style),
    size = lines.fields.length;
  const [product, multiply, rest] = isRecurrence(style)
    ? [
        "  var product = one();\n  var isOdd = 0;\n",
        `    product = scaledBy(product, ${lines.factor});\n    isOdd |= odd(${lines.factor});\n`,
        `${lines.store(parts, `at * ${width}u`, "product", size)}  ${storeWord(parts, `at * ${width}u + ${2 * size}u`, "u32(isOdd)")}\n`,
      ]
    : ["", "", ""];
  return lines.source(`${ofChunk(lines)}  var state = ${lines.start};
${product}  for (var j = first; j < end; j++) {
${lines.step}${multiply}  }
${lines.store(parts, `at * ${width}u`, "state")}${rest}`);
}

/**
 * The state before each chunk takes the place of its total. After an infinite factor a state is not finite, and which infinity, or NaN, is not a
 * matter of products and totals: such a chunk is gone through again.
 */
function statesKernel(style: Style, to: Bound): Source {
  const lines = new Lines(style, to, to.of.length - 1),
    parts = to.of.at(-1)!,
    width = widthOf(style),
    size = lines.fields.length;
  const join = !isRecurrence(style)
    ? "    state = join(state, total);\n"
    : `    if (${wordAt(parts, `at + ${2 * size}u`)} == 0u) {
      state = join(${lines.load(parts, "at", size)}, state, total);
      continue;
    }
    for (var j = first; j < min(first + ${lines.chunk}, ${lines.n}); j++) {
${lines.step}    }
`;
  return lines.source(`  let line = group * ${SIZE}u + lane;
  if (line >= ${lines.count}) { return; }
${lines.begins}  var state = ${lines.start};
  for (var first = 0u; first < ${lines.n}; first += ${lines.chunk}) {
    let at = (first / ${lines.chunk} * ${lines.count} + line) * ${width}u;
    let total = ${lines.load(parts, "at")};
${lines.store(parts, "at", "state")}${join}  }
`);
}

function linesKernel(style: Style, to: Bound, isPart: boolean): Source {
  const inputs = to.of.length - 1 - +isPart,
    lines = new Lines(style, to, inputs + 1),
    slot = lines.numbers.next(),
    before = isPart ? lines.load(to.of[inputs]!, `at * ${widthOf(style)}u`) : lines.start;
  const each = wordsIn(style.dtype),
    stores = Array.from({ length: each }, (_, i) => `rounded${i}(state)`);
  return lines.source(
    `${ofChunk(lines)}  var state = ${before};
  for (var j = first; j < end; j++) {
${lines.step}${storeBits(to.of.at(-1)!, lines.place(inputs, "j"), stores)}  }
${style.dtype === "int32" ? `  if (state.s1 != 0) { ${overflowFault(slot)} }\n` : ""}`,
    style.dtype === "int32",
  );
}
