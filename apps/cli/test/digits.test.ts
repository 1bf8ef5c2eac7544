/** The command from end to end, as its own process: it learns digits, says how well, and draws its mistakes. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { batchOf, PIXELS, SIDE } from "@evenkeel/problems/digits";
import { Random } from "@evenkeel/problems";
import { readDigits } from "../src/digits/read.js";
import { built } from "./command.js";

const main = await built();
const run = (...args: string[]): { code: number | null; out: string; errors: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "train", "digits", ...args], {
    env: { ...process.env, NO_COLOR: "1" },
    encoding: "utf8",
  });
  return { code: status, out: stdout, errors: stderr };
};

test("one pass over the digits is enough for nine of ten", { timeout: 120_000 }, () => {
  const { code, out, errors } = run("--epochs", "1", "--batch", "64");
  expect(code, errors).toBe(0);
  expect(errors).toContain("100%");
  const [, percent] = /([\d.]+) % of 2,000 digits that it had not seen are right, after 125 steps/.exec(out)!;
  expect(Number(percent)).toBeGreaterThan(90);
  const counts = out.split("\n").flatMap((line) => (/^\d(\s+[\d·]+){10}\s*$/.test(line) ? line.replaceAll("·", "0").trim().split(/\s+/).slice(1).map(Number) : [])); // prettier-ignore
  expect(counts.length).toBe(100);
  expect(counts.reduce((a, b) => a + b, 0)).toBe(2000);
  expect(out).toMatch(/the surest mistakes\n\d taken for \d/);
  expect(out).toMatch(/[▒▓█]/);
});
test("what cannot be run is refused, and nothing is trained", () => {
  for (const args of [
    ["--epochs", "0"],
    ["--batch", "1e3"],
    ["--seed", "-1"],
  ])
    expect(run(...args)).toMatchObject({ code: 1, out: "" });
});

test("the digits are there, whole, and split by the seed alone", () => {
  const { training, heldBack } = readDigits(2000, 1);
  expect([training.labels.length, heldBack.labels.length, heldBack.images.length]).toEqual([8000, 2000, 2000 * PIXELS]);
  expect(readDigits(2000, 1).heldBack.labels).toEqual(heldBack.labels);
  expect(readDigits(2000, 2).heldBack.labels).not.toEqual(heldBack.labels);
  expect(new Set(training.labels).size).toBe(10);
});
test("a digit that is moved keeps what stays within the picture", () => {
  const images = Float32Array.from({ length: PIXELS }, (_, i) => i + 1),
    seen = new Set<number>();
  const random = new Random(1, 1);
  for (let n = 0; n < 200; n++) {
    const { images: moved } = batchOf({ images, labels: Int32Array.of(0) }, [0], random),
      at = moved.findIndex((v) => v > 0),
      by = images.indexOf(moved[at]!) - at;
    seen.add(by);
    moved.forEach((v, i) => expect(v === 0 || v === images[i + by]).toBe(true));
    expect(moved.filter((v) => v > 0).length).toBeGreaterThanOrEqual((SIDE - 2) ** 2);
  }
  expect(seen.size).toBe(25);
});
