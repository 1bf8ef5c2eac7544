/** What the stabiliser tells: reports, lines and the warnings of mode "warn". */
import { cpu } from "@evenkeel/cpu";
import { expect, test, vi } from "vitest";
import { log, report, setDefaultDevice, sigmoid, stabilise, sub, type Tensor, tensor } from "@evenkeel/core";

setDefaultDevice(cpu());
const unstable = (x: number): Tensor => log(sub(1, sigmoid(tensor(x))));

test("a report has one entry a place, its line and a count; another begins where it is opened; stopped, neither grows", () => {
  const first = report();
  for (let i = 0; i < 2; i++) unstable(i).item();
  const second = report();
  unstable(3).item();
  expect(first.entries.filter((e) => e.written.startsWith("log")).map((e) => e.count)).toEqual([3]);
  expect(first.entries[0]!.where).toContain("report.test.ts");
  first.stop();
  unstable(4).item();
  expect(second.entries.filter((e) => e.written.startsWith("log")).map((e) => e.count)).toEqual([2]);
  second.stop();
  const before = `${first}${second}`;
  expect(unstable(5).line).toBeNull();
  unstable(6).item();
  expect(`${first}${second}`).toBe(before);
});

test('in mode "warn" maths stays as written, and each place is named once', () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const values = stabilise("warn", () => [20, 30].map((x) => unstable(x))).map((t) => t.item());
  expect(values).toEqual([-Infinity, -Infinity]);
  expect(warn.mock.calls.map(([text]) => text as string).filter((text) => text.includes("log("))).toEqual([
    expect.stringMatching(
      /^stabilise: log\(sub\(1, sigmoid\(tensor\[\]\)\)\) loses digits or overflows, at .*report\.test\.ts.*Write neg\(softplus\(tensor\[\]\)\)/,
    ),
  ]);
  expect(unstable(20).item()).toBe(-20);
  warn.mockRestore();
});
