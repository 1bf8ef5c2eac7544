/**
 * onnxruntime-web on WebAssembly, one thread: a session runs a model of the row's work. It infers only, and every run copies its inputs into
 * WebAssembly's memory and the result out; on WebAssembly it offers no other way.
 */
import * as ort from "onnxruntime-web";
import { model, type Node } from "./onnx.js";
import { rowsOf, serve, type Ways } from "./serve.js";
import { chain, type FunctionName, SIDE } from "./work.js";

ort.env.wasm.numThreads = 1;

/** The operators of ONNX; it has none for log1p and expm1. */
const operators: Readonly<Record<FunctionName, string | null>> = {
  exp: "Exp",
  log: "Log",
  log1p: null,
  expm1: null,
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  softplus: "Softplus",
  gelu: "Gelu",
  sin: "Sin",
  erf: "Erf",
  pow: "Pow",
};

/** A model of inputs x, y of one shape and the result `out`. */
async function session(
  nodes: readonly Node[],
  inputs: readonly Float32Array[],
  shape: readonly number[],
  outShape = shape,
  numbers: Readonly<Record<string, number>> = {},
): Promise<Ways> {
  const names = inputs.map((_, i) => "xy"[i]!);
  const bytes = model(nodes, Object.fromEntries(names.map((name) => [name, shape])), { out: outShape }, numbers);
  const made = await ort.InferenceSession.create(bytes, { executionProviders: ["wasm"], graphOptimizationLevel: "all" });
  const feeds = Object.fromEntries(inputs.map((data, i) => [names[i]!, new ort.Tensor("float32", data, shape)]));
  return {
    run: {
      run: async () => void (await made.run(feeds)),
      result: async () => (await made.run(feeds)).out!.data as Float32Array,
    },
  };
}

const matmulOf = (...inputs: Float32Array[]): Promise<Ways> => {
  const n = Math.sqrt(inputs[0]!.length);
  return session([["MatMul", ["x", "y"], "out"]], inputs, [n, n]);
};

const functionOf =
  (operator: string) =>
  (...inputs: Float32Array[]): Promise<Ways> =>
    session([[operator, inputs.length === 1 ? ["x"] : ["x", "y"], "out"]], inputs, [inputs[0]!.length]);

/** The chain's operations give the names of their results. */
function chainOf20(...inputs: Float32Array[]): Promise<Ways> {
  const nodes: Node[] = [];
  const node =
    (op: string, last = false) =>
    (...operands: string[]): string => {
      const output = last && nodes.length === 19 ? "out" : `t${nodes.length}`;
      nodes.push([op, operands, output]);
      return output;
    };
  chain("x", "y", { add: node("Add"), mul: node("Mul"), abs: node("Abs"), scale: (t) => node("Mul")(t, "factor"), sub: node("Sub", true) });
  return session(nodes, inputs, [inputs[0]!.length], undefined, { factor: 0.9 });
}

/** Along the last dimension, as these operators do of themselves. */
const rowOf =
  (operator: string, outShape: readonly number[] = [SIDE, SIDE]) =>
  (data: Float32Array): Promise<Ways> =>
    session([[operator, ["x"], "out"]], [data], [SIDE, SIDE], outShape);

serve({
  "matmul 64³": matmulOf,
  "matmul 256³": matmulOf,
  "matmul 1024³": matmulOf,
  ...rowsOf(operators, functionOf),
  "chain of 20": chainOf20,
  sum: (terms) => session([["ReduceSum", ["x"], "out"]], [terms!], [terms!.length], [1]),
  "softmax 1024²": rowOf("Softmax"),
  "logSoftmax 1024²": rowOf("LogSoftmax"),
  "logsumexp 1024²": null, // its axes are an input, which models of one constant have no room for
  "layer norm 1024²": null, // as are its scale and bias
  "MLP step, SGD": null,
  "MLP step, Adam": null,
  "word vectors": null,
  "add of 10": functionOf("Add"),
  "chain of 20 on 10": chainOf20,
  "record 500 ops": null,
});
