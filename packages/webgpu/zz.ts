import { webgpu } from "./src/index.ts";
import { softwareGpu } from "../../tools/software-vulkan.ts";
import * as core from "@evenkeel/core";
import { applyBody } from "../conformance/src/apply.ts";
import { facts, references } from "@evenkeel/conformance";
const t0 = performance.now();
const b = await webgpu({ gpu: await softwareGpu() });
console.log("device", (performance.now() - t0).toFixed(0));
const x = core.input(0);
for (const n of (process.argv[2] ?? "exp,sigmoid,softplus,gelu,lgamma").split(",")) {
  const t = performance.now();
  const xs = Float32Array.from({ length: 100000 }, (_, i) => (i - 50000) / 500);
  const y = await applyBody(b, (core as any)[n](x), [xs]);
  const t1 = performance.now();
  const y2 = await applyBody(b, (core as any)[n](x), [xs]);
  console.log(n, y[50500], (t1 - t).toFixed(0), (performance.now() - t1).toFixed(0));
}
