/** map: a program at every element. A kernel is made for a program, the number of dimensions, and which operands lie as the loop goes. */
import { bytesIn, type MapRequest, type Program, programKey, typeOf, type View } from "@evenkeel/core";
import { machine, programOf } from "@evenkeel/core/narrow";
import type { Gpu, Source } from "../gpu.js";
import { bitsOf, load, loaded, valueOf } from "../print/elements.js";
import { Numbers, source } from "../print/kernel.js";
import { Loop, SIZE } from "../print/loop.js";
import { packed } from "./packed.js";
import { numberOf, putNumber } from "../print/numbers.js";
import { print, text } from "../print/wgsl.js";

export function map(gpu: Gpu, request: MapRequest): null {
  const { program, shape, outputs } = request;
  if (shape.includes(0)) return null;
  if (outputs.length > OUTPUTS) return parts(gpu, request);
  const types = program.outputs.map((i) => typeOf(program, i)),
    { inputs, release } = packed(gpu, request.inputs, (k) => bytesIn(program.inputs[k]!), outputs),
    loop = new Loop(shape, inputs, outputs, types);
  const kernel = gpu.kernel(`map ${loop.key} ${programKey(program)}`, () => kernelOf(program, loop));
  gpu.dispatch(kernel, loop.to.storages, (words) => loop.write(words, (k) => putNumber(words, program.inputs[k]!, inputs[k] as number)), loop.groups);
  release();
  return null;
}

/** Outputs of one kernel. */
const OUTPUTS = 4;
/** Some outputs at a time. An output that is an input as well is written last, when nobody reads it any more. */
function parts(gpu: Gpu, request: MapRequest): null {
  const { program, inputs, outputs } = request,
    isRead = (o: View): boolean => inputs.some((i) => typeof i !== "number" && i.storage === o.storage),
    order = [...outputs.keys()].sort((a, b) => +isRead(outputs[a]!) - +isRead(outputs[b]!));
  if (outputs.filter(isRead).length > OUTPUTS) throw new Error("internal: too many operands are written in place. Please report this.");
  const first = order.length % OUTPUTS || OUTPUTS;
  for (let from = 0, to = first; from < order.length; from = to, to += OUTPUTS) {
    const some = order.slice(from, to);
    map(gpu, { ...request, program: { ...program, outputs: some.map((j) => program.outputs[j]!) }, outputs: some.map((j) => outputs[j]!) });
  }
  return null;
}

function kernelOf(program: Program, loop: Loop): Source {
  const numbers = new Numbers(),
    { inputs, to } = loop;
  const body = loop.text(
    numbers,
    (places, starts) => {
      const m = machine(),
        given = program.inputs.map((dtype, k) =>
          typeof inputs[k] === "number" ? numberOf(m, new Numbers(starts[k]), dtype) : valueOf(m, dtype, loaded(`x${k}`, dtype)),
        ),
        values = programOf(m, program, given),
        types = program.outputs.map((i) => typeOf(program, i)),
        results = program.outputs.map((i, j) => bitsOf(m, types[j]!, values[i]!));
      const loads = program.inputs.map((dtype, k) =>
        typeof inputs[k] === "number" ? "" : `  let a${k} = ${places[k]!};\n${load(`x${k}`, dtype, to.of[k]!, `a${k}`)}`,
      );
      return {
        lines: loads.join("") + print(m.steps, results.flat()),
        stores: results.map((r, j) => ({ bits: r.map(text), dtype: types[j]! })),
      };
    },
    (k) => void numberOf(machine(), numbers, program.inputs[k]!),
  );
  return source("map", { to, words: numbers.count, size: SIZE, body });
}
