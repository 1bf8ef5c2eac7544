/** What a report says: each place where written maths was restated, what ran there, and why. Lines are remembered only while one is open. */
import { add, backward, exp, log, parameter, report, sub, sum } from "evenkeel";

const x = parameter([-20, 0.5, 89], { name: "scores" });
const seen = report();
const first = log(add(1, exp(x))),
  second = sub(exp(x), 1);
backward(sum(add(first, second)));
seen.stop();

// Each entry also has `where`, the line. `scores[3]` is the parameter of that name, of three numbers.
for (const { written, run, why, count } of seen.entries) {
  console.log(`written  ${written}`);
  console.log(`run      ${run}`);
  console.log(`because  ${why} (${count}×)`);
}
// → written  sub(exp(scores[3]), 1)
// → run      expm1(scores[3])
// → because  restated as an offset, so that nothing cancels after rounding (1×)
// → written  log(add(1, exp(scores[3])))
// → run      softplus(scores[3])
// → because  the logarithm of its argument is known better than the argument (1×)
// → written  add(log(add(1, exp(scores[3]))), sub(exp(scores[3]), 1))
// → run      wide(scores[3])
// → because  terms that may cancel are not rounded before they do (1×)
