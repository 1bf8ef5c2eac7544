/** What all optimizers have: groups, snapshots, refusals, and steps of one kernel a parameter. */
import { beforeEach, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import { mul, type Parameter, parameter, setDefaultDevice, stats, sub, sum, tensor } from "@evenkeel/core";
import { type Watched, watched } from "../../core/test/watched.js";
import { Adam, AdamW, type Groups, RMSprop, SGD } from "../src/index.js";

let device: Watched;
beforeEach(() => setDefaultDevice((device = watched())));

const MAKERS = {
  SGD: (params: Groups<{ lr: number }>) => new SGD(params, { lr: 0.1, momentum: 0.9 }),
  Adam: (params: Groups<{ lr: number }>) => new Adam(params, { lr: 0.1, amsgrad: true }),
  AdamW: (params: Groups<{ lr: number }>) => new AdamW(params, { lr: 0.1 }),
  RMSprop: (params: Groups<{ lr: number }>) => new RMSprop(params, { lr: 0.01, momentum: 0.5, centered: true }),
};
const two = (): Parameter[] => [parameter([5, -4, 3]), parameter([[1, 2]])];
const loss = (params: readonly Parameter[]): void => {
  for (const p of params) backward(sum(mul(sub(p, 1), sub(p, 1))));
};
const values = (params: readonly Parameter[]): number[] => params.flatMap((p) => [...p.dataSync()]);

describe.each(Object.keys(MAKERS) as (keyof typeof MAKERS)[])("%s", (name) => {
  const make = MAKERS[name];
  const train = (params: readonly Parameter[], opt: ReturnType<typeof make>, steps: number): number[] => {
    for (let i = 0; i < steps; i++) {
      opt.zeroGrad();
      loss(params);
      opt.step();
    }
    return values(params);
  };
  test("finds a minimum", () => {
    const params = two();
    train(params, make(params), 400);
    for (const x of values(params)) expect(Math.abs(x - 1)).toBeLessThan(0.05);
  });
  test("goes on from a snapshot as if nothing had been, and the snapshot stays", () => {
    const params = two(),
      opt = make(params);
    train(params, opt, 3);
    const state = opt.stateDict(),
      at = params.map((p) => [...p.dataSync()]),
      want = train(params, opt, 4);
    params.forEach((p, i) => p.assign(p.ndim === 1 ? at[i]! : [at[i]!]));
    const again = make(params);
    again.loadStateDict(state);
    expect(train(params, again, 4)).toEqual(want);
    expect(state.state[0]!["step"]!.item()).toBe(3);
  });
  test("groups have options of their own; one that states none has the optimizer's", () => {
    const [a, b] = two() as [Parameter, Parameter],
      opt = make([{ params: [a], lr: 0 }, { params: [b] }]);
    const before = values([a]);
    train([a, b], opt, 2);
    expect(values([a])).toEqual(before);
    expect(values([b])).not.toEqual([1, 2]);
    expect(opt.paramGroups.map((group) => group.lr)).toEqual([0, name === "RMSprop" ? 0.01 : 0.1]);
    opt.paramGroups[0]!.lr = 0.1;
    train([a, b], opt, 1);
    expect(values([a])).not.toEqual(before);
    const c = parameter([1]);
    opt.addParamGroup({ params: [c], lr: 2 });
    expect(opt.stateDict().paramGroups.map((group) => [group.lr, group.params])).toEqual([
      [0.1, [0]],
      [name === "RMSprop" ? 0.01 : 0.1, [1]],
      [2, [2]],
    ]);
    expect(() => opt.addParamGroup({ params: [a] })).toThrow(`${name}: a parameter is listed twice. List each once.`);
  });
  test("a step is one kernel a parameter, and no new one later", () => {
    const params = two(),
      opt = make(params);
    train(params, opt, 3);
    opt.zeroGrad();
    loss(params);
    const { kernels } = stats();
    device.requests.length = 0;
    opt.step();
    expect(device.requests.map(({ kind }) => kind)).toEqual(params.map(() => "map"));
    expect(stats().kernels).toEqual(kernels);
  });
  test("refuses what is no parameter, a step size that is none, and the state of something else", () => {
    const [a, b] = two() as [Parameter, Parameter];
    expect(() => make([1 as unknown as Parameter])).toThrow(new TypeError(`${name}: parameter 0 is none. Make it with parameter(value).`));
    expect(() => make([a, a])).toThrow(new RangeError(`${name}: a parameter is listed twice. List each once.`));
    expect(() => make([])).toThrow(new RangeError(`${name}: there are no parameters. Pass at least one.`));
    expect(() => make([{ params: [a], lr: -1 }])).toThrow(new RangeError(`${name}: lr is -1. Use a finite number from 0.`));
    const opt = make([a]);
    train([a], opt, 1);
    expect(() => make([a, b]).loadStateDict(opt.stateDict())).toThrow(/the state is of 1 parameters, and there are 2/);
    expect(() => make([b]).loadStateDict(opt.stateDict())).toThrow(RangeError);
  });
});
describe("loadStateDict refuses, and changes nothing", () => {
  const p = (): Parameter => parameter([1, 2], { name: "w" }),
    groups = [{ lr: 0.5, params: [0] }],
    both = tensor([1, 2]);
  test.each<readonly [string, unknown, Error]>([
    ["what is none", null, new TypeError("Adam: the state is null. Pass what stateDict() gave, with its tensors.")],
    ["a half of one", { paramGroups: groups }, new TypeError("Adam: the state has no state. Pass what stateDict() gave, with its tensors.")],
    ["a map", { state: new Map(), paramGroups: groups }, new TypeError("Adam: its state is a Map. Pass what stateDict() gave, with its tensors.")],
    [
      "averages without steps",
      { state: { 0: { expAvg: both, expAvgSq: both } }, paramGroups: groups },
      new RangeError("Adam: the state of w has no step. Load the state of another Adam."),
    ],
    ["no groups", { state: {}, paramGroups: {} }, new TypeError("Adam: paramGroups is an object. Pass what stateDict() gave, with its tensors.")],
    [
      "lists in the place of tensors",
      { state: { 0: { step: tensor(1), expAvg: [1, 2], expAvgSq: [1, 2] } }, paramGroups: groups },
      new TypeError("Adam: expAvg of parameter 0 is an array. Pass what stateDict() gave, with its tensors."),
    ],
    [
      "half of what is remembered",
      { state: { 0: { step: tensor(1), expAvg: both } }, paramGroups: groups },
      new RangeError("Adam: the state of w has no expAvgSq. Load the state of another Adam."),
    ],
    [
      "steps that nobody took",
      { state: { 0: { step: tensor(-3), expAvg: both, expAvgSq: both } }, paramGroups: groups },
      new RangeError("Adam: step of w is -3. Give one whole number from 0."),
    ],
    [
      "whole numbers",
      { state: { 0: { step: tensor(1), expAvg: tensor(Int32Array.of(1, 2)), expAvgSq: both } }, paramGroups: groups },
      new TypeError("Adam: expAvg of w is int32. Give a floating type."),
    ],
    [
      "what is of a parameter that is not there",
      { state: { 7: { step: tensor(1), expAvg: both, expAvgSq: both } }, paramGroups: groups },
      new RangeError("Adam: the state has parameter 7, and there are 1. Load that of as many."),
    ],
  ])("%s", (_, state, error) => {
    const opt = new Adam([p()]),
      before = opt.lr;
    expect(() => opt.loadStateDict(state as ReturnType<typeof opt.stateDict>)).toThrow(error);
    expect(opt.lr).toBe(before);
    expect(Object.keys(opt.stateDict().state)).toEqual([]);
  });
});
test("Adam and RMSprop refuse what no average can be taken with", () => {
  const p = parameter([1]);
  expect(() => new Adam([p], { betas: [0.9, 1] })).toThrow(new RangeError("Adam: betas[1] is 1. Use a number from 0, below 1."));
  expect(() => new AdamW([p], { eps: NaN })).toThrow(new RangeError("AdamW: eps is NaN. Use a finite number from 0."));
  expect(() => new RMSprop([p], { alpha: -1 })).toThrow(new RangeError("RMSprop: alpha is -1. Use a finite number from 0."));
});
