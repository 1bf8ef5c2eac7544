/**
 * sort: keys, which are unsigned integers in the order of the elements, and their places in the row. Parts of a row are sorted in shared memory, and
 * then two neighbours become one again and again. Where an element goes is its place in its own part and how many of the other part come before it: of equal ones
 * those of the left part, so that their order stays. In short rows each element counts who comes before it.
 */
import type { SortRequest, View } from "@evenkeel/core";
import type { Gpu, Source } from "../gpu.js";
import { storeWord, wordAt } from "../print/elements.js";
import { type Bound, bound, Numbers, source } from "../print/kernel.js";

/** Groups that wait for one another are slow in software where they are large. */
const SIZE = 128;
/** Elements of a group in shared memory, and of an invocation. */
const BLOCK = 1024;
const EACH = BLOCK / SIZE;
/** Elements of a short row. */
const SHORT = 256;
/** Bytes of keys and places that rows sorted at once have, if one row has no more. */
const SCRATCH = 2 ** 26;

export function sort(gpu: Gpu, request: SortRequest): null {
  const { rows, n, from, count, descending, input, output } = request,
    { dtype } = request;
  if (dtype === "float64") throw new TypeError("webgpu: there is no sort of float64 here. Convert to float32, or use cpu().");
  if (!rows || !count) return null;
  if (n <= SHORT) {
    const to = bound([input], [output]),
      kernel = gpu.kernel(`sort short ${dtype} ${to.key}`, () => shortKernel(to, dtype)),
      words = [rows, n, from, count, output.offset, input.offset, descending ? -1 : 0];
    gpu.dispatch(kernel, to.storages, (numbers) => words.forEach((x) => numbers.put(x)), Math.ceil((rows * n) / SIZE));
    return null;
  }
  // Rows of one part, and several of them in a block where they are short.
  const part = Math.min(BLOCK, 2 ** Math.ceil(Math.log2(n))),
    parts = Math.ceil(n / part),
    together = parts === 1 ? rows : Math.min(rows, Math.max(1, Math.floor(SCRATCH / (8 * n)))),
    scratch = parts === 1 ? [] : [0, 1].map(() => gpu.reserve(8 * n * together));
  const run = (kind: "block" | "merge", width: number, first: number, size: number, source: View | null, target: View | null): void => {
    const to = bound([source ?? input], [target ?? output]),
      key = `${kind} ${kind === "block" ? dtype : ""} ${target ? "pairs" : "places"} ${to.key}`,
      kernel = gpu.kernel(`sort ${key}`, () => (kind === "block" ? blockKernel(to, dtype, !target) : mergeKernel(to, !target)));
    const places = target ? [0, n, 0] : [from, count, output.offset + first * count];
    gpu.dispatch(
      kernel,
      to.storages,
      (words) => {
        for (const x of [size, n, ...places, Math.log2(width)]) words.put(x);
        if (kind === "block") for (const x of [parts, input.offset + first * n, descending ? -1 : 0]) words.put(x);
      },
      kind === "block" ? Math.ceil((size * parts * part) / BLOCK) : Math.ceil((size * n) / SIZE),
    );
  };
  for (let first = 0; first < rows; first += together) {
    const size = Math.min(together, rows - first);
    let [source, target] = scratch.map((storage): View => ({ storage, offset: 0, strides: [1] }));
    run("block", part, first, size, null, parts === 1 ? null : source!);
    for (let width = part; width < n; width *= 2) {
      run("merge", width, first, size, source!, 2 * width < n ? target! : null);
      [source, target] = [target, source];
    }
  }
  scratch.forEach((storage) => gpu.free(storage));
  return null;
}

/** The last step stores places alone, those of the ranks that are asked for; the others store pairs. */
const store = ({ of }: Bound, isLast: boolean, [, n, from, count, to]: Common): string => `fn store(row: u32, rank: u32, pair: vec2<u32>) {
${
  isLast
    ? `  if (rank - ${from} < ${count}) { ${storeWord(of[1]!, `${to} + row * ${count} + rank - ${from}`, "pair.y")} }
`
    : `  let at = 2u * (row * ${n} + rank);
  ${storeWord(of[1]!, "at", "pair.x")}
  ${storeWord(of[1]!, "at + 1u", "pair.y")}
`
}}
`;

/** −0 becomes 0 and every NaN the same one, the greatest; of negative numbers all bits turn, of the others the sign. */
const KEYS = {
  int32: "fn keyOf(x: u32) -> u32 { return x ^ 0x80000000u; }\n",
  float32: `fn keyOf(given: u32) -> u32 {
  var x = select(given, 0u, given == 0x80000000u);
  x = select(x, 0x7fffffffu, (x & 0x7fffffffu) > 0x7f800000u);
  return x ^ select(0x80000000u, 0xffffffffu, x >= 0x80000000u);
}
`,
};

/** How many of the pairs from `start` to `end` come before a key: those below it, and those that equal it where they are on its left. */
const before = (key: string): string => `fn before(start: u32, end: u32, key: u32, isLeft: bool) -> u32 {
  var low = start;
  var high = end;
  while (low < high) {
    let middle = (low + high) / 2u;
    let other = ${key};
    if (other < key || (isLeft && other == key)) { low = middle + 1u; } else { high = middle; }
  }
  return low - start;
}
`;
/** The rank, in the part that two parts of 2^`lg` become, of element j of `size`; both begin at a multiple of their size. */
const rank = (lg: string, size: string, start: string, key: string): string => `    let width = 1u << ${lg};
    let pair = (j >> (${lg} + 1u)) << (${lg} + 1u);
    let isRight = j - pair >= width;
    let left = min(pair + width, ${size});
    let right = min(pair + 2u * width, ${size});
    let rank = select(j, j - width, isRight) + before(${start} + select(left, pair, isRight), ${start} + select(right, left, isRight), ${key}, isRight);
`;

type Common = readonly [rows: string, n: string, from: string, count: string, to: string];
const commonNumbers = (numbers: Numbers): Common => [numbers.next(), numbers.next(), numbers.next(), numbers.next(), numbers.next()];

function blockKernel(to: Bound, dtype: keyof typeof KEYS, isLast: boolean): Source {
  const numbers = new Numbers(),
    common = commonNumbers(numbers),
    [rows, n] = common,
    lg = numbers.next(),
    parts = numbers.next(),
    input = numbers.next(),
    flip = numbers.next();
  return source("sort", {
    to,
    words: numbers.count,
    size: SIZE,
    functions: `var<workgroup> pairs: array<vec2<u32>, ${BLOCK}>;
${store(to, isLast, common)}${KEYS[dtype]}${before("pairs[middle].x")}`,
    body: `  let part = 1u << ${lg};
${each((e) => {
  const slot = `slot${e}`;
  return `  let ${slot} = lane + ${e * SIZE}u;
  let segment${e} = (group * ${BLOCK}u + ${slot}) >> ${lg};
  let row${e} = segment${e} / ${parts};
  let first${e} = (segment${e} - row${e} * ${parts}) << ${lg};
  let start${e} = (${slot} >> ${lg}) << ${lg};
  let place${e} = first${e} + ${slot} - start${e};
  let size${e} = select(0u, min(part, ${n} - first${e}), row${e} < ${rows});
  var j${e} = ${slot} - start${e};
  var mine${e} = vec2<u32>(0u, place${e});
  if (j${e} < size${e}) { mine${e}.x = keyOf(${wordAt(to.of[0]!, `${input} + row${e} * ${n} + place${e}`)}) ^ ${flip}; }
  pairs[${slot}] = mine${e};
`;
})}  for (var level = 0u; level < ${lg}; level++) {
    workgroupBarrier();
${each(
  (e) => `    if (j${e} < size${e}) {
      let j = j${e};
${rank("level", `size${e}`, `start${e}`, `mine${e}.x`)}      j${e} = rank;
    }
`,
)}    workgroupBarrier();
${each((e) => `    pairs[start${e} + j${e}] = mine${e};\n`)}  }
${each((e) => `  if (j${e} < size${e}) { store(row${e}, first${e} + j${e}, mine${e}); }\n`)}`,
  });
}
/** Text for each element of an invocation. */
const each = (text: (e: number) => string): string => Array.from({ length: EACH }, (_, e) => text(e)).join("");

function shortKernel(to: Bound, dtype: keyof typeof KEYS): Source {
  const numbers = new Numbers(),
    common = commonNumbers(numbers),
    [rows, n] = common,
    [input, flip] = numbers.take(2);
  return source("sort", {
    to,
    words: numbers.count,
    size: SIZE,
    functions: `${store(to, true, common)}${KEYS[dtype]}`,
    body: `  let i = group * ${SIZE}u + lane;
  if (i >= ${rows} * ${n}) { return; }
  let row = i / ${n};
  let start = ${input} + row * ${n};
  let j = i - row * ${n};
  let mine = keyOf(${wordAt(to.of[0]!, "start + j")}) ^ ${flip};
  var rank = 0u;
  for (var k = 0u; k < ${n}; k++) {
    let other = keyOf(${wordAt(to.of[0]!, "start + k")}) ^ ${flip};
    rank += select(0u, 1u, other < mine || (other == mine && k < j));
  }
  store(row, rank, vec2<u32>(mine, j));
`,
  });
}

function mergeKernel(to: Bound, isLast: boolean): Source {
  const numbers = new Numbers(),
    common = commonNumbers(numbers),
    [rows, n] = common,
    lg = numbers.next(),
    pairs = to.of[0]!;
  return source("sort", {
    to,
    words: numbers.count,
    size: SIZE,
    functions: `${store(to, isLast, common)}${before(wordAt(pairs, "2u * middle"))}`,
    body: `  let i = group * ${SIZE}u + lane;
  if (i < ${rows} * ${n}) {
    let row = i / ${n};
    let start = row * ${n};
    let j = i - start;
    let mine = vec2<u32>(${wordAt(pairs, "2u * i")}, ${wordAt(pairs, "2u * i + 1u")});
${rank(lg, n, "start", "mine.x")}    store(row, rank, mine);
  }
`,
  });
}
