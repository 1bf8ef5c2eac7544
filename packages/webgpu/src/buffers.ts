/** GPU memory: buffers that were freed are used again. What is kept is at most what was ever in use at once. */
import type { Storage } from "@evenkeel/core";

/** Memory of which `bytes` were asked for. */
export interface Block extends Storage {
  readonly home: Home;
  /** Where in the buffer it begins: for a block that is a part of another, a multiple of what a binding begins at. */
  readonly start: number;
  /** Bytes that a binding has at most: of more, kernels are given several. */
  readonly piece: number;
}
interface Home {
  /** Null once it is freed. */
  buffer: GPUBuffer | null;
  /** The batch of commands that used it last. */
  batch: number;
}
/** In how many pieces kernels are given a block. */
export const piecesOf = ({ bytes, piece }: Block): number => Math.max(1, Math.ceil(bytes / piece));

/** Sizes come in steps, so that buffers fit again: 256 bytes, and from 2 KB on an eighth of the next power of 2. */
export function roomFor(bytes: number): number {
  const step = Math.max(256, 2 ** (Math.floor(Math.log2(Math.max(bytes, 1))) - 2));
  return Math.max(step, Math.ceil(bytes / step) * step);
}

export class Buffers {
  /** Bytes of buffers in use, of all buffers, and the most that were in use. */
  used = 0;
  reserved = 0;
  private mark = 0;
  private readonly idle = new Map<number, GPUBuffer[]>();
  /** Freed while commands that use them wait: free once these are on their way, for what comes later runs later. */
  private limbo: GPUBuffer[] = [];
  /** Bytes of these. */
  waiting = 0;
  private readonly missing = new WeakSet<GPUBuffer>();

  constructor(
    /** A new buffer of a size, for so many bytes. */
    private readonly make: (size: number, bytes: number) => GPUBuffer,
  ) {}

  reserve(bytes: number): GPUBuffer {
    const size = roomFor(bytes);
    const idle = this.idle.get(size);
    let buffer = idle?.pop();
    while (buffer && this.missing.has(buffer)) {
      this.reserved -= size;
      buffer = idle!.pop();
    }
    if (!buffer) {
      buffer = this.make(size, bytes);
      this.reserved += size;
    }
    this.used += size;
    this.mark = Math.max(this.mark, this.used);
    return buffer;
  }
  free(buffer: GPUBuffer): void {
    this.used -= buffer.size;
    this.waiting += buffer.size;
    this.limbo.push(buffer);
  }
  /** Of a buffer for which the device had no memory, as is told later: it is used no more. */
  discard(buffer: GPUBuffer): void {
    this.missing.add(buffer);
  }
  /** After the commands that were waiting were submitted. */
  submitted(): void {
    for (const buffer of this.limbo) {
      const same = this.idle.get(buffer.size);
      if (same) same.push(buffer);
      else this.idle.set(buffer.size, [buffer]);
    }
    this.limbo = [];
    this.waiting = 0;
    for (const [size, buffers] of this.idle)
      while (this.reserved > this.mark && buffers.length) {
        buffers.pop()!.destroy();
        this.reserved -= size;
      }
  }
}
