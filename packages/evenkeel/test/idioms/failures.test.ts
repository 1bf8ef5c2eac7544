/** A step that fails in the middle has changed nothing, and the next one gives the bits that it would have given. */
import {
  backward,
  cpu,
  embedding,
  memory,
  mul,
  optim,
  parameter,
  permute,
  reshape,
  setDefaultDevice,
  sum,
  tensor,
  type Parameter,
  type Tensor,
} from "evenkeel";
import { beforeEach, describe, expect, test } from "vitest";
import { type Watched, watched } from "../../../core/test/watched.js";
import { bits, model, random, step } from "./model.js";

let device: Watched;
beforeEach(() => setDefaultDevice((device = watched())));

type Act = (params: readonly Parameter[], opt: optim.SGD, i: number) => void;
/** Trains with something going wrong before the first step and in the middle, and without: the same bits, and nothing in between. */
function compare(build: () => readonly Parameter[], good: Act, fail: Act): void {
  const train = (failing: boolean): number[][] => {
    const params = build(),
      opt = new optim.SGD(params, { lr: 0.1, momentum: 0.9, dampening: 0.5 });
    for (let i = 0; i < 6; i++) {
      if (failing && i % 3 === 0) {
        const before = bits(params),
          updates = params.map((p) => p.updates),
          remembered = JSON.stringify(Object.values(opt.stateDict().state).map((s) => bits(Object.values(s))));
        opt.zeroGrad();
        fail(params, opt, i);
        expect(bits(params)).toEqual(before);
        expect(params.map((p) => p.updates)).toEqual(updates);
        expect(JSON.stringify(Object.values(opt.stateDict().state).map((s) => bits(Object.values(s))))).toBe(remembered);
      }
      good(params, opt, i);
    }
    return bits(params);
  };
  const want = train(false);
  expect(train(true)).toEqual(want);
}

/** Two rows of indices that a kernel lays out: only the kernel sees whether they are in range. */
const computed = (ids: number[]): Tensor => reshape(permute(tensor(Int32Array.from([...ids, ...ids]), { shape: [2, ids.length] }), [1, 0]), [-1]);
const table = (): readonly Parameter[] => [parameter(random([10, 4], 1), { name: "table" }), parameter(random([4], 2), { name: "scale" })];
const loss = ([words, scale]: readonly Parameter[], ids: number[]): Tensor => {
  const y = mul(embedding(words!, computed(ids)), scale!);
  return sum(mul(y, y));
};
const learn: (ids: (i: number) => number[]) => Act = (ids) => (params, opt, i) => {
  opt.zeroGrad();
  backward(loss(params, ids(i)));
  opt.step();
};
const inRange = learn((i) => [i, 3, 9]);

describe("a step that fails between others", () => {
  test("an index out of range", () => {
    compare(table, inRange, (params, opt) => {
      expect(() => learn(() => [1, 10])(params, opt, 0)).toThrow(
        new RangeError(
          "embedding: index 10 is out of range for a dimension of 10. Use 0 … 9.\n  in embedding[4, 4] → wide[4, 4] → sum[]. Turn on trace() to see the lines.",
        ),
      );
      expect(params.map((p) => p.grad)).toEqual([null, null]);
    });
  });
  /** Fails eight times: the first times may leave device copies of data behind, the last leaves nothing. */
  const repeatedly = (attempt: () => void, message: RegExp): void => {
    const live = [1, 2, 3, 4, 5, 6, 7, 8].map(() => {
      expect(attempt).toThrow(message);
      device.failAt = device.failReserve = -1;
      return device.live.size;
    });
    expect(live[7]).toBe(live[6]);
  };
  test.each([0, 1, 2, 3, 4])("the device, at kernel %i of backward", (n) => {
    compare(table, inRange, (params) =>
      repeatedly(() => {
        device.failAt = n;
        backward(loss(params, [1, 2]));
      }, /^planted failure/),
    );
  });
  test.each([0, 1])("the device, at kernel %i of the update", (n) => {
    compare(table, inRange, (params, opt) => {
      backward(loss(params, [1, 2]));
      repeatedly(() => {
        device.failAt = n;
        opt.step();
      }, /^planted failure/);
    });
  });
  test.each([0, 1, 2, 3, 4])("no memory, at reservation %i", (n) => {
    compare(table, inRange, (params) =>
      repeatedly(() => {
        device.failReserve = n;
        backward(loss(params, [1, 2]));
      }, /^planted: no memory/),
    );
  });
  test("a batch that is too large for the device", () => {
    setDefaultDevice(cpu({ limit: 2 ** 20 }));
    let m = model();
    compare(
      () => (m = model()).params,
      (_, opt, i) => void step(m, opt, i),
      (_, opt) => {
        const message =
          /^cpu: out of memory, \d+ bytes wanted, \d+ in use in \d+ blocks, the limit is 1048576\. Dispose of kept tensors, or work in smaller/;
        expect(() => step(m, opt, 1, 100_000)).toThrow(RangeError);
        expect(() => step(m, opt, 1, 100_000)).toThrow(message);
        expect(memory().cached).toBe(memory().copies);
      },
    );
  });
});
