/** random: Philox4x32-10, one block an invocation; what is drawn from its four words is stored side by side. */
import type { Draw, RandomRequest } from "@evenkeel/core";
import { evaluator, type Float, pairArithmetic, scaledNumbers } from "@evenkeel/core/narrow";
import type { Gpu, Source } from "../gpu.js";
import { wordFn } from "../print/functions.js";
import { storeWord } from "../print/elements.js";
import { UPPER_PRODUCT } from "../print/integers.js";
import { type Bound, bound, Numbers, source } from "../print/kernel.js";

const SIZE = 64;
const NUMBERS = ["count", "to", "low", "range", "key0", "key1", "counter0", "counter1", "counter2", "counter3"] as const;

export function random(gpu: Gpu, { draw, key, counter, count, output }: RandomRequest): null {
  if (count === 0) return null;
  const to = bound([], [output]),
    kernel = gpu.kernel(`random ${draw.form} ${draw.form === "body" ? draw.body.id : ""} ${to.key}`, () => kernelOf(draw, to));
  const [low, range] = draw.form === "integer" ? [draw.low, draw.range] : [0, 0],
    blocks = Math.ceil(count / elements(draw));
  gpu.dispatch(
    kernel,
    to.storages,
    (words) => [count, output.offset, low, range, ...key, ...counter].forEach((x) => words.put(x)),
    Math.ceil(blocks / SIZE),
  );
  return null;
}

/** Elements of a block: whole numbers of a range take two words each. */
export const elements = ({ form }: Draw): number => (form === "integer" ? 2 : 4);

function kernelOf(draw: Draw, to: Bound): Source {
  const numbers = new Numbers(),
    n = Object.fromEntries(NUMBERS.map((name) => [name, numbers.next()])) as Record<(typeof NUMBERS)[number], string>,
    each = elements(draw);
  // A loop, in which a body stands once: compilers take long for it.
  const value = draw.form === "integer" ? `integer(x[2u * j], x[2u * j + 1u], ${n.low}, ${n.range})` : "drawn(x[j])";
  return source("random", {
    to,
    words: numbers.count,
    size: SIZE,
    functions: `${UPPER_PRODUCT}${PHILOX}${functionOf(draw)}`,
    body: `  let block = group * ${SIZE}u + lane;
  let i = block * ${each}u;
  if (i >= ${n.count}) { return; }
  let counter = ${n.counter0} + block;
  let wrapped = select(0u, 1u, counter < block);
  let x = philox(vec4<u32>(counter, ${n.counter1} + wrapped, ${n.counter2}, ${n.counter3}), vec2<u32>(${n.key0}, ${n.key1}));
  for (var j = 0u; j < ${each}u && i + j < ${n.count}; j++) { ${storeWord(0, `${n.to} + i + j`, value)} }
`,
  });
}

/** Salmon et al. 2011; what the keys go on by are the golden ratio and √3 − 1, as fractions of 2³². */
const PHILOX = `fn philox(counter: vec4<u32>, first: vec2<u32>) -> vec4<u32> {
  var x = counter;
  var key = first;
  for (var round = 0; round < 10; round++) {
    x = vec4<u32>(upperProduct(x.z, 0xcd9e8d57u) ^ x.y ^ key.x, x.z * 0xcd9e8d57u, upperProduct(x.x, 0xd2511f53u) ^ x.w ^ key.y, x.x * 0xd2511f53u);
    key += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
  }
  return x;
}
`;

/** From words to the bits of an element. Conversions here are exact, and so are products with powers of two. */
function functionOf(draw: Draw): string {
  switch (draw.form) {
    case "bits":
      return "fn drawn(word: u32) -> u32 { return word; }\n";
    case "uniform":
      return "fn drawn(word: u32) -> u32 { return bitcast<u32>(f32(word >> 8u) * 0x1p-24f); }\n";
    case "fraction":
      // Of a word with more than 24 bits the lowest have no room.
      return `fn drawn(word: u32) -> u32 {
  let beyond = 8u - min(countLeadingZeros(word), 8u);
  return bitcast<u32>(f32((word >> beyond) << beyond) * 0x1p-32f);
}
`;
    case "integer":
      return `fn integer(low: u32, high: u32, first: u32, range: u32) -> u32 {
  let below = high * range;
  let carry = select(0u, 1u, below + upperProduct(low, range) < below);
  return first + upperProduct(high, range) + carry;
}
`;
    case "body":
      return `${wordFn("body", "", [], { words: 1 }, (m, _, [word]) => {
        const { quickSum } = pairArithmetic(m),
          { normal } = scaledNumbers(m);
        // Two halves of 16 bits, and ½: floats, and their sum two floats.
        const upper = m.mul(m.toFloat(m.shiftRight(word!, 16)), 2 ** 16),
          lower = m.add(m.toFloat(m.bitAnd(word!, 0xffff)), 0.5);
        return m.toBits(evaluator(m)(draw.body, [normal(quickSum(upper, lower), -32)]) as Float);
      })}fn drawn(word: u32) -> u32 { return bitcast<u32>(body(bitcast<i32>(word))); }
`;
  }
}
