/** Prints the hash that the probe must find: its program in narrow arithmetic. `node --import tsx --conditions @evenkeel/source packages/webgpu/scripts/golden.ts` */
import { applyBody, narrowBackend } from "@evenkeel/conformance";
import { hashOf, probeProgram } from "../src/probe.js";

const { bodies, inputs } = probeProgram(),
  results: Float32Array[] = [];
for (const body of bodies) results.push((await applyBody(narrowBackend(), body, inputs as Float32Array[])).slice());
console.log(`0x${hashOf(results).toString(16)}`);
