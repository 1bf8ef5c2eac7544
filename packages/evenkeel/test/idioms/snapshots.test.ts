/** Snapshots: taken at once, changed by no later step, given back bit for bit. */
import {
  add,
  assign,
  backward,
  clone,
  memory,
  mul,
  noGrad,
  optim,
  parameter,
  permute,
  setDefaultDevice,
  cpu,
  sub,
  sum,
  tensor,
  type Tensor,
} from "evenkeel";
import { beforeEach, describe, expect, test } from "vitest";
import { bits, model, numbers, random, squaredError, step } from "./model.js";

beforeEach(() => setDefaultDevice(cpu()));

describe("clone", () => {
  test.each([2, 5000])("of a parameter of %i elements is taken at once: updates that follow change nothing in it", (size) => {
    const p = parameter(numbers(size)),
      before = bits([p]),
      snapshot = clone(p);
    for (let i = 0; i < 5; i++) p.assign(add(p, 1));
    expect(bits([snapshot])).toEqual(before);
  });
  test("of a view of a parameter, and under noGrad", () => {
    const p = parameter(random([2, 3])),
      want = bits([permute(p, [1, 0])]),
      snapshots = [clone(permute(p, [1, 0])), noGrad(() => clone(permute(p, [1, 0])))];
    for (let i = 0; i < 3; i++) p.assign(mul(p, 2));
    for (const s of snapshots) expect(bits([s])).toEqual(want);
    expect(snapshots.map((s) => s.requiresGrad)).toEqual([true, false]);
  });
  test("passes the gradient, also when the parameter has changed since", () => {
    const p = parameter([1, 2]),
      copy = clone(p);
    for (let i = 0; i < 3; i++) p.assign(add(p, 1));
    backward(sum(mul(copy, copy)));
    expect([...p.grad!.dataSync()]).toEqual([2, 4]);
  });
  test("of other tensors is a copy that another's end does not touch; integers too", () => {
    const t = mul(tensor(numbers(5000)), 2),
      want = bits([t]),
      copy = clone(t);
    t.dispose();
    expect(bits([copy])).toEqual(want);
    expect([...clone(tensor(Int32Array.of(3, -4))).dataSync()]).toEqual([3, -4]);
    expect(clone(2.5).item()).toBe(2.5);
  });
  test("an expression is no state: it says that it comes too late", () => {
    const p = parameter([1], { name: "w" }),
      late = clone(mul(p, 2));
    p.assign([2]);
    p.assign([3]);
    expect(() => late.item()).toThrow(/^read: w was updated twice since this was recorded \(updates 1 and 2\)/);
  });
});

test("the best weights come back bit for bit", () => {
  const m = model(),
    opt = new optim.SGD(m.params, { lr: 0.05, momentum: 0.9 }),
    evaluate = (): number => noGrad(() => squaredError(m.predict(random([16, 6], 5)), random([16, 3], 6))).item();
  let least = Infinity,
    best: Tensor[] = [],
    wanted: number[][] = [];
  for (let i = 0; i < 30; i++) {
    step(m, opt, i);
    const loss = evaluate();
    if (loss >= least) continue;
    least = loss;
    best = noGrad(() => m.params.map((p) => clone(p)));
    wanted = bits(m.params);
  }
  expect(bits(m.params)).not.toEqual(wanted);
  assign(m.params.map((p, i) => [p, best[i]!]));
  expect(bits(m.params)).toEqual(wanted);
  expect(evaluate()).toBe(least);
});

describe("stateDict", () => {
  const train = (m: ReturnType<typeof model>, opt: optim.SGD, from: number, to: number): void => {
    for (let i = from; i < to; i++) step(m, opt, i);
  };
  test("training goes on from weights and state as if it had not been stopped, in the same optimizer and in a new one", () => {
    const m = model(),
      opt = new optim.SGD(m.params, { lr: 0.1, momentum: 0.9 });
    train(m, opt, 0, 5);
    opt.lr = 0.05;
    const state = opt.stateDict(),
      weights = noGrad(() => m.params.map((p) => clone(p)));
    train(m, opt, 5, 10);
    const want = bits(m.params);
    for (const other of [opt, new optim.SGD(m.params, { lr: 1 })]) {
      assign(m.params.map((p, i) => [p, weights[i]!]));
      other.loadStateDict(state);
      expect(other.lr).toBe(0.05);
      train(m, other, 5, 10);
      expect(bits(m.params)).toEqual(want);
    }
  });
  test("has PyTorch's shape, and the momenta as they were", () => {
    const p = parameter([1, 2]),
      q = parameter([3]),
      opt = new optim.SGD([p, q], { lr: 0.5, momentum: 0.5 });
    const descend = (): void => {
      opt.zeroGrad();
      backward(sum(mul(p, 3)));
      opt.step();
    };
    descend();
    const { state, paramGroups } = opt.stateDict();
    descend();
    descend();
    expect(paramGroups).toEqual([{ lr: 0.5, momentum: 0.5, params: [0, 1] }]);
    expect(Object.keys(state)).toEqual(["0"]);
    expect([...state[0]!.momentumBuffer!.dataSync()]).toEqual([3, 3]);
  });
  test("before the first step there is nothing to remember; loading that starts anew", () => {
    const m = model(),
      opt = new optim.SGD(m.params, { lr: 0.1, momentum: 0.9, dampening: 0.5 }),
      fresh = opt.stateDict(),
      start = noGrad(() => m.params.map((p) => clone(p)));
    train(m, opt, 0, 3);
    const want = bits(m.params);
    assign(m.params.map((p, i) => [p, start[i]!]));
    opt.loadStateDict(fresh);
    train(m, opt, 0, 3);
    expect(bits(m.params)).toEqual(want);
  });
  test("the state of other parameters is refused, and nothing has changed", () => {
    const [p, q] = [parameter([1, 2], { name: "p" }), parameter([3], { name: "q" })],
      opt = new optim.SGD([p, q], { lr: 0.5, momentum: 0.5 });
    backward(add(sum(p), sum(q)));
    opt.step();
    const state = opt.stateDict();
    expect(() => new optim.SGD([p], { lr: 1 }).loadStateDict(state)).toThrow(/^SGD: the state is of 2 parameters, and there are 1\. Load it/);
    const turned = new optim.SGD([q, p], { lr: 1, momentum: 0.1 });
    expect(() => turned.loadStateDict(state)).toThrow(/^SGD: momentumBuffer of q is \[2\], and q is \[1\]\. Keep the order/);
    expect([turned.lr, turned.stateDict().state]).toEqual([1, {}]);
    const foreign = { ...state, state: { 0: { expAvg: tensor([1, 2]) } } };
    expect(() => opt.loadStateDict(foreign)).toThrow(/^SGD: the state has expAvg, and there is momentumBuffer\. Load the state of another SGD/);
    expect(() => opt.loadStateDict({ ...state, paramGroups: [{ lr: -1, params: [0, 1] }] })).toThrow(/^SGD: lr is -1/);
    expect([...opt.stateDict().state[0]!.momentumBuffer!.dataSync()]).toEqual([1, 1]);
  });
});

describe("a line search", () => {
  const problem = (): { p: ReturnType<typeof parameter>; loss: (w: Tensor) => Tensor } => {
    const p = parameter([4, -2]);
    return { p, loss: (w) => sum(mul(w, w)) };
  };
  const sizes = [1, 0.75, 0.5, 0.25];
  test("along the gradient without touching the parameter", () => {
    const { p, loss } = problem();
    backward(loss(p));
    const losses = sizes.map((size) => noGrad(() => loss(sub(p, mul(p.grad!, size)))).item());
    expect(losses).toEqual([20, 5, 0, 5]);
    expect(p.updates).toBe(0);
  });
  test("by steps that are taken back", () => {
    const { p, loss } = problem();
    backward(loss(p));
    const start = noGrad(() => clone(p)),
      direction = p.grad!;
    const losses = sizes.map((size) => {
      p.assign(sub(start, mul(direction, size)));
      return noGrad(() => loss(p)).item();
    });
    p.assign(start);
    expect(losses).toEqual([20, 5, 0, 5]);
    expect([...p.dataSync()]).toEqual([4, -2]);
    expect(memory().state).toBe(2 * 8);
  });
});
