/** Runs many random graphs fused, unfused and looked at, and compares bits: `random-graphs.ts [count] [first seed]`. */
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { difference } from "../src/graphs.js";

const count = Number(process.argv[2] ?? 1000),
  first = Number(process.argv[3] ?? 1);
let differing = 0;
for (let seed = first; seed < first + count; seed++) {
  if ((seed - first) % 500 === 0) setDefaultDevice(cpu());
  const what = await difference(seed).catch((e: Error) => `seed ${seed}: ${e.stack}`);
  if (what) {
    differing++;
    console.log(what);
  }
  if ((seed - first + 1) % 5000 === 0) console.log(`${seed - first + 1} graphs, ${differing} differ`);
}
console.log(`${count} random graphs from seed ${first}: fused = unfused = looked at in ${count - differing}, ${differing} differ`);
process.exitCode = differing ? 1 : 0;
