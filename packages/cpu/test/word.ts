/** A kernel around one float64 word, without a program: what the word itself answers, bit for bit. */
import { I32, V128, brIf, get, i32, inc, loop, set, simd, tee, v, type Bundle, type Simd } from "../src/emit/index.js";
import { Machine } from "../src/machine.js";

export type Word = (d: Simd, x: Bundle) => Bundle;

/** Vectors of two numbers that the kernel takes together, as the kernels of float32 ops do. */
const WIDTH = 8;
const LANES = 2 * WIDTH;
const BLOCK = 2 ** 15;

/** The word as a function of arrays; `machine` keeps its memory for as long as the function lives. */
export function compile(word: Word, machine = new Machine()): (values: Float64Array) => Float64Array {
  const kernel = machine.kernel(`word ${word.name}`, [I32, I32], [], (f) => {
    // Parameters: an address, at which the results go too, and how many steps of 16 numbers.
    const d = simd(f, WIDTH);
    const input = f.localsOf(V128, WIDTH);
    const step = f.grab(() => {
      f.emit(input.map((local, j) => set(local, v.load(get(0), 16 * j))));
      f.emit(word(d, input).map((result, j) => v.store(get(0), get(result), 16 * j)));
    });
    f.emit(loop(step, inc(0, i32.const(8 * LANES)), brIf(0, tee(1, i32.sub(get(1), 1)))));
  });
  const block = machine.reserve(8 * BLOCK);
  return (values) => {
    const results = new Float64Array(values.length);
    for (let i = 0; i < values.length; i += BLOCK) {
      const part = values.subarray(i, i + BLOCK);
      const memory = new Float64Array(machine.memory.wasm.buffer, block.address, BLOCK);
      memory.set(part);
      kernel(block.address, Math.ceil(part.length / LANES));
      results.set(memory.subarray(0, part.length), i);
    }
    return results;
  };
}
