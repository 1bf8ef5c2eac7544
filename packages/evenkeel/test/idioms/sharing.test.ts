/** Several results on one part: it is computed once with them, and never three times. */
import { add, backward, matmul, memory, mul, parameter, type Parameter, read, realize, setDefaultDevice, stats, sum, type Tensor } from "evenkeel";
import { beforeEach, describe, expect, test } from "vitest";
import { type Watched, watched } from "../../../core/test/watched.js";
import { bits, random } from "./model.js";

let device: Watched;
beforeEach(() => setDefaultDevice((device = watched())));

describe("ten heads on one encoder", () => {
  const heads = (): { encoder: Parameter; outputs: Tensor[] } => {
    const encoder = parameter(random([6, 6], 1)),
      hidden = matmul(random([200, 6], 2), encoder);
    return { encoder, outputs: Array.from({ length: 10 }, (_, i) => sum(mul(hidden, i))) };
  };
  const products = (): number => device.requests.filter((r) => r.kind === "matmul").length;
  test("read together, the encoder is computed once", async () => {
    const { outputs } = heads();
    await read(...outputs);
    expect(products()).toBe(1);
  });
  test("read one by one, it is computed twice and then kept", () => {
    for (const t of heads().outputs) t.item();
    expect(products()).toBe(2);
  });
  test("forward and backward of all ten: one product each way", () => {
    const { encoder, outputs } = heads();
    backward(outputs.reduce((a, b) => add(a, b)));
    expect(products()).toBe(2);
    expect(encoder.grad!.shape).toEqual([6, 6]);
  });
  test("evicted after that, it is still not computed again, and the heads are the same", () => {
    const want = bits(heads().outputs);
    setDefaultDevice((device = watched()), { budget: 1 });
    const { outputs } = heads();
    expect(bits(outputs)).toEqual(want);
    expect(products()).toBe(2);
    expect([memory().cached, stats().evicted.values]).toEqual([0, 1]);
  });
  test("asked for with realize, it is there for all that follow", () => {
    const encoder = parameter(random([6, 6], 1)),
      hidden = matmul(random([200, 6], 2), encoder);
    realize(hidden);
    for (let i = 0; i < 10; i++) sum(mul(hidden, i)).item();
    expect(products()).toBe(1);
  });
});
