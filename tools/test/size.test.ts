/** The programs that are weighed do what they are weighed for: an error or a loss that does not fall would make the figures void. */
import { expect, test, vi } from "vitest";

test.each([
  ["word-vectors", 10, 0.98],
  ["perceptron", 10, 0.1],
])("%s learns, with the kinds that it names", async (program, prints, most) => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await import(`../size/${program}.ts`);
  const losses = log.mock.calls.map(([loss]) => loss as number);
  log.mockRestore();
  expect(losses).toHaveLength(prints);
  expect(losses[prints - 1]! / losses[0]!).toBeLessThan(most);
});
