/** map: a program at every element. A kernel is made for a program, the number of dimensions, and which operands lie as the loop goes. */
import { type MapRequest, programKey, typeOf } from "@evenkeel/core";
import { type Computed, type Int, machine, programOf } from "@evenkeel/core/narrow";
import type { Gpu, Source } from "../gpu.js";
import { bitsAt, bitsOf, named, perWord, valueOf } from "../print/elements.js";
import { type Bound, bound, Numbers, source, wordOf } from "../print/kernel.js";
import { print, text } from "../print/wgsl.js";
import { type Dimension, merged } from "./grid.js";

const SIZE = 64;

export function map(gpu: Gpu, request: MapRequest): null {
  const { program, shape, inputs, outputs } = request,
    size = shape.reduce((n, d) => n * d, 1);
  if (size === 0) return null;
  const operands = [...inputs, ...outputs],
    dims = merged(shape, operands),
    // What lies as the loop goes needs no index of its own.
    plain = operands.map((o, k) => typeof o !== "number" && dims.length === 1 && dims[0]!.strides[k] === 1),
    to = bound(inputs, outputs),
    each = Math.max(...outputs.map((_, j) => perWord(typeOf(program, program.outputs[j]!))));
  const key = `map ${dims.length} ${plain.map(Number).join("")} ${to.of.join()} ${programKey(program)}`;
  const kernel = gpu.kernel(key, () => kernelOf(request, dims, plain, to, each));
  gpu.dispatch(
    kernel,
    to.storages,
    (words) => {
      let at = 4;
      const put = (x: number): void => {
        words.setUint32(at, x, true);
        at += 4;
      };
      put(size);
      dims.slice(1).forEach((d) => put(d.size));
      operands.forEach((o, k) => {
        if (typeof o === "number") return put(wordOf(program.inputs[k]!, o));
        put(o.offset);
        if (!plain[k]) dims.forEach((d) => put(d.strides[k]!));
      });
    },
    Math.ceil(Math.ceil(size / each) / SIZE),
  );
  return null;
}

function kernelOf({ program, inputs, outputs }: MapRequest, dims: readonly Dimension[], plain: readonly boolean[], to: Bound, each: number): Source {
  const numbers = new Numbers(),
    size = numbers.next(),
    sizes = dims.slice(1).map(() => numbers.next()),
    lines: string[] = [];
  if (plain.includes(false)) {
    lines.push("let r0 = i;");
    for (let d = dims.length - 1; d > 0; d--) {
      const rest = `r${dims.length - 1 - d}`;
      lines.push(`let c${d} = ${rest} % ${sizes[d - 1]!};`, `let r${dims.length - d} = ${rest} / ${sizes[d - 1]!};`);
    }
    lines.push(`let c0 = r${dims.length - 1};`);
  }
  const m = machine();
  const place = (k: number): string => {
    const offset = numbers.next();
    return plain[k] ? `${offset} + i` : [offset, ...dims.map((_, d) => `c${d} * ${numbers.next()}`)].join(" + ");
  };
  const given = inputs.map((o, k): Computed => {
    const dtype = program.inputs[k]!;
    lines.push(typeof o === "number" ? `let x${k} = bitcast<i32>(${numbers.next()});` : `let a${k} = ${place(k)};`);
    if (typeof o !== "number") lines.push(`let x${k} = ${bitsAt(`b${to.of[k]!}`, dtype, `a${k}`)};`);
    return valueOf(m, dtype, named(`x${k}`));
  });
  const values = programOf(m, program, given),
    types = program.outputs.map((i) => typeOf(program, i)),
    results = program.outputs.map((i, j): Int => bitsOf(m, types[j]!, values[i]!));
  const first = inputs.length,
    body = `${lines.map((l) => `  ${l}\n`).join("")}${print(m.steps, results)}`;
  const names = outputs.map((_, j) => ({ buffer: `b${to.of[first + j]!}`, at: place(first + j), result: text(results[j]!), bits: 32 / perWord(types[j]!) }));
  if (each === 1)
    return source("map", {
      writes: to.writes,
      words: numbers.count,
      size: SIZE,
      body: `  let i = group * ${SIZE}u + lane;
  if (i >= ${size}) { return; }
${body}${names.map((o) => `  ${o.buffer}[${o.at}] = bitcast<u32>(${o.result});\n`).join("")}`,
    });
  // Elements that share a word are one invocation's; of the last word it keeps what is beyond the end.
  const fill = names.map(({ buffer, at, result, bits }, j) => {
    if (bits === 32) return `  ${buffer}[${at}] = bitcast<u32>(${result});\n`;
    const mask = `${2 ** bits - 1}u`,
      shift = `((i - first) * ${bits}u & 31u)`,
      word = `${buffer}[(${at}) / ${32 / bits}u]`;
    return `  if (${shift} == 0u) { word${j} = ${word}; }
  word${j} = (word${j} & ~(${mask} << ${shift})) | ((bitcast<u32>(${result}) & ${mask}) << ${shift});
  if (${shift} == ${32 - bits}u || i + 1u == ${size}) { ${word} = word${j}; }
`;
  });
  return source("map", {
    writes: to.writes,
    words: numbers.count,
    size: SIZE,
    body: `  let first = (group * ${SIZE}u + lane) * ${each}u;
${names.map((_, j) => `  var word${j} = 0u;\n`).join("")}  for (var i = first; i < min(first + ${each}u, ${size}); i++) {
${body}${fill.join("")}  }
`,
  });
}
