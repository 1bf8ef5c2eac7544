/** What SGD does beside its trajectories, and what it refuses. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import { mul, type Parameter, parameter, setDefaultDevice, sub, sum } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { SGD } from "../src/index.js";

beforeAll(() => setDefaultDevice(cpu()));

describe("SGD", () => {
  const descend = (p: Parameter, opt: SGD): void => {
    opt.zeroGrad();
    backward(sum(mul(sub(p, 3), sub(p, 3))));
    opt.step();
  };
  test("finds a minimum, with a learning rate that changes", () => {
    const p = parameter([10, -10]),
      opt = new SGD([p], { lr: 0.3 });
    for (let i = 0; i < 60; i++) {
      opt.lr = 0.3 * 0.99 ** i;
      descend(p, opt);
    }
    for (const x of p.dataSync()) expect(Math.abs(x - 3)).toBeLessThanOrEqual(4 * 2 ** -22);
  });
  test("gradients add up until zeroGrad", () => {
    const p = parameter([1]);
    backward(sum(mul(p, 2)));
    backward(sum(mul(p, 3)));
    expect(p.grad!.item()).toBe(5);
    new SGD([p], { lr: 1 }).zeroGrad();
    expect(p.grad).toBeNull();
  });
  test("momentum that begins later begins with a whole gradient, whatever its dampening", () => {
    const p = parameter([0]),
      opt = new SGD([p], { lr: 1 }),
      fall = (): void => {
        opt.zeroGrad();
        backward(sum(p));
        opt.step();
      };
    fall();
    Object.assign(opt.paramGroups[0]!, { momentum: 0.5, dampening: 0.5 });
    fall();
    expect(p.item()).toBe(-2);
    fall(); // ½·1 + ½·1
    expect(p.item()).toBe(-3);
  });
  test("a parameter without a gradient stays", () => {
    const p = parameter([1]),
      q = parameter([2]);
    backward(sum(mul(p, 2)));
    new SGD([p, q], { lr: 1 }).step();
    expect([p.item(), q.item(), q.updates]).toEqual([-1, 2, 0]);
  });
  test.each([
    [{ lr: -1 }, /^SGD: lr is -1/],
    [{ lr: NaN }, /^SGD: lr is NaN/],
    [{ lr: 1, nesterov: true }, /^SGD: nesterov with momentum 0/],
  ])("%o is refused", (options, message) => expect(() => new SGD([parameter([1])], options)).toThrow(message));
  test("no parameters are refused", () => expect(() => new SGD([], { lr: 1 })).toThrow(/^SGD: there are no parameters/));
});
