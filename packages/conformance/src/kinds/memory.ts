/** A backend's memory as the cases use it: arrays in, results out, all freed together. */
import { type Arithmetic, type Backend, bytesIn, type Storage, type View } from "@evenkeel/core";

const CANARY = 0x7fc0dead;
const GUARD = 8;
const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const satisfies Record<Arithmetic, unknown>;
export type Data = Float32Array | Float64Array | Int32Array;

export class Memory {
  private readonly held: Storage[] = [];
  readonly arithmetic;
  constructor(private readonly backend: Backend) {
    this.arithmetic = backend.manifest.arithmetic;
  }

  /** Copies data in and looks at it with these strides. */
  put(data: Data, strides: readonly number[], offset = 0): View {
    const storage = this.reserve(Math.max(4, data.byteLength));
    if (data.length) this.backend.write(storage, data);
    return { storage, offset, strides };
  }

  /** Room for a contiguous result between guards that hold a known pattern. */
  output(length: number, strides: readonly number[], dtype: Arithmetic = "float32"): View {
    const bytes = bytesIn(dtype) * (length + 2 * GUARD),
      storage = this.reserve(bytes);
    this.backend.write(storage, new Uint32Array(bytes / 4).fill(CANARY));
    return { storage, offset: GUARD, strides };
  }

  /** The result; throws if a kernel wrote outside it. */
  async read(output: View, length: number, dtype: Arithmetic = "float32"): Promise<Data> {
    const all = new ARRAYS[dtype](length + 2 * GUARD),
      words = new Uint32Array(all.buffer),
      guard = (GUARD * bytesIn(dtype)) / 4;
    await this.backend.read(output.storage, all);
    if (words.subarray(0, guard).some((x) => x !== CANARY) || words.subarray(words.length - guard).some((x) => x !== CANARY))
      throw new RangeError("conformance: a kernel wrote outside its output.");
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
