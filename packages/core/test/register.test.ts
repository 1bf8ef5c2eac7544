/** Two copies of core: of two versions, and of one. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { version } from "../src/version.js";

const KEY = Symbol.for("evenkeel.core"),
  shared = globalThis as { [core: symbol]: { readonly version: string } | undefined };
afterEach(() => {
  delete shared[KEY];
  vi.resetModules();
});

test("the version is that of the package", () => {
  expect(version).toBe((JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version);
});
test("importing core registers it, under its version", async () => {
  await import("../src/index.js");
  expect(shared[KEY]).toEqual({ version });
});
test("a copy of another version throws when it is imported, and names both", async () => {
  shared[KEY] = { version: "9.9.9" };
  await expect(import("../src/index.js")).rejects.toThrow(
    new TypeError(`@evenkeel/core: versions 9.9.9 and ${version} are loaded, and share no tensors. Install one.`),
  );
  expect(shared[KEY]).toEqual({ version: "9.9.9" });
});
test("two copies of one version may be there, and say so where they meet", async () => {
  const one = await import("../src/index.js");
  vi.resetModules();
  const two = await import("../src/index.js");
  expect(two.tensor).not.toBe(one.tensor);
  expect(() => two.add(one.tensor([1]), 1)).toThrow(
    new TypeError("add: an operand is a tensor of another copy of @evenkeel/core. Install one, and bundle it once."),
  );
});
test("without a device a run says what to install, and recording is free to go on", async () => {
  const { add, tensor, setDefaultDevice } = await import("../src/index.js"),
    { cpu } = await import("@evenkeel/cpu");
  const y = add(tensor([1]), 1);
  expect(y.device).toBeNull();
  const message = "run: no device is set. Install @evenkeel/cpu and call setDefaultDevice(cpu()), or import from evenkeel.";
  expect(() => y.dataSync()).toThrow(new TypeError(message));
  await expect(y.data()).rejects.toThrow(new TypeError(message));
  setDefaultDevice(cpu());
  expect(y.item()).toBe(2);
});
test("what was recorded without a device, and what is found out about it, serves every device", async () => {
  const { add, log, mul, sigmoid, sub, tensor, to, setDefaultDevice } = await import("../src/index.js"),
    { cpu } = await import("@evenkeel/cpu");
  const s = sigmoid(tensor([-200])),
    offset = sub(1, s),
    results: number[][] = [];
  for (const device of [cpu(), cpu()]) {
    setDefaultDevice(device);
    const one = to(tensor([1]), device),
      y = add(mul(log(s), one), log(offset));
    expect(y.device).toBe(one.device);
    results.push([...y.dataSync()]);
  }
  expect(results).toEqual([[-200], [-200]]);
});
