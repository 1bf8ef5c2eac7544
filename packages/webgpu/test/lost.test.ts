/** A device that is lost answers every promise, pending or later, with DeviceLostError, and never with zeros. */
import { expect, test } from "vitest";
import { add, backward, DeviceLostError, exp, mul, optim, parameter, setDefaultDevice, sum, tensor, webgpu } from "evenkeel";
import { expendable } from "./device.js";

/** Five points a step; after the last one nothing is asked any more. */
const LOSSES = 24;

test(`${LOSSES} losses at points of a training run`, async () => {
  let unhandled = 0;
  const count = (): void => void unhandled++;
  process.on("unhandledRejection", count);
  for (let turn = 0; turn < LOSSES; turn++) {
    const { device, backend } = await expendable();
    setDefaultDevice(backend);
    const start = Float32Array.from({ length: 256 }, (_, i) => i / 256),
      w = parameter(tensor(start)),
      optimizer = new optim.SGD([w], { lr: 0.125 }),
      expected: number[] = [];
    const point = (at: number): void => {
      if (at === turn) device.destroy();
    };
    let lost: unknown;
    let at = 0;
    try {
      for (let step = 0; step < 5; step++) {
        optimizer.zeroGrad();
        point(at++);
        const loss = sum(mul(w, w));
        backward(loss);
        point(at++);
        optimizer.step();
        point(at++);
        const reading = loss.data();
        point(at++);
        expected.push((await reading)[0]!);
        point(at++);
      }
    } catch (error) {
      lost = error;
    }
    expect(lost).toBeInstanceOf(DeviceLostError);
    // w ← ¾·w each step.
    const first = start.reduce((total, x) => total + x * x, 0);
    expected.forEach((loss, i) => expect(loss / (first * (9 / 16) ** i)).toBeCloseTo(1, 6));
    await expect(add(w, 1).data()).rejects.toBeInstanceOf(DeviceLostError);
    await expect((async () => exp(tensor([1, 2])).data())()).rejects.toBeInstanceOf(DeviceLostError);
  }
  process.off("unhandledRejection", count);
  expect(unhandled).toBe(0);
}, 300_000);

test("without an adapter it says what to do", async () => {
  const none = { requestAdapter: async () => null } as unknown as GPU;
  await expect(webgpu({ gpu: none })).rejects.toThrow(/this machine offers no adapter. Use cpu\(\)/);
});
