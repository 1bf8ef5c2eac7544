/** A backend's memory as the cases use it: arrays in, results out, all freed together. */
import type { Backend, Storage, View } from "@evenkeel/core";

const CANARY = 0x7fc0dead;
const GUARD = 8;

export class Memory {
  private readonly held: Storage[] = [];
  constructor(private readonly backend: Backend) {}

  /** Copies data in and looks at it with these strides. */
  put(data: Float32Array | Int32Array, strides: readonly number[], offset = 0): View {
    const storage = this.reserve(Math.max(4, data.byteLength));
    if (data.length) this.backend.write(storage, data);
    return { storage, offset, strides };
  }

  /** Room for a contiguous result between guards that hold a known pattern. */
  output(length: number, strides: readonly number[]): View {
    const storage = this.reserve(4 * (length + 2 * GUARD));
    this.backend.write(storage, new Uint32Array(length + 2 * GUARD).fill(CANARY));
    return { storage, offset: GUARD, strides };
  }

  /** The result; throws if a kernel wrote outside it. */
  async read(output: View, length: number): Promise<Float32Array> {
    const all = new Float32Array(length + 2 * GUARD),
      bits = new Uint32Array(all.buffer);
    await this.backend.read(output.storage, all);
    for (let i = 0; i < GUARD; i++)
      if (bits[i] !== CANARY || bits[GUARD + length + i] !== CANARY) throw new RangeError("conformance: a kernel wrote outside its output.");
    return all.subarray(GUARD, GUARD + length);
  }

  free(): void {
    this.held.splice(0).forEach((s) => this.backend.free(s));
  }

  private reserve(bytes: number): Storage {
    const storage = this.backend.reserve(bytes);
    this.held.push(storage);
    return storage;
  }
}
