/**
 * conv: an invocation has several positions, and of each several outputs where there are so many, so that each element that it loads is used for all of these. Four
 * products are added as they come, which a compiler may do in any order; four such sums are added pairwise, and what they make in two floats: of K terms the error is
 * at most (2 + ⌈log₂ K⌉)·u·Σ|terms|, and 6 of the same. Long sums of few results are split.
 */
import type { ConvRequest, View } from "@evenkeel/core";
import type { Gpu, Source } from "../gpu.js";
import { storeWord, wordAt } from "../print/elements.js";
import { type Bound, bound, Numbers, source } from "../print/kernel.js";
import { twoFloats } from "../print/twoFloats.js";

const SIZE = 64;
/** Sums are split until there are about so many, or they are so short. Sizes alone decide, as the order of additions is theirs. */
const MANY = 65536;
const SHORT = 1024;

/** In three dimensions. */
type Three = readonly [number, number, number];
const three = (sizes: readonly number[], rest: number): Three => [...new Array<number>(3 - sizes.length).fill(rest), ...sizes] as unknown as Three;
const volume = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);

export function conv(gpu: Gpu, r: ConvRequest): null {
  if (r.dtype === "float64") throw new TypeError("webgpu: there is no conv of float64 here. Convert to float32, or use cpu().");
  const { batch, groups, inputs, outputs } = r,
    places = volume(r.positions),
    terms = inputs * volume(r.taps),
    results = batch * groups * outputs * places;
  if (results === 0) return null;
  const share = shareOf(r),
    parts = Math.max(1, Math.ceil(terms / share));
  const sums = parts > 1 ? gpu.reserve(8 * results * parts) : null,
    target: View = sums ? { storage: sums, offset: 0, strides: [] } : r.output;
  const to = bound([r.x, r.w], [target]),
    // What is in pieces is loaded in few places, which compilers take long for.
    isWhole = to.pieces.every((n) => n === 1),
    pixels = batch * places,
    form = isWhole ? formOf(gpu.isSoftware, outputs, pixels) : { together: 1, positions: 1 };
  const across = Math.ceil(pixels / (SIZE * form.positions)),
    step = Math.min(SIZE, Math.ceil(pixels / form.positions)),
    rows = Math.ceil(outputs / form.together);
  const kernel = gpu.kernel(`conv ${form.together} ${form.positions} ${+(parts > 1)} ${to.key}`, () => kernelOf(to, form, parts > 1));
  const taps = three(r.taps, 1),
    counts = [pixels, step, places, groups, outputs, across, rows, terms, share, results],
    [xn, xg, xi, ...xs] = r.x.strides as [number, number, number, ...number[]],
    [wg, wo, wi, ...ws] = r.w.strides as [number, number, number, ...number[]];
  const [positions, stride, dilation] = [r.positions, r.stride, r.dilation].map((sizes) => three(sizes, 1)) as [Three, Three, Three],
    along = three(xs, 0);
  const steps = [xn, xg, ...along.map((s, d) => s * stride[d]!), xi, ...along.map((s, d) => s * dilation[d]!)];
  gpu.dispatch(
    kernel,
    to.storages,
    (words) => {
      for (const x of [...counts, positions[1], positions[2], ...taps, r.x.offset, ...steps, r.w.offset, wg, wo, wi, ...three(ws, 0), target.offset])
        words.put(x);
    },
    across * rows * groups * parts,
  );
  if (!sums) return null;
  const ends = bound([target], [r.output]);
  const last = gpu.kernel(`conv parts ${ends.key}`, () => partsKernel(ends));
  gpu.dispatch(last, ends.storages, (words) => [results, parts, r.output.offset].forEach((x) => words.put(x)), Math.ceil(results / SIZE));
  gpu.free(sums);
  return null;
}

/** How many terms of a result are added up together, before what they make is. */
export function shareOf({ batch, groups, inputs, outputs, positions, taps }: ConvRequest): number {
  const results = batch * groups * outputs * volume(positions);
  return 16 * Math.ceil(Math.max(SHORT, (inputs * volume(taps)) / Math.max(1, Math.floor(MANY / results))) / 16);
}

/** Outputs and positions of an invocation; these are as far apart as there are invocations in a group, or as a group needs. */
interface Form {
  readonly together: number;
  readonly positions: number;
}
/** In software loading is slow, registers are memory, and four invocations are one: of a few positions each has several. */
function formOf(isSoftware: boolean, outputs: number, pixels: number): Form {
  const most = isSoftware ? 8 : 4,
    fewest = isSoftware ? 4 : (16 * SIZE) / most;
  let positions = most;
  while (positions > 1 && pixels < positions * fewest) positions /= isSoftware ? 2 : most;
  return { together: outputs > 4 ? most : outputs > 1 ? 4 : 1, positions };
}

function kernelOf(to: Bound, { together, positions }: Form, isPart: boolean): Source {
  const numbers = new Numbers(),
    [pixels, step, places, groups, outputs, across, rows, terms, part, results, p1, p2, t0, t1, t2] = numbers.take(15),
    [x0, xn, xg, s0, s1, s2, xi, d0, d1, d2] = numbers.take(10),
    [w0, wg, wo, wi, k0, k1, k2] = numbers.take(7),
    y = numbers.next(),
    floats = together === 1 ? "f32" : "vec4<f32>",
    width = Math.min(together, 4);
  const list = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i),
    vectors = list(together / width),
    each = (f: (p: number) => string): string => list(positions).map(f).join(""),
    // Of each position one sum for each vector of outputs.
    sums = (f: (at: string) => string): string => each((p) => vectors.map((v) => f(`${p}_${v}`)).join("")),
    four = (f: (o: number) => string, v: number): string =>
      list(width)
        .map((o) => f(4 * v + o))
        .join(", ");
  const at = (p: number): string => `    let pixel${p} = min(first + ${p}u * ${step}, ${pixels} - 1u);
    let n${p} = pixel${p} / ${places};
    let p${p} = pixel${p} % ${places};
    let x${p} = ${x0} + n${p} * ${xn} + g * ${xg} + p${p} / (${p1} * ${p2}) * ${s0} + p${p} / ${p2} % ${p1} * ${s1} + p${p} % ${p2} * ${s2};
`;
  const store = (p: number): string =>
    list(together)
      .map((o) => {
        const of = (v: string): string => `${v}${p}_${o >> 2}${together === 1 ? "" : `.${"xyzw"[o & 3]}`}`,
          place = `(n${p} * ${groups} + g) * ${outputs} * ${places} + (row + ${o}u) * ${places} + p${p}`;
        const lines = isPart
          ? `let at = 2u * (share * ${results} + ${place}); ${storeWord(to.of[2]!, "at", `bitcast<u32>(${of("h")})`)} ${storeWord(to.of[2]!, "at + 1u", `bitcast<u32>(${of("l")})`)}`
          : storeWord(to.of[2]!, `${y} + ${place}`, `bitcast<u32>(total(${of("h")}, ${of("l")}))`);
        return `  if (first + ${p}u * ${step} < ${pixels} && row + ${o}u < ${outputs}) { ${lines} }\n`;
      })
      .join("");
  const tap = `      {
${vectors.map((v) => `        let v${v} = ${floats}(${four((o) => `bitcast<f32>(${wordAt(to.of[1]!, `w${o} + k`)})`, v)});\n`).join("")}${each((p) => `        { let u = bitcast<f32>(${wordAt(to.of[0]!, `x${p} + x`)}); ${vectors.map((v) => `sum${p}_${v} += u * v${v};`).join(" ")} }\n`)}        c++;
        let endsLine = c == taps.z;
        c = select(c, 0u, endsLine);
        b += u32(endsLine);
        let endsPlane = b == taps.y;
        b = select(b, 0u, endsPlane);
        a += u32(endsPlane);
        let endsChannel = a == taps.x;
        a = select(a, 0u, endsChannel);
        k += next.x + select(0u, line.x, endsLine) + select(0u, plane.x, endsPlane) + select(0u, channel.x, endsChannel);
        x += next.y + select(0u, line.y, endsLine) + select(0u, plane.y, endsPlane) + select(0u, channel.y, endsChannel);
      }
`;
  // Loops and no branches: what they change is merged element by element in software.
  const block = (four: string): string => `${sums((i) => `    var all${i} = ${floats}();\n`)}    for (var half = 0u; half < 2u; half++) {
${sums((i) => `    var two${i} = ${floats}();\n`)}    for (var quarter = 0u; quarter < 2u; quarter++) {
${sums((i) => `    var sum${i} = ${floats}();\n`)}${four}${sums((i) => `    two${i} = barriers(two${i} + barriers(sum${i}));\n`)}    }
${sums((i) => `    all${i} = barriers(all${i} + two${i});\n`)}    }
${sums((i) => `    { let s = barriers(h${i} + all${i}); l${i} += lost(h${i}, all${i}, s); h${i} = s; }\n`)}`;
  return source("conv", {
    to,
    words: numbers.count,
    size: SIZE,
    functions: twoFloats(together === 1 ? 1 : 4),
    body: `  let first = group % ${across} * ${SIZE * positions}u + lane;
  let row = group / ${across} % ${rows} * ${together}u;
  let g = group / (${across} * ${rows}) % ${groups};
  let share = group / (${across} * ${rows} * ${groups});
  let begin = share * ${part};
  let end = min(begin + ${part}, ${terms});
  if (lane >= ${step} || first >= ${pixels} || (begin >= ${terms} && share > 0u)) { return; }
${each(at)}${sums((i) => `  var h${i} = ${floats}(); var l${i} = ${floats}();\n`)}${list(together)
      .map((o) => `  let w${o} = ${w0} + g * ${wg} + min(row + ${o}u, ${outputs} - 1u) * ${wo};\n`)
      .join("")}  var a = begin / (${t1} * ${t2}) % ${t0};
  var b = begin / ${t2} % ${t1};
  var c = begin % ${t2};
  let i = begin / (${t0} * ${t1} * ${t2});
  var k = i * ${wi} + a * ${k0} + b * ${k1} + c * ${k2};
  var x = i * ${xi} + a * ${d0} + b * ${d1} + c * ${d2};
  // How far the next tap is, and how much further where a dimension ends.
  let taps = vec3<u32>(${t0}, ${t1}, ${t2});
  let next = vec2<u32>(${k2}, ${d2});
  let line = vec2<u32>(${k1} - taps.z * ${k2}, ${d1} - taps.z * ${d2});
  let plane = vec2<u32>(${k0} - taps.y * ${k1}, ${d0} - taps.y * ${d1});
  let channel = vec2<u32>(${wi} - taps.x * ${k0}, ${xi} - taps.x * ${d0});
  var at = begin;
  for (; at + 16u <= end; at += 16u) {
${block(tap.repeat(4))}  }
  if (at < end) {
${block(`    let stop = min(at + 4u, end);\n    for (; at < stop; at++) {\n${tap}    }\n`)}  }
${each(store)}`,
  });
}

/** Adds up the parts of each result, in order. */
function partsKernel(to: Bound): Source {
  const numbers = new Numbers(),
    [results, parts, y] = numbers.take(3),
    from = to.of[0]!;
  return source("conv", {
    to,
    words: numbers.count,
    size: SIZE,
    functions: twoFloats(1),
    body: `  let i = group * ${SIZE}u + lane;
  if (i >= ${results}) { return; }
  var h = 0f;
  var l = 0f;
  for (var part = 0u; part < ${parts}; part++) {
    let at = 2u * (part * ${results} + i);
    let x = bitcast<f32>(${wordAt(from, "at")});
    let s = barriers(h + x);
    l += lost(h, x, s) + bitcast<f32>(${wordAt(from, "at + 1u")});
    h = s;
  }
  ${storeWord(to.of[1]!, `${y} + i`, "bitcast<u32>(total(h, l))")}
`,
  });
}
