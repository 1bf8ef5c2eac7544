/**
 * Records the worst errors of every op on the CPU and on a software adapter, and of what WGSL has built in there: `src/prove/recorded.json`.
 * `node --import tsx --conditions @evenkeel/source apps/demo/scripts/record.ts`
 */
import { writeFileSync } from "node:fs";
import { cpu } from "@evenkeel/cpu";
import { backendOf } from "@evenkeel/webgpu";
import { globals } from "webgpu";
import { softwareGpu } from "../../../tools/software-vulkan.js";
import { builtinsOf } from "../src/prove/builtins.js";
import { nameOf, rounded } from "../src/prove/recorded.js";
import { judgeBuiltin, judgeOp, OPS } from "../src/prove/suite.js";

/** The room's own choice: what is compared is of the same inputs. */
const INPUTS = 2000;
Object.assign(globalThis, globals);
const adapter = (await (await softwareGpu()).requestAdapter())!,
  device = await adapter.requestDevice(),
  places = [
    { name: "cpu", backend: cpu(), builtins: null },
    { name: nameOf(adapter.info), backend: await backendOf(device), builtins: builtinsOf(device) },
  ];
const devices: Record<string, Record<string, Record<string, number | null>>> = {};
for (const { name, backend, builtins } of places) {
  devices[name] = {};
  for (const [i, op] of OPS.entries()) {
    const builtin = builtins && (await judgeBuiltin(builtins, op, INPUTS)),
      judged = [...(await judgeOp(backend, op, INPUTS)), ...(builtin ? [builtin] : [])];
    devices[name][op] = Object.fromEntries(judged.map((j) => [j.part, rounded(j.worst)]));
    console.log(`${name}: ${i + 1} of ${OPS.length}, ${op}`, JSON.stringify(devices[name][op]));
  }
}
writeFileSync(new URL("../src/prove/recorded.json", import.meta.url), `${JSON.stringify({ inputs: INPUTS, devices })}\n`);
process.exit(0);
