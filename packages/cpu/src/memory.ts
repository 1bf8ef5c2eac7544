/**
 * One WebAssembly memory for everything, up to 4 GiB: blocks of 64-byte units, reused by size. A kernel may read up to 128 bytes past a block, never write.
 * Addresses are unsigned: a block can lie above 2 GiB.
 */
export const PAGE = 65536;
const UNIT = 64;
const PAST = 128;

export class Memory {
  readonly wasm: WebAssembly.Memory;
  /** Views of all memory, made anew whenever it grows: never keep them. */
  u8!: Uint8Array<ArrayBuffer>;
  i32!: Int32Array<ArrayBuffer>;
  f32!: Float32Array<ArrayBuffer>;
  /** Bytes of the blocks in use, and how many they are. */
  used = 0;
  blocks = 0;
  /** Freed blocks by size: the next request of that size takes the last one. */
  private readonly freed = new Map<number, number[]>();
  /** All other free memory, as [address, bytes] by address, without neighbours. */
  private gaps: [number, number][] = [];

  /** The first `fixed` bytes, a multiple of 64, are never given out. `limit` is where memory ends. */
  constructor(
    fixed: number,
    private readonly limit = 65536 * PAGE,
  ) {
    this.wasm = new WebAssembly.Memory({ initial: Math.ceil(fixed / PAGE) });
    this.refresh();
    this.release(fixed, this.u8.length - fixed - PAST);
  }

  reserve(bytes: number): number {
    const size = rounded(bytes);
    const address = this.freed.get(size)?.pop() ?? this.carve(size) ?? (this.merge(), this.carve(size)) ?? (this.grow(size), this.carve(size));
    if (address === undefined) {
      const facts = `${bytes} bytes wanted, ${this.used} in use in ${this.blocks} blocks, the limit is ${this.limit}`;
      throw new RangeError(`cpu: out of memory, ${facts}. Dispose of kept tensors, or work in smaller batches.`);
    }
    this.used += size;
    this.blocks++;
    return address;
  }

  free(address: number, bytes: number): void {
    const size = rounded(bytes);
    const list = this.freed.get(size);
    if (list) list.push(address);
    else this.freed.set(size, [address]);
    this.used -= size;
    this.blocks--;
  }

  private refresh(): void {
    const buffer = this.wasm.buffer;
    this.u8 = new Uint8Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.f32 = new Float32Array(buffer);
  }

  private carve(size: number): number | undefined {
    const gap = this.gaps.find((g) => g[1] >= size);
    if (!gap) return undefined;
    const address = gap[0];
    gap[0] += size;
    gap[1] -= size;
    return address;
  }

  private merge(): void {
    for (const [size, list] of this.freed) for (const address of list) this.gaps.push([address, size]);
    this.freed.clear();
    const sorted = this.gaps.sort((a, b) => a[0] - b[0]);
    this.gaps = [];
    for (const [address, size] of sorted) this.release(address, size);
  }

  /** Puts a gap behind all others. */
  private release(address: number, size: number): void {
    const last = this.gaps[this.gaps.length - 1];
    if (last && last[0] + last[1] === address) last[1] += size;
    else if (size) this.gaps.push([address, size]);
  }

  /** Takes a quarter more, or what is needed, or what there is. */
  private grow(size: number): void {
    const have = this.u8.length;
    const most = this.limit - have;
    for (const wanted of [Math.max(size, have / 4), size]) {
      const bytes = Math.min(Math.ceil(wanted / PAGE) * PAGE, most);
      if (bytes < size || bytes <= 0) return;
      try {
        this.wasm.grow(bytes / PAGE);
      } catch {
        continue;
      }
      this.refresh();
      return this.release(have - PAST, bytes);
    }
  }
}

/** To 64 bytes; from 1024 to one of 8 sizes an octave, so that what is freed fits again. */
const rounded = (bytes: number): number => {
  if (bytes <= UNIT) return UNIT;
  const step = bytes < 1024 ? UNIT : 2 ** (28 - Math.clz32(bytes - 1));
  return Math.ceil(bytes / step) * step;
};
