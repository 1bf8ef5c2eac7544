/** States that are carried from turn to turn without their gradient: what is kept of them, what forms see, and what their values are while parameters change. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import {
  add,
  clone,
  cumsum,
  detach,
  div,
  exp,
  flip,
  log,
  matmul,
  mean,
  mul,
  narrow,
  noGrad,
  norm,
  type Parameter,
  parameter,
  setDefaultDevice,
  sigmoid,
  sin,
  softmax,
  square,
  sub,
  sum,
  tanh,
  type Tensor,
  tensor,
} from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

beforeAll(() => setDefaultDevice(cpu()));

describe("a state that is carried without its gradient", () => {
  /** The nodes that somebody who holds one of them cannot let go of. */
  const reachable = (from: Tensor): number => {
    const seen = new Set<Tensor>([from]);
    for (const t of seen) for (const x of [...t.inputs, t.layout?.base, t.stable, t.parts]) if (x) seen.add(x);
    return seen.size;
  };
  const carry = (turns: number, released: (h: Tensor) => Tensor, reads: boolean): Tensor => {
    let h = tensor([0.1, 0.2, 0.3, 0.4], { shape: [2, 2] });
    const w = parameter(tensor([0.3, 0.1, 0.2, 0.4], { shape: [2, 2] }));
    for (let i = 0; i < turns; i++) {
      h = sin(matmul(released(h), w));
      w.zeroGrad();
      backward(sum(h));
      if (reads) h.dataSync();
    }
    return h;
  };
  test.each<readonly [string, (h: Tensor) => Tensor, boolean]>([
    ["detached", detach, false],
    ["detached, and read", detach, true],
    ["copied under noGrad", (h) => noGrad(() => clone(h)), false],
    ["computed under noGrad", (h) => noGrad(() => mul(h, 0.5)), true],
  ])("%s it keeps a few turns", (_, released, reads) => {
    expect(reachable(carry(200, released, reads))).toBeLessThan(300);
  });
  test("its values are those of a state that is read and given again", () => {
    const again = (h: Tensor): Tensor => tensor(h.dataSync(), { shape: [2, 2] });
    expect(carry(30, detach, true).dataSync()).toEqual(carry(30, again, false).dataSync());
  });
  test("in every turn forms look through what was detached in it", () => {
    const u = tensor([1, 0, 0, 1], { shape: [2, 2], requiresGrad: true }),
      seen: number[] = [];
    let h = tensor([1, 0], { shape: [1, 2] });
    for (let i = 0; i < 20; i++) {
      const p = sigmoid(mul(matmul(h, u), -200));
      seen.push(log(detach(p)).dataSync()[0]!, noGrad(() => log(p)).dataSync()[0]!);
      h = detach(matmul(h, u));
      if (i % 3) h.dataSync();
    }
    expect(seen).toEqual(seen.map(() => -200));
  });
  test("of what is detached forms are still known", () => {
    const x = parameter([-200, -300]),
      w = parameter([1, 1]);
    expect([...log(detach(sigmoid(mul(x, w)))).dataSync()]).toEqual([-200, -300]);
  });
});

type Cell = (h: Tensor, w: Parameter, m: Parameter) => Tensor;
const cells: Record<string, Cell> = {
  "a product": (h, w) => mul(h, w),
  "a quotient": (h, w) => div(h, w),
  "an affine map": (h, w) => add(mul(h, 0.9), w),
  "a linear layer": (h, w, m) => add(matmul(h, m), w),
  "a recurrent layer": (h, w, m) => tanh(add(matmul(h, m), w)),
  "a gated layer": (h, w, m) => {
    const z = sigmoid(matmul(h, m));
    return add(mul(z, h), mul(sub(1, z), tanh(w)));
  },
  "a distance from the mean": (h, w) => sub(mul(h, w), mean(h)),
  "a unit vector": (h, w) => div(mul(h, w), norm(h)),
  shares: (h, w) => softmax(mul(h, w), -1),
  "logarithms of shares": (h, w) => sub(mul(h, w), log(sum(exp(mul(h, w)), -1, { keepdim: true }))),
  "running sums": (h, w) => mul(cumsum(h, -1), mul(w, 0.5)),
  "what is turned around": (h, w) => mul(flip(h, -1), w),
};
const carries: Record<string, (h: Tensor, cell: (h: Tensor) => Tensor) => Tensor> = {
  detached: (h, cell) => detach(cell(h)),
  "computed under noGrad": (h, cell) => noGrad(() => cell(h)),
};
describe.each(Object.entries(cells))("%s", (_, cell) => {
  describe.each(Object.entries(carries))("%s", (_, carried) => {
    /** The states of 20 turns and more, read in each, in some or at the end; of which each is given again as data where that is asked. */
    const states = (given: boolean, reads: "each" | "some" | "none", updates: boolean, disposes: boolean): number[] => {
      const w = parameter(tensor([[0.9, 0.8, 1.1, 1]])),
        m = parameter(tensor([0.9, 0.1, 0, 0, 0, 0.8, 0.1, 0, 0, 0, 0.7, 0, 0.2, 0, 0, 0.5], { shape: [4, 4] })),
        seen: number[] = [];
      let h = tensor([[0.5, 0.25, 0.1, 0.2]]);
      for (let i = 0; i < 21; i++) {
        const made = carried(h, (x) => cell(x, w, m)),
          isRead = reads === "each" || (reads === "some" && i % 3 > 0),
          next = given ? tensor(made.dataSync(), { shape: [1, 4] }) : made;
        if (isRead) seen.push(...next.dataSync());
        if (updates) {
          for (const p of [w, m]) p.zeroGrad();
          backward(sum(square(sub(cell(h, w, m), 0.3))));
          for (const p of [w, m]) if (p.grad) p.assign(sub(p, mul(p.grad, 0.001)));
        }
        if (disposes && isRead && i > 0) h.dispose();
        h = next;
      }
      return [...seen, ...h.dataSync()];
    };
    test.each<readonly ["each" | "some" | "none", boolean, boolean]>([
      ["each", false, false],
      ["each", false, true],
      ["each", true, false],
      ["each", true, true],
      ["some", true, false],
      ["some", false, true],
      ["none", false, false],
    ])("read in %s turn, updates %s, disposal %s", (reads, updates, disposes) => {
      const here = states(false, reads, updates, disposes),
        there = states(true, reads, updates, false);
      here.forEach((x, i) => expect(Math.abs(x - there[i]!)).toBeLessThan(2e-5 * Math.abs(there[i]!) + 1e-9));
    });
  });
});

test("a part of what is lost is its value, where it lay", () => {
  const w = parameter([[2, 3, 4, 5]]),
    h = noGrad(() => mul(w, [[1, 10, 100, 1000]])),
    unread = noGrad(() => mul(w, 3)),
    part = narrow(h, 1, 1, 2),
    turned = flip(part, 1);
  expect([...part.dataSync(), ...turned.dataSync()]).toEqual([30, 400, 400, 30]);
  for (const x of [6, 7, 8]) w.assign(mul(w, 0 * x));
  expect([...mul(part, 2).dataSync(), ...add(turned, part).dataSync(), ...narrow(part, 1, 1, 1).dataSync()]).toEqual([60, 800, 430, 430, 400]);
  expect(() => mul(unread, 2).dataSync()).toThrow("was updated twice");
});
