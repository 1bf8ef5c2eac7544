/** Compares many random expressions with the stabiliser on, off and in exact arithmetic: `differential.ts [count] [first seed]`. */
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { compare, type Compared } from "../src/differential.js";

const count = Number(process.argv[2] ?? 1000),
  first = Number(process.argv[3] ?? 1);
const found: Record<Compared["verdict"], number> = { unknown: 0, same: 0, rescued: 0, worse: 0 };
for (let seed = first; seed < first + count; seed++) {
  if ((seed - first) % 500 === 0) setDefaultDevice(cpu());
  const { text, verdict } = compare(seed);
  found[verdict]++;
  if ((seed - first + 1) % 5000 === 0) console.log(`${seed - first + 1} expressions, ${found.worse} worse`);
  if (verdict === "worse") console.log(text);
}
console.log(
  `${count} random expressions from seed ${first}: ${found.worse} worse with the stabiliser, ${found.rescued} rescued, ${found.same} as near, ${found.unknown} not judged`,
);
process.exitCode = found.worse ? 1 : 0;
