/** A device that is lost answers every promise, pending or later, with DeviceLostError, and never with zeros. */
import { expect, test } from "vitest";
import {
  add,
  backward,
  cpu,
  DeviceLostError,
  exp,
  mul,
  optim,
  type Parameter,
  parameter,
  setDefaultDevice,
  snapshot,
  sum,
  tensor,
  type Tensor,
  webgpu,
  zeros,
} from "evenkeel";
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
    // w ← ¾·w each step: exact, but for the roundings of squares and of their sum, each at most 2⁻²⁴ of it.
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

test("training goes on from a snapshot, on another device", async () => {
  const { device, backend } = await expendable();
  setDefaultDevice(backend);
  const state = (w: Parameter): optim.Adam => new optim.Adam([w], { lr: 0.1 }),
    w = parameter(tensor([1, 2, 3])),
    optimizer = state(w);
  const step = (w: Parameter, optimizer: optim.Adam): Tensor => {
    optimizer.zeroGrad();
    const loss = sum(mul(w, w));
    backward(loss);
    optimizer.step();
    return loss;
  };
  for (let i = 0; i < 3; i++) step(w, optimizer);
  const reading = snapshot({ w, optimizer, epoch: 3 });
  step(w, optimizer); // it is of the time of the call
  const saved = await reading;
  expect(saved.epoch).toBe(3);
  const expected = [(await step(w, optimizer).data())[0]!];
  device.destroy();
  await expect(step(w, optimizer).data()).rejects.toBeInstanceOf(DeviceLostError);

  setDefaultDevice(cpu());
  const again = parameter(saved.w),
    on = state(again);
  on.loadStateDict(saved.optimizer);
  step(again, on);
  expect(Math.abs(step(again, on).item() - expected[0]!)).toBeLessThan(1e-5);
});

test("a kernel that is refused names the op, and shows its source", async () => {
  const { device, backend } = await expendable(),
    compile = device.createShaderModule.bind(device);
  setDefaultDevice(backend);
  device.createShaderModule = (d) => compile({ ...d, code: d.code.replace("fn main(", "fn main(wrong,") });
  await expect(exp(tensor([1, 2])).data()).rejects.toThrow(/^exp: webgpu refuses its kernel of kind map:[^]*\n +1 {2}@group/);
});

test("memory that is not there is said", async () => {
  const { device, backend } = await expendable();
  setDefaultDevice(backend);
  const x = parameter(tensor(new Float32Array(5000))),
    pop = device.popErrorScope.bind(device),
    push = device.pushErrorScope.bind(device);
  let memory = false,
    full = true;
  device.pushErrorScope = (filter) => ((memory = filter === "out-of-memory"), push(filter));
  device.popErrorScope = () => (memory && full ? pop().then(() => ({ message: "out of memory" }) as GPUError) : pop());
  await expect(exp(x).data()).rejects.toThrow(new RangeError("exp: there is no memory for 20000 bytes. Use smaller batches, or another device."));
  // What comes later has its memory, and its numbers.
  full = false;
  expect((await exp(x).data())[0]).toBe(1);
  await expect((async () => exp(zeros([2 ** 30])).data())()).rejects.toThrow(/a buffer has \d+ at most/);
});
