import { webgpu } from "./src/index.ts";
import { softwareGpu } from "../../tools/software-vulkan.ts";
const b = await webgpu({ gpu: await softwareGpu() });
for (const [n, rows] of process.argv[2]!.split(";").map((s) => s.split(",").map(Number)) as [number, number][]) {
  const x = Float32Array.from({ length: n * rows }, () => Math.random() - 0.5);
  const i = b.reserve(4 * n * rows), o = b.reserve(4 * n * rows); b.write(i, x);
  const out = new Int32Array(n * rows);
  for (let k = 0; k < 2; k++) {
    const t = performance.now();
    await b.run({ kind: "sort", dtype: "float32", rows, n, from: 0, count: n, descending: false, input: { storage: i, offset: 0, strides: [n, 1] }, output: { storage: o, offset: 0, strides: [n, 1] } });
    await b.read(o, out);
    console.log(n, rows, "ms", (performance.now() - t).toFixed(0));
  }
  let bad = 0;
  for (let r = 0; r < rows; r++) for (let j = 1; j < n; j++) if (x[r * n + out[r * n + j - 1]!]! > x[r * n + out[r * n + j]!]!) bad++;
  if (bad) console.log("bad", bad);
}
process.exit(0);
