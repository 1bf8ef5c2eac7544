/**
 * matmul: tiles of 64 × 64 results, 16 terms at a time through shared memory, 4 × 4 results an invocation. Sums of 16 products and of 4 such sums are rounded as they
 * come, which a compiler may do in any order; sums of 64 are added in two floats. Vectors are reduced. Where barriers are slow, invocations read for themselves.
 */
import { input, type MatmulRequest, single } from "@evenkeel/core";
import { mul } from "@evenkeel/core/words";
import type { Gpu, Source } from "../gpu.js";
import { storeWord, wordAt } from "../print/elements.js";
import { type Bound, bound, Numbers, source } from "../print/kernel.js";
import { twoFloats } from "../print/twoFloats.js";
import { reduce } from "./reduce.js";

const TILE = 64;
const DEPTH = 16;
/** So many of these sums are added before two floats are. */
const TIMES = 4;
const SIZE = 64;

export function matmul(gpu: Gpu, request: MatmulRequest): null {
  const { batch, m, n, k, a, b, c } = request;
  if (batch * m * n === 0) return null;
  if (m === 1 || n === 1 || k === 0) return products(gpu, request);
  const to = bound([a, b], [c]);
  // What is in pieces is loaded in few places, which compilers take long for.
  if (gpu.isSoftware && to.pieces.every((n) => n === 1)) {
    const [across, down] = [Math.ceil(n / 8), Math.ceil(m / 8)];
    const kernel = gpu.kernel(`matmul alone ${to.key}`, () => aloneKernel(to));
    gpu.dispatch(
      kernel,
      to.storages,
      (words) => [m, n, k, across, down, a.offset, ...a.strides, b.offset, ...b.strides, c.offset, batch].forEach((x) => words.put(x)),
      Math.ceil((across * down * batch) / SIZE),
    );
    return null;
  }
  const // Which dimension neighbouring invocations load along.
    along = [a.strides[1] === 1 && a.strides[2] !== 1, b.strides[1] === 1 && b.strides[2] !== 1] as const,
    across = [Math.ceil(n / TILE), Math.ceil(m / TILE)] as const;
  const kernel = gpu.kernel(`matmul ${to.key} ${along.join()}`, () => kernelOf(to, along));
  gpu.dispatch(
    kernel,
    to.storages,
    (words) => [m, n, k, ...across, a.offset, ...a.strides, b.offset, ...b.strides, c.offset, batch].forEach((x) => words.put(x)),
    across[0] * across[1] * batch,
  );
  return null;
}

const PRODUCT = /* @__PURE__ */ single(/* @__PURE__ */ mul(/* @__PURE__ */ input(0), /* @__PURE__ */ input(1)), ["float32", "float32"]);
/** A sum for each result, over k; of none 0. */
function products(gpu: Gpu, { batch, m, n, k, a, b, c }: MatmulRequest): null {
  const [ab, ai, ak] = a.strides as [number, number, number],
    [bb, bk, bj] = b.strides as [number, number, number];
  const shape = [batch, m, n, k, 1],
    inputs = [
      { ...a, strides: [ab, ai, 0, ak, 0] },
      { ...b, strides: [bb, 0, bj, bk, 0] },
    ];
  reduce(gpu, { kind: "reduce", combine: "sum", program: PRODUCT, shape, inputs, outputs: [c] });
  return null;
}

function kernelOf(to: Bound, [aRows, bRows]: readonly [boolean, boolean]): Source {
  const numbers = new Numbers(),
    [m, n, k, across, down] = numbers.take(5),
    [a0, ab, ai, ak] = numbers.take(4),
    [b0, bb, bk, bj] = numbers.take(4),
    c0 = numbers.next(),
    batch = numbers.next();
  const load = (buffer: number, at: string, row: string, column: string, rows: string, columns: string): string =>
    `select(0f, bitcast<f32>(${wordAt(buffer, at)}), ${row} < ${rows} && ${column} < ${columns})`;
  // One vector of 4 rows of a, and one of 4 columns of b, an invocation.
  const [aDepth, aFour] = aRows ? ["lane / 16u", "lane % 16u"] : ["lane % 16u", "lane / 16u"],
    [bDepth, bFour] = bRows ? ["lane % 16u", "lane / 16u"] : ["lane / 16u", "lane % 16u"];
  const four = (f: (i: number) => string): string => [0, 1, 2, 3].map(f).join(", ");
  const rows = [0, 1, 2, 3];
  return source("matmul", {
    to,
    words: numbers.count,
    size: 256,
    functions: `var<workgroup> rows: array<vec4<f32>, ${DEPTH * 16}>;
var<workgroup> columns: array<vec4<f32>, ${DEPTH * 16}>;
${twoFloats(4)}`,
    body: `  let tile = group % (${across} * ${down});
  let item = group / (${across} * ${down});
  let top = tile / ${across} * ${TILE}u;
  let left = tile % ${across} * ${TILE}u;
  let aAt = ${a0} + item * ${ab};
  let bAt = ${b0} + item * ${bb};
  let x = lane % 16u;
  let y = lane / 16u;
${rows.map((i) => `  var h${i} = vec4<f32>(); var l${i} = vec4<f32>(); var q${i} = vec4<f32>();\n`).join("")}  for (var first = 0u; first < ${k}; first += ${DEPTH}u) {
    let ad = first + ${aDepth};
    let ar = top + ${aFour} * 4u;
    let bd = first + ${bDepth};
    let bc = left + ${bFour} * 4u;
    let av = vec4<f32>(${four((i) => load(to.of[0]!, `aAt + (ar + ${i}u) * ${ai} + ad * ${ak}`, `ar + ${i}u`, "ad", m!, k!))});
    let bv = vec4<f32>(${four((i) => load(to.of[1]!, `bAt + bd * ${bk} + (bc + ${i}u) * ${bj}`, "bd", `bc + ${i}u`, k!, n!))});
    rows[(${aDepth}) * 16u + ${aFour}] = av;
    columns[(${bDepth}) * 16u + ${bFour}] = bv;
    workgroupBarrier();
${rows.map((i) => `    var p${i} = vec4<f32>();\n`).join("")}    for (var d = 0u; d < ${DEPTH}u; d++) {
      let u = rows[d * 16u + y];
      let v = columns[d * 16u + x];
${rows.map((i) => `      p${i} += u.${"xyzw"[i]} * v;\n`).join("")}    }
${rows.map((i) => `    q${i} += p${i};\n`).join("")}    if ((first / ${DEPTH}u + 1u) % ${TIMES}u == 0u || first + ${DEPTH}u >= ${k}) {
${rows.map((i) => `      { let s = barriers(h${i} + q${i}); l${i} += lost(h${i}, q${i}, s); h${i} = s; q${i} = vec4<f32>(); }\n`).join("")}    }
    workgroupBarrier();
  }
  let row = top + y * 4u;
  let column = left + x * 4u;
  let c = ${c0} + (item * ${m} + row) * ${n} + column;
  if (item >= ${batch}) { return; }
${rows
  .flatMap((i) =>
    rows.map(
      (j) =>
        `  if (row + ${i}u < ${m} && column + ${j}u < ${n}) { ${storeWord(to.of[2]!, `c + ${i}u * ${n} + ${j}u`, `bitcast<u32>(total(h${i}.${"xyzw"[j]}, l${i}.${"xyzw"[j]}))`)} }\n`,
    ),
  )
  .join("")}`,
  });
}

/** 8 × 8 results an invocation, which reads what it needs: the same sums. */
function aloneKernel(to: Bound): Source {
  const numbers = new Numbers(),
    [m, n, k, across, down] = numbers.take(5),
    [a0, ab, ai, ak] = numbers.take(4),
    [b0, bb, bk, bj] = numbers.take(4),
    [c0, batch] = numbers.take(2);
  const [a, b, c] = to.of as readonly [number, number, number],
    four = [0, 1, 2, 3],
    eight = [0, 1, 2, 3, 4, 5, 6, 7],
    // Two vectors of 4 columns for each of 8 rows.
    both = eight.flatMap((i) => [0, 1].map((v) => ({ i, v, at: `${i}_${v}` }))),
    columns = (v: number): string => four.map((j) => `bitcast<f32>(${wordAt(b, `column${4 * v + j} + db`)})`).join(", ");
  return source("matmul", {
    to,
    words: numbers.count,
    size: SIZE,
    functions: twoFloats(4),
    body: `  let at = group * ${SIZE}u + lane;
  let left = at % ${across} * 8u;
  let top = at / ${across} % ${down} * 8u;
  let item = at / (${across} * ${down});
  if (item >= ${batch}) { return; }
  let along = ${ak};
  let deep = ${bk};
  let depth = ${k};
${eight.map((i) => `  let row${i} = ${a0} + item * ${ab} + min(top + ${i}u, ${m} - 1u) * ${ai};\n`).join("")}${eight.map((j) => `  let column${j} = ${b0} + item * ${bb} + min(left + ${j}u, ${n} - 1u) * ${bj};\n`).join("")}${both.map(({ at }) => `  var h${at} = vec4<f32>(); var l${at} = vec4<f32>();\n`).join("")}  for (var first = 0u; first < depth; first += ${DEPTH * TIMES}u) {
    let last = min(first + ${DEPTH * TIMES}u, depth);
    var d = first;
${both.map(({ at }) => `    var q${at} = vec4<f32>();\n`).join("")}    while (d < last) {
      let end = min(d + ${DEPTH}u, last);
${both.map(({ at }) => `      var p${at} = vec4<f32>();\n`).join("")}      for (; d < end; d++) {
        let da = d * along;
        let db = d * deep;
        let v0 = vec4<f32>(${columns(0)});
        let v1 = vec4<f32>(${columns(1)});
${eight.map((i) => `        { let u = bitcast<f32>(${wordAt(a, `row${i} + da`)}); p${i}_0 += u * v0; p${i}_1 += u * v1; }\n`).join("")}      }
${both.map(({ at }) => `      q${at} += p${at};\n`).join("")}    }
${both.map(({ at }) => `    { let s = barriers(h${at} + q${at}); l${at} += lost(h${at}, q${at}, s); h${at} = s; }\n`).join("")}  }
${both
  .flatMap(({ i, v, at }) =>
    four.map(
      (j) =>
        `  if (top + ${i}u < ${m} && left + ${4 * v + j}u < ${n}) { ${storeWord(c, `${c0} + (item * ${m} + top + ${i}u) * ${n} + left + ${4 * v + j}u`, `bitcast<u32>(total(h${at}.${"xyzw"[j]}, l${at}.${"xyzw"[j]}))`)} }\n`,
    ),
  )
  .join("")}`,
  });
}
