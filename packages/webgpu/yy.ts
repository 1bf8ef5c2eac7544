import { webgpu } from "./src/index.ts";
import { softwareGpu } from "../../tools/software-vulkan.ts";
import { facts, references, run, table } from "@evenkeel/conformance";
const b = await webgpu({ gpu: await softwareGpu() });
const names = process.argv[3]?.split(",");
for (const f of facts) {
  if (names && !names.includes(f.name)) continue;
  const t = performance.now();
  try {
    const r = await run(b, [f], references, { count: +process.argv[2]! });
    for (const x of r.findings)
      if (x.failed || process.argv[4]) {
        console.log(f.name, x.part, x.worst, x.bound, "failed", x.failed);
        if (x.failed) console.log(x.failures[0]!.sentence);
      }
    console.log(f.name, (performance.now() - t).toFixed(0), Math.max(...r.findings.map((x) => x.worst)).toFixed(3));
  } catch (e) {
    console.log(f.name, "ERROR", (e as Error).message.slice(0, 3000));
  }
}
