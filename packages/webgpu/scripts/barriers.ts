/**
 * What barriers cost: a chain of 20 elementwise ops in one kernel, as it is and with barriers that do nothing, on a million elements, best of some rounds in ms; and of
 * how many results the bits then differ. VK_ICD_FILENAMES names another Vulkan driver than SwiftShader.
 *
 *     node --import tsx --conditions @evenkeel/source packages/webgpu/scripts/barriers.ts [rounds]
 */
import { type Ex, input, type MapRequest, type Program, type View } from "@evenkeel/core";
import { abs, add, div, exp, log, log1p, max, mul, neg, sqrt, tanh } from "@evenkeel/core/words";
import { softwareGpu } from "../../../tools/software-vulkan.js";
import { backend } from "../src/backend.js";
import { Gpu } from "../src/gpu.js";

const ROUNDS = Number(process.argv[2] ?? 7),
  COUNT = 2 ** 20,
  x = input(0);
const chains: Readonly<Record<string, readonly Ex[]>> = {
  "20 sums, products and roots": Array.from({ length: 20 }, (_, i) => [add(x, 0.3), mul(x, 1.1), max(x, -0.5), div(x, 0.9), sqrt(abs(x))][i % 5]!),
  "20 functions": Array.from({ length: 20 }, (_, i) => [exp(neg(abs(x))), log1p(x), tanh(x), div(1, add(1, exp(neg(x)))), log(add(x, 1))][i % 5]!),
};

const gpu = await softwareGpu(),
  { info } = (await gpu.requestAdapter())!,
  ways = await Promise.all(
    [true, false].map(async (kept) => {
      const device = await (await gpu.requestAdapter())!.requestDevice(),
        compile = device.createShaderModule.bind(device);
      // The bodies of `barrier` and `fromBits` alone: no kernel of this kind has other barriers.
      if (!kept)
        device.createShaderModule = (d) => compile({ ...d, code: d.code.replace(/return bitcast<f32>\(bitcast<u32>\(x\) \^ [^)]*\);/, "return x;") });
      return backend(new Gpu(device), { sums: "float", verified: true });
    }),
  );
console.log(`${info.architecture || info.vendor}, ${COUNT.toLocaleString("en")} elements, best of ${ROUNDS}`);
console.log("| chain | with barriers, ms | without, ms | cost | results that differ |\n| --- | --- | --- | --- | --- |");
for (const [name, bodies] of Object.entries(chains)) {
  const program: Program = {
    inputs: ["float32"],
    steps: bodies.map((body, from) => ({ body, args: [from], arithmetic: "float32", dtype: "float32" })),
    outputs: [bodies.length],
  };
  const given = Float32Array.from({ length: COUNT }, (_, i) => 3 * Math.sin(12.9898 * i)),
    best = ways.map(() => Infinity),
    results = ways.map(() => new Float32Array(COUNT));
  const runs = ways.map((on, k) => {
    const [from, to] = [0, 1].map((): View => ({ storage: on.reserve(4 * COUNT), offset: 0, strides: [1] })) as [View, View],
      request: MapRequest = { kind: "map", program, shape: [COUNT], inputs: [from], outputs: [to] };
    on.write(from.storage, given);
    return async (): Promise<number> => {
      const started = performance.now();
      void on.run(request);
      await on.read(to.storage, results[k]!.subarray(0, 1));
      const spent = performance.now() - started;
      await on.read(to.storage, results[k]!);
      return spent;
    };
  });
  for (let round = 0; round <= ROUNDS; round++)
    for (const [k, run] of runs.entries()) {
      const spent = await run();
      if (round) best[k] = Math.min(best[k]!, spent);
    }
  const [here, there] = results.map((r) => new Int32Array(r.buffer)) as [Int32Array, Int32Array],
    differing = here.reduce((n, bits, i) => n + +(bits !== there[i]), 0);
  console.log(
    `| ${name} | ${best[0]!.toFixed(1)} | ${best[1]!.toFixed(1)} | ${(best[0]! / best[1]!).toFixed(2)} × | ${((100 * differing) / COUNT).toFixed(1)} % |`,
  );
}
process.exit();
