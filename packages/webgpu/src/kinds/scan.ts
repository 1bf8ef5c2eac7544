/**
 * scan: a line is gone through by one invocation, a long one in chunks. Of each chunk it is found at first what it makes of any state: state·product + total.
 * Then one invocation goes from chunk to chunk and leaves the state before each, and then all chunks are gone through at once.
 *
 * All orders are one: the state at j is that at j − 1, times a factor, plus a term, where factor and term are those at j or, `late`, at j − 1.
 */
import type { Fault, ScanRequest, View } from "@evenkeel/core";
import { type Float, type Kind, type Machine, type Value } from "@evenkeel/core/narrow";
import type { Gpu, Source } from "../gpu.js";
import { accumulator } from "../print/combine.js";
import { FAR, FAR_ONE, FAR_ZERO, farNumbers } from "../print/farNumbers.js";
import { fn, struct, wordFn } from "../print/functions.js";
import { UPPER_PRODUCT } from "../print/integers.js";
import { type Bound, bound, Numbers, overflowFault, source } from "../print/kernel.js";
import { literal } from "../print/wgsl.js";
import type { Words } from "../words.js";

const SIZE = 64;
/** A longer line is gone through in chunks, about as many as a chunk has elements. The length alone decides, so that a line has the same bits among any others. */
const LONGEST = 1024;

/** What a kernel is made for: whether factor and term are there, and late. */
interface Style {
  readonly isWhole: boolean;
  readonly factor: "none" | "now" | "late";
  readonly term: "none" | "now" | "late";
}

export function scan(gpu: Gpu, { dtype, shape, order, reverse, factor, term, output }: ScanRequest): Promise<Fault | null> | null {
  if (shape.includes(0)) return null;
  const [outer, n, inner] = shape,
    lines = outer * inner,
    chunk = n <= LONGEST ? n : 2 ** Math.ceil(Math.log2(n) / 2),
    chunks = Math.ceil(n / chunk);
  const style: Style = {
    isWhole: dtype === "int32",
    factor: !factor ? "none" : order === "inclusive" ? "now" : "late",
    term: !term ? "none" : order === "exclusive" ? "late" : "now",
  };
  const inputs = [factor, term].filter((v) => v !== null),
    key = `scan ${dtype} ${style.factor} ${style.term}`,
    width = wordsOf(style);
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
    const totals = gpu.kernel(`${key} totals ${to.of.join()}`, () => totalsKernel(style, to));
    gpu.dispatch(totals, to.storages, (words) => put(words, inputs), Math.ceil((lines * chunks) / SIZE));
    const states = gpu.kernel(`${key} states ${to.of.join()}`, () => statesKernel(style, to));
    gpu.dispatch(states, to.storages, (words) => put(words, inputs), Math.ceil(lines / SIZE));
  }
  const to = bound(part ? [...inputs, part] : inputs, [output]),
    fault = style.isWhole ? gpu.fault() : null;
  const kernel = gpu.kernel(`${key} ${part ? "chunks" : "lines"} ${to.of.join()}`, () => linesKernel(style, to, part !== null));
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

const has = (what: "none" | "now" | "late"): boolean => what !== "none";
const isRecurrence = ({ factor, term }: Style): boolean => has(factor) && has(term);

/** The state: of float32 sums as a reduction has it, of products a number far from all others; of whole numbers its value, and whether one was beyond int32. */
const fieldsOf = ({ isWhole, factor }: Style): readonly Kind[] => (isWhole ? ["i32", "i32"] : has(factor) ? FAR : SUM.fields);
const SUM = accumulator("sum", true, 0);

/** Words of a chunk: its total, then of a recurrence its product, and whether one of its factors is infinite or NaN. */
const wordsOf = (style: Style): number => fieldsOf(style).length * (isRecurrence(style) ? 2 : 1) + (isRecurrence(style) ? 1 : 0);

/**
 * The functions: `zero` and `one`; `step(state, factor, term)`; `times(state, factor)`; `join` of a state and a chunk, or of product, state and total; and `rounded`, the
 * bits of an element.
 */
function functions(style: Style): string {
  const fields = fieldsOf(style),
    state = (name: string, values: readonly number[]): string =>
      `fn ${name}() -> State { return State(${values.map((x, i) => (fields[i] === "f32" ? literal(x) : `i32(${x})`)).join(", ")}); }\n`;
  if (style.isWhole) return `${struct("State", fields)}${state("zero", [0, 0])}${state("one", [1, 0])}${UPPER_PRODUCT}${WHOLE}${wholeSteps(style)}`;
  const words = +has(style.factor) + +has(style.term);
  if (!has(style.factor))
    return `${struct("State", fields)}${state("zero", SUM.zero)}${fn("step", "State", fields, { structs: 1, words }, (m, [a], [x]) => SUM.add(m, a!, [m.fromBits(x!)]))}
${fn("join", "State", fields, { structs: 2 }, (m, [a, b]) => SUM.merge(m, a!, b!))}
${wordFn("rounded", "State", fields, { structs: 1 }, (m, [a]) => m.toBits(SUM.totals(m, a!)[0] as Float))}`;
  const number = (m: Machine, x: Value<"i32">): readonly Value[] => farNumbers(m).ofFloat(m.fromBits(x));
  const step = fn("step", "State", fields, { structs: 1, words }, (m, [a], [x, y]) => {
    const { times, sum } = farNumbers(m),
      scaled = times(a!, number(m, x!));
    return y ? sum(scaled, number(m, y)) : scaled;
  });
  const join = fn("join", "State", fields, { structs: isRecurrence(style) ? 3 : 2 }, (m, [a, b, c]) => {
    const { times, sum } = farNumbers(m),
      scaled = times(a!, b!);
    return c ? sum(scaled, c) : scaled;
  });
  return `${struct("State", fields)}${state("zero", FAR_ZERO)}${state("one", FAR_ONE)}${step}${join}
${fn("times", "State", fields, { structs: 1, words: 1 }, (m, [a], [x]) => farNumbers(m).times(a!, number(m, x!)))}
${wordFn("rounded", "State", fields, { structs: 1 }, (m, [a]) => m.toBits(farNumbers(m).rounded(a!)))}`;
}

/** Exact in 64 bits from a state within int32; from one that is not nothing is asked. Chunks are joined modulo 2³². */
const WHOLE = `fn both(a: State, x: i32, y: i32) -> State {
  let p = bitcast<u32>(a.s0);
  let q = bitcast<u32>(x);
  let low = p * q;
  let high = upperProduct(p, q) - select(0u, q, a.s0 < 0) - select(0u, p, x < 0);
  let total = low + bitcast<u32>(y);
  let upper = high + bitcast<u32>(y >> 31u) + select(0u, 1u, total < low);
  let value = bitcast<i32>(total);
  return State(value, a.s1 | select(0, 1, upper != bitcast<u32>(value >> 31u)));
}
fn times(a: State, x: i32) -> State { return State(a.s0 * x, 0); }
fn rounded(a: State) -> i32 { return a.s0; }
`;

function wholeSteps({ factor, term }: Style): string {
  const sum =
      "fn step(a: State, y: i32) -> State { return both(a, 1, y); }\nfn join(a: State, b: State) -> State { return State(a.s0 + b.s0, 0); }\n",
    product =
      "fn step(a: State, x: i32) -> State { return both(a, x, 0); }\nfn join(a: State, b: State) -> State { return State(a.s0 * b.s0, 0); }\n",
    recurrence =
      "fn step(a: State, x: i32, y: i32) -> State { return both(a, x, y); }\nfn join(a: State, b: State, c: State) -> State { return State(a.s0 * b.s0 + c.s0, 0); }\n";
  return !has(factor) ? sum : has(term) ? recurrence : product;
}

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
  /** Makes `state` what it is after a step, of words `x0`, …; what is late is at first what changes nothing. */
  get step(): string {
    const { factor, term, isWhole } = this.style,
      one = isWhole ? "1" : "0x3f800000",
      given = [
        { lateness: factor, nothing: one },
        { lateness: term, nothing: "0" },
      ].filter(({ lateness }) => has(lateness));
    const loads = given.map(({ lateness, nothing }, k) => {
      const at = (j: string): string => `bitcast<i32>(b${this.to.of[k]!}[${this.place(k, j)}])`;
      return `    let x${k} = ${lateness === "now" ? at("j") : `select(${at("(max(j, 1u) - 1u)")}, ${nothing}, j == 0u)`};\n`;
    });
    return `${loads.join("")}    state = step(state, ${given.map((_, k) => `x${k}`).join(", ")});\n`;
  }
  get start(): string {
    return has(this.style.term) ? "zero()" : "one()";
  }
  /** Fields of a state from or to words of a buffer. */
  load(buffer: string, at: string, first = 0): string {
    return `State(${this.fields.map((kind, i) => `bitcast<${kind}>(${buffer}[${at} + ${first + i}u])`).join(", ")})`;
  }
  store(buffer: string, at: string, state: string, first = 0): string {
    return this.fields.map((_, i) => `  ${buffer}[${at} + ${first + i}u] = bitcast<u32>(${state}.s${i});\n`).join("");
  }
  source(body: string, hasFault = false): Source {
    const { to, numbers, style } = this;
    return source("scan", {
      writes: [...to.writes, ...(hasFault ? [true] : [])],
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
    parts = `b${to.of.at(-1)!}`,
    width = wordsOf(style),
    size = lines.fields.length;
  const [product, multiply, rest] = isRecurrence(style)
    ? [
        "  var product = one();\n  var odd = 0u;\n",
        `    product = times(product, x0);\n${style.isWhole ? "" : "    odd |= select(0u, 1u, (x0 & 0x7fffffff) > 0x7f7fffff);\n"}`,
        `${lines.store(parts, `at * ${width}u`, "product", size)}  ${parts}[at * ${width}u + ${2 * size}u] = odd;\n`,
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
    parts = `b${to.of.at(-1)!}`,
    width = wordsOf(style),
    size = lines.fields.length;
  const join = !isRecurrence(style)
    ? "    state = join(state, total);\n"
    : `    if (${parts}[at + ${2 * size}u] == 0u) {
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
    state = isPart ? lines.load(`b${to.of[inputs]!}`, `at * ${wordsOf(style)}u`) : lines.start;
  return lines.source(
    `${ofChunk(lines)}  var state = ${state};
  for (var j = first; j < end; j++) {
${lines.step}    b${to.of.at(-1)!}[${lines.place(inputs, "j")}] = bitcast<u32>(rounded(state));
  }
${style.isWhole ? `  if (state.s1 != 0) { ${overflowFault(slot)} }\n` : ""}`,
    style.isWhole,
  );
}
