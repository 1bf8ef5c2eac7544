/** gather: elements that indices name, moved bit for bit. */
import type { Fault, GatherRequest } from "@evenkeel/core";
import type { Gpu } from "../gpu.js";
import { bitsAt } from "../print/elements.js";
import { indexed, Numbers, source } from "../print/kernel.js";
import { Loop, SIZE } from "../print/loop.js";

export function gather(gpu: Gpu, { dtype, shape, size, wrap = false, input, index, output }: GatherRequest): Promise<Fault | null> | null {
  if (shape.includes(0)) return null;
  const inner = shape[2],
    // Where an element would be if its index were 0.
    loop = new Loop(shape, [index, { ...input, strides: [size * inner, 0, 1] }], [output], [dtype]),
    { slot, answer } = gpu.fault();
  const kernel = gpu.kernel(`gather ${dtype} ${wrap} ${loop.key}`, () => {
    const numbers = new Numbers(),
      [many, step, where] = numbers.take(3),
      { of } = loop.to;
    const body = loop.text(numbers, ([at, from]) => ({
      lines: `${indexed(bitsAt(of[0]!, "int32", at!)[0]!, many!, wrap, where!)}  let a = ${from!} + select(0u, u32(k), inside) * ${step};
`,
      stores: [{ bits: bitsAt(of[1]!, dtype, "a").map((bits) => `select(0, ${bits}, inside)`), dtype }],
    }));
    return source("gather", { to: loop.to, faults: true, words: numbers.count, size: SIZE, body });
  });
  gpu.dispatch(
    kernel,
    [...loop.to.storages, gpu.faults],
    (words) => {
      words.put(size);
      words.put(inner);
      words.put(slot);
      loop.write(words);
    },
    loop.groups,
  );
  return answer;
}
