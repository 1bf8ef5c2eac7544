/**
 * What a kind has to work with: memory, kernels and scratch.
 *
 * A kind is `(machine, request) => Fault | null`. It gets its kernel with `machine.kernel(key, params, results, build)`: `build` writes the function, and
 * is called only if no kernel of that key is cached; it may add helpers to the module. Addresses come from `machine.address(view)`. What does not fit
 * a call's parameters goes to `machine.scratch(bytes)`, which is the kind's until it returns; take it before the views in `machine.memory`: it may grow memory.
 */
import { bytesIn, encoded, type DType, type Storage, type View } from "@evenkeel/core";
import { Mod, type Fn } from "./emit/index.js";
import { Memory } from "./memory.js";
import type { Formats } from "./types.js";

export type Kernel = (...args: number[]) => number;

/** A piece of memory; its address is 0 once it is freed. */
export interface Block extends Storage {
  address: number;
}

/** Scratch that is always there; the 64 bytes before it are never used, so that no block has address 0. */
const SCRATCH = 64;
const SCRATCH_BYTES = 16384 - SCRATCH;
const KERNELS = 1024;

export class Machine {
  readonly memory: Memory;
  built = 0;
  /** Two generations: when the young is full it becomes the old one. The 512 kernels used last are always there, and a hit costs one look-up. */
  private young = new Map<string, Kernel>();
  private old = new Map<string, Kernel>();
  private large: Block = { bytes: 0, address: 0 };

  constructor(
    limit?: number,
    readonly formats: Formats = { words: {}, float64: null, half: null },
  ) {
    this.memory = new Memory(SCRATCH + SCRATCH_BYTES, limit);
  }

  /** The kernel of a key if it was used lately. */
  recent(key: string): Kernel | undefined {
    return this.young.get(key);
  }
  kernel(key: string, params: readonly number[], results: readonly number[], build: (f: Fn, m: Mod) => void): Kernel {
    let kernel = this.recent(key);
    if (kernel) return kernel;
    kernel = this.old.get(key) ?? this.compile(params, results, build);
    if (this.young.size >= KERNELS / 2) [this.old, this.young] = [this.young, new Map()];
    this.young.set(key, kernel);
    return kernel;
  }

  /** Bytes reserved and not freed; scratch is not counted. */
  get used(): number {
    return this.memory.used - this.large.bytes;
  }

  get cached(): number {
    return new Set([...this.young.keys(), ...this.old.keys()]).size;
  }

  reserve(bytes: number): Block {
    return { bytes, address: this.memory.reserve(bytes) };
  }

  free(block: Block): void {
    this.memory.free(this.live(block), block.bytes);
    block.address = 0;
  }

  /** The address of the first `count` bytes. */
  start(block: Block, count: number): number {
    if (count > block.bytes) throw new RangeError(`internal: ${count} bytes are asked of a storage of ${block.bytes}. Please report this.`);
    return this.live(block);
  }
  bytes(block: Block, count: number): Uint8Array {
    const start = this.start(block, count);
    return this.memory.u8.subarray(start, start + count);
  }

  /** The address of a view's element 0, in bytes. */
  address(view: View, dtype: DType = "float32"): number {
    return this.live(view.storage as Block) + bytesIn(dtype) * view.offset;
  }

  /** Writes a number as an element of a type. */
  put(address: number, dtype: DType, value: number): void {
    if (dtype === "float32") this.memory.f32[address / 4] = value;
    else this.memory.u8.set(new Uint8Array(encoded(dtype, [value]).buffer), address);
  }

  /** Address of at least `bytes` bytes, until the kind returns. */
  scratch(bytes: number): number {
    if (bytes <= SCRATCH_BYTES) return SCRATCH;
    if (bytes > this.large.bytes) {
      if (this.large.bytes) this.free(this.large);
      this.large = { bytes: 0, address: 0 };
      this.large = this.reserve(2 ** (32 - Math.clz32(bytes - 1)));
    }
    return this.large.address;
  }

  private live(block: Block): number {
    if (!block.address) throw new Error("internal: storage is used after it was freed. Please report this.");
    return block.address;
  }

  private compile(params: readonly number[], results: readonly number[], build: (f: Fn, m: Mod) => void): Kernel {
    const m = new Mod();
    m.fn("run", params, results, (f) => build(f, m));
    this.built++;
    const instance = new WebAssembly.Instance(new WebAssembly.Module(m.bytes()), { m: { m: this.memory.wasm } });
    return instance.exports.run as Kernel;
  }
}
