/** logspace against powers in double-double, taken of the float64 places of linspace. */
import { beforeAll, expect, test } from "vitest";
import { logspace, setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { dd } from "../src/reference/dd.js";
import { structural } from "../src/reference/index.js";
import { ulpDistance } from "../src/ulp.js";

beforeAll(() => setDefaultDevice(cpu()));
const BOUND = 0.501;

test.each([
  [0.1, 1, 10],
  [-45, 38.4, 10],
  [-149, 127.9, 2],
  [-100, 88.5, Math.E],
  [-3, 7, 0.1],
  [-5e5, 8e5, 1.0001],
  [-1, 1, 1e30],
  [-0.9, 1.1, 1e-30],
  [-0.3, 0.7, 2 ** -100 * 1.1],
])("from %d to %d, base %d: every number within the bound", (start, end, base) => {
  const n = 1999,
    got = logspace(start, end, n, { base }).dataSync(),
    step = (end - start) / (n - 1);
  let worst = 0;
  got.forEach((x, i) => {
    const power = i < n / 2 ? start + i * step : end - (n - 1 - i) * step;
    worst = Math.max(worst, ulpDistance(x, structural.logspace(dd(power), base)));
  });
  expect(worst).toBeLessThanOrEqual(BOUND);
  expect(worst).toBeGreaterThan(0.4); // a comparison with itself would find nothing
});
test("powers rounded to float32 before they are raised break the bound", () => {
  const got = logspace(38, 38.5, 101).dataSync(),
    off = structural.logspace(dd(Math.fround(38 + 33 * 0.005)), 10);
  expect(ulpDistance(got[33]!, off)).toBeGreaterThan(BOUND);
});
