/** Operands in a machine's memory. Every output lies between guards, and what a kernel writes beside it is an error of `taken`. */
import type { View } from "@evenkeel/core";
import { half } from "../src/half.js";
import type { Block } from "../src/machine.js";
import { Machine } from "../src/machine.js";
import { float64 } from "../src/math/float64/index.js";
import { words } from "../src/math/index.js";

export const machine = new Machine(undefined, { words, float64, half });
const GUARD = 16,
  SENTINEL = 0x7fc12345;

/** The data at the start of fresh memory, seen with these strides from element `offset` on. */
export function place(data: Float32Array | Float64Array | Int32Array, strides: readonly number[], offset = 0): View {
  const storage = machine.reserve(Math.max(4, data.byteLength));
  machine.memory.u8.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), storage.address);
  return { storage, offset, strides };
}

/** Room for a contiguous output, filled with what no kernel should leave there. */
export function room(shape: readonly number[]): View {
  return place(new Int32Array(count(shape) + 2 * GUARD).fill(SENTINEL), contiguous(shape), GUARD);
}

/** The bits of an output of `room`. */
export function taken(view: View, shape: readonly number[]): Int32Array {
  const start = (view.storage as Block).address / 4,
    end = start + GUARD + count(shape);
  for (let i = 0; i < GUARD; i++) {
    if (machine.memory.i32[start + i] !== SENTINEL || machine.memory.i32[end + i] !== SENTINEL) throw new Error(`written outside the output, ${i}`);
  }
  return machine.memory.i32.slice(start + GUARD, end);
}

export const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
export const contiguous = (shape: readonly number[]): number[] => shape.map((_, d) => count(shape.slice(d + 1)));
export const bits = (values: Float32Array): Int32Array => new Int32Array(values.buffer, values.byteOffset, values.length);

/** The first place where two results differ, as text; null if there is none. (A matcher that shows whole arrays takes minutes for these.) */
export function difference(got: Int32Array, expected: Int32Array): string | null {
  if (got.length !== expected.length) return `${got.length} elements instead of ${expected.length}`;
  const i = got.findIndex((x, i) => x !== expected[i]);
  return i < 0 ? null : `bits ${got[i]} at ${i} of ${got.length}, expected ${expected[i]}`;
}

/** A fixed sequence of numbers in [0, 1). */
export function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0) / 2 ** 32;
  };
}
export function floats(seed: number, length: number): Float32Array {
  const random = randoms(seed);
  return Float32Array.from({ length }, () => (random() - 0.5) * 2 ** Math.floor(random() * 8));
}

/** Calls `visit` with every index of a shape, the last the fastest, and its position in that order. */
export function eachIndex(shape: readonly number[], visit: (index: readonly number[], position: number) => void): void {
  const strides = contiguous(shape);
  for (let p = 0; p < count(shape); p++)
    visit(
      shape.map((size, d) => Math.floor(p / strides[d]!) % size),
      p,
    );
}
