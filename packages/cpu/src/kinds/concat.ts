/** concat: a base, and parts copied into it. The base is left out where the parts cover everything. */
import { bytesIn, type ConcatRequest, type View } from "@evenkeel/core";
import type { Machine } from "../machine.js";
import { move } from "./copy.js";
import { dimensions } from "./walk.js";

/** A number is read from scratch, again and again; no element is larger. */
const SCRATCH_BYTES = 8;

export function concat(m: Machine, { dtype, shape, base, parts, output }: ConcatRequest): null {
  const bytes = bytesIn(dtype);
  const place = (size: readonly number[], source: View | number, target: View): void => {
    let from: number;
    if (typeof source === "number") m.put((from = m.scratch(SCRATCH_BYTES)), dtype, source);
    else from = m.address(source, dtype);
    move(m, bytes, dimensions(size, [source, target], [bytes, bytes]), from, m.address(target, dtype));
  };
  const sizeOf = (dims: readonly number[]): number => dims.reduce((n, d) => n * d, 1);
  if (parts.reduce((n, part) => n + sizeOf(part.shape), 0) < sizeOf(shape)) {
    const to = m.address(output, dtype);
    if (Object.is(base, 0)) m.memory.u8.fill(0, to, to + bytes * sizeOf(shape));
    else place(shape, base, output);
  }
  for (const { shape: size, source, offset, strides } of parts)
    place(size, source, { storage: output.storage, offset: output.offset + offset, strides });
  return null;
}
