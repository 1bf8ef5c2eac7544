/**
 * What an adapter's float32 is worth, found out when a device is made: a program of functions is run on fixed inputs, and must give the bits that narrow arithmetic
 * gives, and rows are added up whose totals are known exactly. Of the other kinds those that round, but for products, print the same steps, and the rest moves bits. An
 * adapter whose own sums and products do not is given those of integers; one whose results differ then too is marked.
 */
import { abs, div, exp, sqrt } from "@evenkeel/core/words";
import { type Ex, input, type Program, type Step, type View } from "@evenkeel/core";
import type { Block } from "./buffers.js";
import { Gpu } from "./gpu.js";
import { map } from "./kinds/map.js";
import { reduce } from "./kinds/reduce.js";
import { ALONE } from "./print/terms.js";

/** How a device computes with float32. */
export interface Numerics {
  /**
   * Whose sums and products elementwise kernels and reductions use: the adapter's, behind barriers, or those of integers, which are exact everywhere. Products of
   * matrices and convolutions use the adapter's always.
   */
  readonly sums: "float" | "integer";
  /** Whether the probe gave the bits that it must: bounds are held by what was proven of these. */
  readonly verified: boolean;
}

const POINTS = 1024;
/** Of the bits of the probe's results; printed by scripts/golden.ts. */
export const GOLDEN = 0xf166d9f2;

/** e^x, x/y and √|y|: all steps that other functions are made of. */
export function probeProgram(): { readonly bodies: readonly Ex[]; readonly inputs: readonly Float32Array[] } {
  const [x, y] = [input(0), input(1)];
  return { bodies: [exp(x), div(x, y), sqrt(abs(y))], inputs: [points(1), points(2)] };
}

/** Of sizes whose results are normal numbers, with what is infinite, NaN or 0 among them. */
function points(seed: number): Float32Array {
  let state = seed;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const x = Float32Array.from({ length: POINTS }, () => (2 * next() - 1) * 2 ** Math.floor(13 * next() - 6));
  [Infinity, -Infinity, NaN, 0, -0, 1, -1].forEach((v, i) => (x[(97 * (i + 1) * seed) % POINTS] = v));
  return x;
}

/** So many that an adapter in software, where compilers take long for lanes, has none. */
const SUMS = ALONE;
const TERMS = 99;
/** Rows of terms that cancel but for what is far below them, and what they add up to: float64 has every step of it, and so have two floats. */
function probeSums(): { readonly terms: Float32Array; readonly totals: Float32Array } {
  const terms = Float32Array.from({ length: SUMS * TERMS }, (_, i) => [2 ** 24 - i, ((i * i) % 31) * 2 ** -20, i - 2 - 2 ** 24][i % 3]!);
  return { terms, totals: terms.subarray(0, SUMS).map((_, row) => terms.subarray(row * TERMS, (row + 1) * TERMS).reduce((a, b) => a + b)) };
}

/** A hash of bits, all NaNs being one. */
export function hashOf(results: readonly Float32Array[]): number {
  let hash = 0x811c9dc5;
  for (const r of results)
    for (const [i, bits] of new Uint32Array(r.buffer, r.byteOffset, r.length).entries()) {
      const word = r[i] !== r[i] ? 0x7fc00000 : bits;
      for (let k = 0; k < 32; k += 8) hash = Math.imul(hash ^ ((word >>> k) & 255), 0x01000193);
    }
  return hash >>> 0;
}

const SAME: Program = { inputs: ["float32"], steps: [], outputs: [0] };

/** A GPU that computes as it must, as far as that can be had. */
export async function probed(device: GPUDevice): Promise<{ readonly gpu: Gpu; readonly numerics: Numerics }> {
  for (const soft of [false, true]) {
    const gpu = new Gpu(device, soft);
    const right = await isRight(gpu);
    Object.assign(gpu.readbacks, { count: 0, bytes: 0 }); // nobody has asked for these
    if (right) return { gpu, numerics: { sums: soft ? "integer" : "float", verified: true } };
  }
  return { gpu: new Gpu(device), numerics: { sums: "float", verified: false } };
}

/** Whether the probe finds the bits that it must. Sums of integers are asked for functions alone: they are the same everywhere, and take compilers long. */
export async function isRight(gpu: Gpu): Promise<boolean> {
  const { bodies, inputs } = probeProgram(),
    { terms, totals } = probeSums(),
    line = (length: number): View => ({ storage: gpu.reserve(4 * length), offset: 0, strides: [1] });
  const program: Program = {
    inputs: inputs.map(() => "float32"),
    steps: bodies.map((body): Step => ({ body, args: [0, 1], arithmetic: "float32", dtype: "float32" })),
    outputs: bodies.map((_, i) => inputs.length + i),
  };
  const given = [...inputs, terms],
    from = given.map((x) => line(x.length)),
    to = [...bodies.map(() => line(POINTS)), line(SUMS)];
  from.forEach((v, i) => gpu.write(v.storage as Block, given[i]!));
  map(gpu, { kind: "map", program, shape: [POINTS], inputs: from.slice(0, -1), outputs: to.slice(0, -1) });
  if (!gpu.soft) {
    const [x, total] = [{ ...from.at(-1)!, strides: [TERMS, 1, 0] }, to.at(-1)!];
    void reduce(gpu, { kind: "reduce", combine: "sum", program: SAME, shape: [SUMS, TERMS, 1], inputs: [x], outputs: [total] });
  }
  const results = await Promise.all(
    to.map(async (v) => {
      const out = new Float32Array(v.storage.bytes / 4);
      await gpu.read(v.storage as Block, out);
      return out;
    }),
  );
  [...from, ...to].forEach((v) => gpu.free(v.storage as Block));
  const sums = results.pop()!;
  return hashOf(results) === GOLDEN && (gpu.soft || totals.every((x, i) => x === sums[i]));
}
