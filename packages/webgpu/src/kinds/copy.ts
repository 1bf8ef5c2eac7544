/** copy: elements moved bit for bit, from wherever they lie to a contiguous output. */
import type { CopyRequest } from "@evenkeel/core";
import type { Gpu } from "../gpu.js";
import { bitsAt } from "../print/elements.js";
import { Numbers, source } from "../print/kernel.js";
import { Loop, SIZE } from "../print/loop.js";

export function copy(gpu: Gpu, { dtype, shape, input, output }: CopyRequest): null {
  if (shape.includes(0)) return null;
  const loop = new Loop(shape, [input], [output], [dtype]);
  const kernel = gpu.kernel(`copy ${dtype} ${loop.key}`, () => {
    const numbers = new Numbers(),
      from = loop.to.of[0]!;
    const body = loop.text(numbers, ([at]) => ({ lines: `  let a0 = ${at!};\n`, stores: [{ bits: bitsAt(from, dtype, "a0"), dtype }] }));
    return source("copy", { to: loop.to, words: numbers.count, size: SIZE, body });
  });
  gpu.dispatch(kernel, loop.to.storages, (words) => loop.write(words), loop.groups);
  return null;
}
