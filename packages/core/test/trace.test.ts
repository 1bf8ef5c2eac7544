/** What an error of a run says of where it comes from: the ops up to what was asked for, and their lines while somebody wants them. */
import { cpu } from "@evenkeel/cpu";
import { afterEach, expect, test } from "vitest";
import { add, mul, report, setDefaultDevice, sum, take, tensor, type Tensor, trace } from "@evenkeel/core";

setDefaultDevice(cpu());
afterEach(() => trace(false));

const picked = (): Tensor => take(tensor([1, 2, 3, 4, 5]), add(tensor(Int32Array.of(0, 6)), 1));
const outside = (): Tensor => sum(mul(picked(), 2));
const OUTSIDE = "take: index 7 is out of range for a dimension of 5. Use -5 … 4.";
function messageOf(t: Tensor): string {
  try {
    t.item();
  } catch (e) {
    expect(e).toBeInstanceOf(RangeError);
    return (e as RangeError).message;
  }
  throw new Error("nothing was thrown");
}
/** The text with each line's place in this file as the name of the function alone. */
const places = (text: string): string => text.replace(/at (\w+) \(.*?trace\.test\.ts:\d+:\d+\)/g, "at $1");

test("without trace it names the ops and their shapes", () => {
  expect(messageOf(outside())).toBe(`${OUTSIDE}\n  in take[2] → mul[2] → sum[]. Turn on trace() to see the lines.`);
});
test("with trace it names the lines", () => {
  trace();
  expect(places(messageOf(outside()))).toBe(`${OUTSIDE}\n  in take[2] at picked\n  of mul[2] at outside\n  of sum[] at outside`);
});
test("what was recorded before has no line, and what was recorded under trace keeps it", () => {
  const before = picked();
  trace();
  const t = sum(mul(before, 2));
  trace(false);
  expect(messageOf(t)).toMatch(/in take\[2\]\n {2}of mul\[2\] at .*trace\.test\.ts:\d+:\d+\n {2}of sum\[\] at .*trace\.test\.ts:\d+:\d+\)?$/);
  expect(messageOf(outside())).toContain("Turn on trace()");
});
test("trace and reports end one by one", () => {
  const r = report();
  trace();
  r.stop();
  expect(String(outside().line)).toContain("trace.test.ts");
  const again = report();
  trace(false);
  expect(String(outside().line)).toContain("trace.test.ts");
  again.stop();
  expect(outside().line).toBeNull();
});
test("a long way is cut after eight ops", () => {
  let t = picked();
  for (let i = 0; i < 20; i++) t = mul(t, t);
  const text = messageOf(sum(t));
  expect(text.match(/ → /g)).toHaveLength(8);
  expect(text).toMatch(/→ \w+\[[\d, ]+\] → …\. Turn on/);
});
