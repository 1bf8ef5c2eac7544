/**
 * A kernel's text around its body: bindings, numbers, and where the elements of operands are.
 *
 * Numbers are 32-bit words of a uniform buffer: word 0 is 0, which no compiler knows. Storage that several operands share is bound once, and where it is larger than
 * a binding may be, in pieces: kernels read and write words by functions, `load0` and `store0` and so on, which find the piece.
 */
import { type DType, encoded, type View } from "@evenkeel/core";
import { type Block, piecesOf } from "../buffers.js";
import type { Source } from "../gpu.js";
import { wordsIn } from "./elements.js";
import { prelude } from "./wgsl.js";

/** Words of the uniform buffer, written in the order in which they are named. */
export class Numbers {
  constructor(public count = 1) {}
  /** An expression for the next word. */
  next(): string {
    return uniform(this.count++);
  }
  /** Expressions for so many. */
  take(count: number): readonly string[] {
    return Array.from({ length: count }, () => this.next());
  }
}
const uniform = (i: number): string => `numbers[${i >> 2}].${"xyzw"[i & 3]}`;
export const ZERO = uniform(0);

/** The text of a kernel of `size` invocations a group. `body` has `group` and `lane`. */
export function source(name: string, { to, words, body, functions = "", size = 64, faults = false, atomic = -1 }: Text): Source {
  const writes = [...to.writes.flatMap((w, k) => new Array<boolean>(to.pieces[k]!).fill(w)), ...(faults ? [true] : [])];
  const operands = (piece: number): string => {
    let first = 1;
    return to.pieces.map((count, k) => operandText(k, (first += count) - count, count, to.writes[k]!, k === atomic, piece)).join("");
  };
  const code = (soft: boolean, piece: number): string => `@group(0) @binding(0) var<uniform> numbers: array<vec4<u32>, ${Math.ceil(words / 4)}>;
${operands(piece / 4)}${faults ? `@group(0) @binding(${writes.length}) var<storage, read_write> faults: array<atomic<u32>>;\n` : ""}${prelude(ZERO, soft)}${functions}
@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) group_id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let group = group_id.y * groups.x + group_id.x;
${body}}
`;
  return { name, code, writes, words };
}
/** The pieces of an operand, of so many words each, and the functions that read and write one of its words; of one that many write at once, those that they may. */
function operandText(k: number, first: number, count: number, isWritten: boolean, isAtomic: boolean, words: number): string {
  const pieces = Array.from({ length: count }, (_, p) => `b${k}${p ? `_${p}` : ""}`),
    bindings = pieces.map(
      (b, p) =>
        `@group(0) @binding(${first + p}) var<storage, ${isWritten ? "read_write" : "read"}> ${b}: array<${isAtomic ? "atomic<u32>" : "u32"}>;\n`,
    );
  const each = (text: (word: string) => string): string =>
    pieces
      .map((b, p) => `${p < count - 1 ? `if (i < ${(p + 1) * words}u) ` : ""}{ ${text(`${b}[${p ? `i - ${p * words}u` : "i"}]`)} }`)
      .join(" else ");
  const load = `fn load${k}(i: u32) -> u32 { ${each((word) => `return ${word};`)} }\n`,
    store = `fn store${k}(i: u32, x: u32) { ${each((word) => `${word} = x;`)} }\n`,
    raise = `fn raise${k}(i: u32, x: u32) { ${each((word) => `atomicMax(&${word}, x);`)} }\n`,
    setBits = `fn setBits${k}(i: u32, mask: u32, x: u32) { ${each((word) => `atomicAnd(&${word}, ~mask); atomicOr(&${word}, x);`)} }\n`;
  return `${bindings.join("")}${isAtomic ? `${setBits}${raise}` : `${load}${isWritten ? store : ""}`}`;
}

interface Text {
  readonly to: Bound;
  readonly words: number;
  readonly body: string;
  readonly functions?: string;
  readonly size?: number;
  /** Whether there is one more binding, where faults go. */
  readonly faults?: boolean;
  /** A binding whose words many invocations write at once, bit by bit or to the greatest. */
  readonly atomic?: number;
}

/**
 * Lines that make of an index (an expression of type i32) `k`, which counts from the end where `wraps` and it is negative, and `inside`, whether that is below `size`. Of
 * several indices that are out of range the greatest as u32 is told at `slot`.
 */
export const indexed = (index: string, size: string, wraps: boolean, slot: string): string => `  let named = ${index};
  let k = ${wraps ? `select(named, named + i32(${size}), named < 0)` : "named"};
  let inside = k >= 0 && k < i32(${size});
  if (!inside) {
    atomicMax(&faults[${slot}], 1u);
    atomicMax(&faults[${slot} + 1u], bitcast<u32>(named));
  }
`;
/** The statement that says that a total is beyond its type. */
export const overflowFault = (slot: string): string => `atomicMax(&faults[${slot}], 2u);`;

/** Which storage each operand is bound to, each storage once, and whether it is written. */
export interface Bound {
  readonly storages: readonly View["storage"][];
  readonly writes: readonly boolean[];
  /** In how many pieces each is bound. */
  readonly pieces: readonly number[];
  /** For each operand, its binding; −1 of a number. */
  readonly of: readonly number[];
  /** What of all this stands in a kernel. */
  readonly key: string;
}
export function bound(inputs: readonly (View | number)[], outputs: readonly View[]): Bound {
  const storages: View["storage"][] = [],
    writes: boolean[] = [];
  const of = [...inputs, ...outputs].map((o, k) => {
    if (typeof o === "number") return -1;
    let at = storages.indexOf(o.storage);
    if (at < 0) at = storages.push(o.storage) - 1;
    writes[at] = (writes[at] ?? false) || k >= inputs.length;
    return at;
  });
  const pieces = storages.map((s) => piecesOf(s as Block));
  return { storages, writes, pieces, of, key: `${of.join()} in ${pieces.join()}` };
}

/** A number as the words that an element of its type is. */
export function wordsOf(dtype: DType, x: number): readonly number[] {
  const stored = encoded(dtype, [x]);
  return stored instanceof Float32Array || stored instanceof Float64Array ? [...new Uint32Array(stored.buffer)] : [stored[0]! >>> 0];
}
export const wordOf = (dtype: DType, x: number): number => wordsOf(dtype, x)[0]!;
/** The words of a number that begin at word `first`, as i32. */
export function wordsFrom(first: number, dtype: DType): readonly string[] {
  return new Numbers(first).take(wordsIn(dtype)).map((word) => `bitcast<i32>(${word})`);
}
