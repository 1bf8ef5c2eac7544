/** The loop over the elements of a shape, one invocation for each, or for as many as share a word of an output. */
import { type DType, type View } from "@evenkeel/core";
import { type Dimension, merged } from "../kinds/grid.js";
import { perWord, storeBits, storeWord, wordAt } from "./elements.js";
import type { Words } from "../words.js";
import { type Bound, bound, type Numbers } from "./kernel.js";

export const SIZE = 64;

/** What is stored of each element: the text of its words, as i32. */
export interface Store {
  readonly bits: readonly string[];
  readonly dtype: DType;
}

/** Lines that make of an index, `from`, those along each dimension, `c0` and so on: the last is the fastest, and all but the first have these sizes. */
export function coordinates(sizes: readonly string[], from: string): string {
  const rest = (d: number): string => (d === sizes.length ? from : `r${d + 1}`),
    lines = sizes.map((size, d) => `  let c${d + 1} = ${rest(d + 1)} % ${size};\n  let r${d + 1} = ${rest(d + 1)} / ${size};\n`);
  return `${lines.reverse().join("")}  let c0 = ${rest(0)};\n`;
}

/** How operands lie in one loop over a shape: inputs, then outputs. */
export class Loop {
  readonly size: number;
  readonly dims: readonly Dimension[];
  /** Operands that lie as the loop goes need no index of their own. */
  private readonly plain: readonly boolean[];
  readonly to: Bound;
  /** Elements of an invocation. */
  private readonly each: number;

  constructor(
    shape: readonly number[],
    readonly inputs: readonly (View | number)[],
    readonly outputs: readonly View[],
    types: readonly DType[],
  ) {
    const operands = [...inputs, ...outputs];
    this.size = shape.reduce((n, d) => n * d, 1);
    this.dims = merged(shape, operands);
    this.plain = operands.map((o, k) => typeof o !== "number" && this.dims.length === 1 && this.dims[0]!.strides[k] === 1);
    this.to = bound(inputs, outputs);
    this.each = Math.max(1, ...types.map(perWord));
    if (outputs.some((o, j) => o.offset % perWord(types[j]!) >= 1)) throw new Error("internal: an output begins within a word. Please report this.");
  }
  /** What of it stands in a kernel. */
  get key(): string {
    return `${this.dims.length} ${this.plain.map(Number).join("")} ${this.to.key}`;
  }
  get groups(): number {
    return Math.ceil(Math.ceil(this.size / this.each) / SIZE);
  }

  /** Writes what `text` names; `number` writes operand k, a number. */
  write(words: Words, number: (k: number) => void = () => {}): void {
    words.put(this.size);
    this.dims.slice(1).forEach((d) => words.put(d.size));
    [...this.inputs, ...this.outputs].forEach((o, k) => {
      if (typeof o === "number") return number(k);
      words.put(o.offset);
      if (!this.plain[k]) this.dims.forEach((d) => words.put(d.strides[k]!));
    });
  }

  /**
   * The text: `body` is given the index of each input in its buffer, and at which word those of operand k
   * begin, and the indices of the outputs; it answers lines, and what is stored. `number` takes the words of operand k, a number.
   */
  text(
    numbers: Numbers,
    body: (
      places: readonly string[],
      starts: readonly number[],
      targets: readonly string[],
    ) => { readonly lines: string; readonly stores: readonly Store[] },
    number: (k: number) => void = () => {},
  ): string {
    const { dims, plain, to, each, inputs, outputs } = this,
      size = numbers.next(),
      sizes = numbers.take(dims.length - 1);
    const place = (k: number): string => {
      const offset = numbers.next();
      return plain[k] ? `${offset} + i` : [offset, ...dims.map((_, d) => `c${d} * ${numbers.next()}`)].join(" + ");
    };
    const starts: number[] = [];
    const places = inputs.map((o, k) => {
        starts.push(numbers.count);
        return typeof o === "number" ? (number(k), "") : place(k);
      }),
      targets = outputs.map((_, j) => place(inputs.length + j));
    const { lines, stores } = body(places, starts, targets),
      inside = `${plain.includes(false) ? coordinates(sizes, "i") : ""}${lines}`,
      binding = (j: number): number => to.of[inputs.length + j]!;
    const whole = ({ bits }: Store, j: number): string => storeBits(binding(j), targets[j]!, bits);
    if (each === 1)
      return `  let i = group * ${SIZE}u + lane;
  if (i >= ${size}) { return; }
${inside}${stores.map(whole).join("")}`;
    // Of the last word an invocation keeps what is beyond the end.
    const fill = stores.map((store, j) => {
      const count = perWord(store.dtype),
        [bits] = store.bits;
      if (count <= 1) return whole(store, j);
      const width = 32 / count,
        mask = `${2 ** width - 1}u`,
        shift = `(((i - first) * ${width}u) & 31u)`,
        word = `(${targets[j]!}) / ${count}u`;
      return `  if (${shift} == 0u) { word${j} = ${wordAt(binding(j), word)}; }
  word${j} = (word${j} & ~(${mask} << ${shift})) | ((bitcast<u32>(${bits}) & ${mask}) << ${shift});
  if (${shift} == ${32 - width}u || i + 1u == ${size}) { ${storeWord(binding(j), word, `word${j}`)} }
`;
    });
    return `  let first = (group * ${SIZE}u + lane) * ${each}u;
${stores.map((_, j) => `  var word${j} = 0u;\n`).join("")}  for (var i = first; i < min(first + ${each}u, ${size}); i++) {
${inside}${fill.join("")}  }
`;
  }
}
