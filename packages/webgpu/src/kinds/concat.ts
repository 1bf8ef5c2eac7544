/** concat: a base, and parts written over it, bit for bit. Parts of bytes share words with others, whose bits they leave alone. */
import { bytesIn, type ConcatRequest, type DType, type Part, type View } from "@evenkeel/core";
import type { Gpu } from "../gpu.js";
import { bitsAt, perWord, wordsIn } from "../print/elements.js";
import { Numbers, source, wordsFrom, wordsOf } from "../print/kernel.js";
import { Loop, SIZE } from "../print/loop.js";

export function concat(gpu: Gpu, request: ConcatRequest): null {
  const { dtype, shape, base, parts, output } = request;
  if (shape.includes(0)) return null;
  if (base !== output && !isCovered(request)) move(gpu, dtype, shape, base, output);
  for (const part of parts) if (!part.shape.includes(0)) put(gpu, dtype, part, output);
  return null;
}

/** Whether parts leave nothing of the base. */
export const isCovered = ({ shape, parts }: ConcatRequest): boolean =>
  parts.reduce((n, p) => n + p.shape.reduce((m, d) => m * d, 1), 0) === shape.reduce((n, d) => n * d, 1);

/** Elements, or one that is the same everywhere, to a contiguous output. */
function move(gpu: Gpu, dtype: DType, shape: readonly number[], from: View | number, output: View): void {
  const loop = new Loop(shape, [from], [output], [dtype]);
  const kernel = gpu.kernel(`concat base ${dtype} ${loop.key}`, () => {
    const numbers = new Numbers();
    const body = loop.text(
      numbers,
      ([at], [start]) => ({
        lines: at ? `  let a0 = ${at};\n` : "",
        stores: [{ bits: at ? bitsAt(loop.to.of[0]!, dtype, "a0") : wordsFrom(start!, dtype), dtype }],
      }),
      () => void (numbers.count += wordsIn(dtype)),
    );
    return source("concat", { to: loop.to, words: numbers.count, size: SIZE, body });
  });
  gpu.dispatch(
    kernel,
    loop.to.storages,
    (words) => loop.write(words, () => wordsOf(dtype, from as number).forEach((w) => words.put(w))),
    loop.groups,
  );
}

/** A part of the output: each element on its own. */
function put(gpu: Gpu, dtype: DType, { shape, source: from, offset, strides }: Part, output: View): void {
  const target = { storage: output.storage, offset: output.offset + offset, strides },
    // As if elements were words, so that each has an invocation; where they are less, bits are set.
    loop = new Loop(shape, [from], [target], ["int32"]),
    width = 8 * bytesIn(dtype);
  const kernel = gpu.kernel(`concat part ${dtype} ${loop.key}`, () => {
    const numbers = new Numbers(),
      to = loop.to.of[1]!,
      mask = `${2 ** width - 1}u`;
    const body = loop.text(
      numbers,
      ([at], [start], [target]) => {
        const bits = at ? bitsAt(loop.to.of[0]!, dtype, at) : wordsFrom(start!, dtype);
        if (width >= 32) return { lines: "", stores: [{ bits, dtype }] };
        const shift = `(place % ${perWord(dtype)}u * ${width}u)`;
        return {
          lines: `  let found = bitcast<u32>(${bits[0]!});
  let place = ${target!};
  setBits${to}(place / ${perWord(dtype)}u, ${mask} << ${shift}, (found & ${mask}) << ${shift});
`,
          stores: [],
        };
      },
      () => void (numbers.count += wordsIn(dtype)),
    );
    return source("concat", { to: loop.to, atomic: width < 32 ? to : -1, words: numbers.count, size: SIZE, body });
  });
  gpu.dispatch(
    kernel,
    loop.to.storages,
    (words) => loop.write(words, () => wordsOf(dtype, from as number).forEach((w) => words.put(w))),
    loop.groups,
  );
}
