/** A kernel has at most 8 storage buffers: operands beyond are copied into one. */
import type { View } from "@evenkeel/core";
import type { Block } from "../buffers.js";
import { BUFFERS, bufferOf, type Gpu } from "../gpu.js";

export interface Packed {
  readonly inputs: readonly (View | number)[];
  /** To be called once the kernel is asked for. */
  release(): void;
}

/** The inputs, of which those that have no room beside `outputs` and `others` lie in one buffer. `bytes`: of an element of each. */
export function packed(gpu: Gpu, inputs: readonly (View | number)[], bytes: (k: number) => number, outputs: readonly View[], others = 0): Packed {
  const taken = new Set(outputs.map((o) => o.storage)),
    read = [...new Set(inputs.flatMap((o) => (typeof o === "number" || taken.has(o.storage) ? [] : [o.storage])))] as Block[],
    room = BUFFERS - taken.size - others;
  if (read.length <= room) return { inputs, release: () => {} };
  // The smallest are moved.
  const moved = read.sort((a, b) => a.bytes - b.bytes).slice(0, read.length - room + 1),
    starts = new Map<View["storage"], number>();
  let size = 0;
  for (const block of moved) {
    starts.set(block, size);
    size += Math.ceil(block.bytes / 8) * 8;
  }
  const storage = gpu.reserve(size);
  for (const block of moved) gpu.copy(block, 0, bufferOf(storage), starts.get(block)!, Math.ceil(block.bytes / 4) * 4);
  return {
    inputs: inputs.map((o, k) => {
      const start = typeof o === "number" ? undefined : starts.get(o.storage);
      return start === undefined ? o : { ...(o as View), storage, offset: (o as View).offset + start / bytes(k) };
    }),
    release: () => gpu.free(storage),
  };
}
