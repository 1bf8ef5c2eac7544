/** The run of one op alone gives what the general run gives, and keeps its rules. `modes.fuse` off is the general run. */
import { beforeEach, describe, expect, test } from "vitest";
import {
  abs,
  add,
  type Backend,
  div,
  embedding,
  exp,
  expand,
  full,
  log,
  lt,
  matmul,
  memory,
  mul,
  neg,
  parameter,
  permute,
  realize,
  report,
  type Request,
  setDefaultDevice,
  stabilise,
  stats,
  sub,
  sum,
  type Tensor,
  tensor,
  to,
  zeros,
} from "@evenkeel/core";
import { modes, stableOf } from "@evenkeel/core/internal";
import { type Watched, watched } from "./watched.js";

let device: Watched;
beforeEach(() => setDefaultDevice((device = watched())));

/** Values that are on the device to stay. */
function held(...ts: Tensor[]): Tensor[] {
  for (let i = 0; i < 2; i++) for (const t of ts) add(t, i).dataSync();
  return ts;
}
const plans = (): number => stats().plans.built;
const bytes = (t: Tensor): Uint8Array => new Uint8Array(t.dataSync().buffer),
  bits = (t: Tensor): number[] => [...bytes(t)];
function general<T>(fn: () => T): T {
  modes.fuse = false;
  try {
    return fn();
  } finally {
    modes.fuse = true;
  }
}

const matrix = (): Tensor =>
  tensor(
    Float32Array.from({ length: 12 }, (_, i) => i - 3.25),
    { shape: [3, 4] },
  );
describe("which runs need no plan", () => {
  const cases: [string, boolean, () => Tensor][] = [
    ["two tensors of one shape", true, () => add(matrix(), matrix())],
    ["one tensor twice", true, () => ((x) => mul(x, x))(matrix())],
    ["a tensor and a number", true, () => div(matrix(), 3)],
    ["numbers", true, () => add(full([], 2), 3)],
    ["a number everywhere", true, () => sub(matrix(), full([3, 4], 0.5))],
    ["one input", true, () => exp(matrix())],
    ["a condition", true, () => lt(matrix(), 0)],
    ["another type", true, () => to(matrix(), "int32")],
    ["whole numbers", true, () => mul(tensor(Int32Array.of(1, -2, 3)), 4)],
    ["half precision", true, () => add(tensor([1, 2, 3], { dtype: "float16" }), 0.1)],
    ["nothing", true, () => neg(tensor(new Float32Array(0)))],
    ["operands that broadcast", false, () => add(matrix(), tensor([1, 2, 3, 4]))],
    ["a view", false, () => add(permute(matrix(), [1, 0]), 1)],
    ["an expanded tensor", false, () => add(expand(tensor([[1], [2], [3]]), [3, 4]), matrix())],
    ["an operand that is not computed", false, () => add(abs(matrix()), 1)],
    ["a product of matrices", true, () => matmul(matrix(), permute(tensor(new Float32Array(12).fill(0.1), { shape: [3, 4] }), [1, 0]))],
    ["a view of a value, read", true, () => permute(matrix(), [1, 0])],
    ["rows at an index, which can fail", false, () => embedding(matrix(), tensor(Int32Array.of(2, 0)))],
    ["a reduction", false, () => sum(matrix(), 0)],
  ];
  test.each(cases)("%s: %s", (_, alone, make) => {
    const t = make(),
      known = t.inputs.filter((x) => x.value);
    held(...known);
    const before = plans();
    const got = bits(t);
    expect(plans() - before).toBe(alone ? 0 : 1);
    expect(got).toEqual(general(() => bits(make())));
  });
  test("an update by an op alone writes the parameter's buffer, and what was recorded before stays", () => {
    const p = parameter([[1, 2]]),
      x = tensor([
        [2, 0],
        [0, 3],
      ]);
    held(x);
    p.assign(matmul(p, x));
    const before = neg(p),
      built = plans();
    p.assign(matmul(p, x));
    p.assign(mul(p, 2));
    expect(plans()).toBe(built);
    expect([...p.dataSync()]).toEqual([8, 36]);
    expect(() => before.dataSync()).toThrow(/^read: .* was updated twice/);
  });
  test("a value that nobody keeps is kept by the second run that needs it", () => {
    const x = tensor([
        [2, 0],
        [0, 3],
      ]),
      y = matmul(x, x),
      p = parameter(zeros([2, 2]));
    p.assign(y);
    expect(y.value).toBeNull();
    realize(neg(y));
    expect([...y.value!.host!]).toEqual([4, 0, 0, 9]);
  });
  test("a matrix of a million elements", () => {
    const x = tensor(
        Float32Array.from({ length: 2 ** 20 }, (_, i) => i / 7),
        { shape: [1024, 1024] },
      ),
      make = (): Tensor => mul(x, 1.1),
      got = bytes(make());
    expect(got.length).toBe(2 ** 22);
    // toEqual would take seconds.
    expect(
      Buffer.compare(
        got,
        general(() => bytes(make())),
      ),
    ).toBe(0);
  });
});

describe("what is restated does not run alone", () => {
  test("log(1 + eˣ), of which 1 + eˣ was read before", () => {
    const y = add(1, exp(tensor([-100])));
    expect(y.item()).toBe(1);
    expect(log(y).item()).toBeGreaterThan(0);
    const off = stabilise("off", () => log(add(1, exp(tensor([-100])))));
    expect(off.item()).toBe(0);
  });
  test("1 + eˣ − 1 and 1 − 1/(1 + e⁻ˣ), each part read before the next is recorded", () => {
    const looked = (t: Tensor): Tensor => (t.dataSync(), t),
      small = sub(looked(add(1, looked(exp(tensor([-20]))))), 1);
    expect(small.item()).toBe(Math.fround(Math.exp(-20)));
    const share = sub(1, looked(div(1, looked(add(1, looked(exp(tensor([-20]))))))));
    expect(share.item()).toBe(Math.fround(Math.exp(-20) / (1 + Math.exp(-20))));
  });
  test("what nothing can restate is its own stable form from the start, also under a report", () => {
    const r = report(),
      x = tensor([1, 2]);
    const written = mul(add(x, 1), x);
    expect(stableOf(written)).toBe(written);
    const restated = log(add(1, exp(x)));
    expect(restated.stable).toBeNull();
    expect(stableOf(restated)).not.toBe(restated);
    expect(r.entries).toHaveLength(1);
    r.stop();
  });
});

describe("the rules of runs hold", () => {
  const x = (): Tensor => tensor(new Float32Array(2000).fill(0.5));
  test("host data is copied for the first run that reads it, and stays from the second on, twice an operand or not", () => {
    for (const make of [(t: Tensor) => neg(t), (t: Tensor) => mul(t, t)]) {
      const t = x(),
        before = memory().copies;
      realize(make(t));
      expect(memory().copies).toBe(before);
      realize(add(t, 1));
      expect(memory().copies).toBeGreaterThan(before);
    }
  });
  test("small results are on the heap at once, and large ones on the device", () => {
    const small = add(tensor([1]), 1),
      large = add(x(), 1);
    realize(small);
    realize(large);
    expect(small.value!.host).not.toBeNull();
    expect(large.value!.host).toBeNull();
  });
  test("what is read is a copy", () => {
    const t = add(tensor([1]), 1);
    t.dataSync()[0] = 9;
    expect(t.item()).toBe(2);
  });
  test.each([
    ["kernel", "failAt", 0],
    ["copy of an operand", "failReserve", 0],
    ["result", "failReserve", 1],
  ] as const)("the %s fails: everything is given back, and the next run is right", (_, what, after) => {
    const y = mul(x(), 2),
      live = device.live.size;
    device[what] = after;
    expect(() => y.dataSync()).toThrow(/^planted/);
    device[what] = -1;
    expect(device.live.size).toBe(live);
    expect(y.value).toBeNull();
    expect(y.dataSync()[1999]).toBe(1);
  });
  test("a disposed operand says so", () => {
    const t = add(x(), 1);
    realize(t);
    t.dispose();
    expect(() => neg(t).dataSync()).toThrow(/^read: this add was disposed of/);
  });
  test("what no form passes lets go of its operands, and keeps them otherwise", () => {
    const condition = lt(x(), 1),
      value = exp(x());
    for (const t of [condition, value]) t.dataSync();
    expect(condition.inputs).toHaveLength(0);
    expect(value.inputs).toHaveLength(1);
  });
  test("host data that two views read is copied once", () => {
    const t = tensor(new Float32Array(4096).fill(0.5), { shape: [64, 64] }),
      before = memory().copies;
    matmul(t, permute(t, [1, 0])).dataSync();
    expect(memory().copies).toBe(before);
  });
  test("what fails is located, with its line if that is remembered", () => {
    const t = matrix(),
      p = parameter(zeros([3, 3])),
      squared = (): Tensor => matmul(t, permute(t, [1, 0]));
    held(t);
    device.failAt = 0;
    expect(() => squared().dataSync()).toThrow(/in matmul\[3, 3\]\. Turn on trace\(\)/);
    device.failAt = 0;
    expect(() => p.assign(mul(p, 2))).toThrow(/in mul\[3, 3\]\. Turn on trace\(\)/);
    device.failAt = 0;
    const lines = report();
    expect(() => squared().dataSync()).toThrow(/in matmul\[3, 3\] at .*alone\.test\.ts/);
    lines.stop();
  });
  test("a fault that is told later is that of what reads a view of its value", async () => {
    const later = Object.create(device) as Backend;
    setDefaultDevice(Object.assign(later, { readSync: undefined, run: (request: Request) => Promise.resolve(device.run(request)) }));
    const rows = tensor([
        [1, 2],
        [3, 4],
      ]),
      bad = embedding(rows, add(tensor(Int32Array.of(0, 7)), 0));
    realize(bad);
    await expect(matmul(permute(bad, [1, 0]), rows).data()).rejects.toThrow(/index 7 is out of range/);
    await expect(permute(bad, [1, 0]).data()).rejects.toThrow(/index 7 is out of range/);
  });
});
