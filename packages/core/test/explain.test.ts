/** What `explain` says of a formula, beside what is run. */
import { beforeAll, expect, test } from "vitest";
import { cpu } from "@evenkeel/cpu";
import { add, explain, type Formula, log, mul, neg, parameter, report, setDefaultDevice, sigmoid, stabilise, sub, type Tensor } from "@evenkeel/core";

beforeAll(() => setDefaultDevice(cpu()));

const text = (f: Formula): string => (f.number !== undefined ? String(f.number) : f.leaf ? "x" : `${f.op}(${f.of.map(text).join(", ")})`);
const x = parameter([-3, 20]);

test("the statement that is run, and each restatement with the node that was written", () => {
  const s = sigmoid(x),
    rest = sub(1, s),
    logarithm = log(rest),
    loss = neg(logarithm),
    { run, changes } = explain(loss);
  expect(text(run)).toBe("softplus(x)");
  expect(changes.map((c) => c.written)).toEqual([rest, logarithm, loss]);
  expect(changes.map((c) => text(c.run))).toEqual(["sigmoid(neg(x))", "neg(softplus(x))", "softplus(x)"]);
  expect(run.change).toBe(2);
  expect(changes[1]!.why).toContain("logarithm");
  expect(changes[1]!.catalogue).toContain("M303");
  expect(run.body?.word).toBeDefined();
  expect(run.of[0]!.leaf).toBe(x);
});

test("what was run already, and what is met a third time, is explained like what is new", () => {
  const written = (): Tensor => log(sigmoid(x)),
    seen = [0, 1, 2, 3].map(() => {
      const y = written();
      y.dataSync();
      return explain(y).changes.length;
    });
  expect(seen).toEqual([1, 1, 1, 1]);
});

test("what is off, and what nothing restates, runs as it is written", () => {
  for (const y of [stabilise("off", () => log(sigmoid(x))), mul(add(x, 1), 2)]) {
    const { run, changes } = explain(y);
    expect(changes).toEqual([]);
    expect(text(run)).toBe(y.op.name === "log" ? "log(sigmoid(x))" : "mul(add(x, 1), 2)");
  }
});

test("it runs nothing, tells no report of what it found before, and takes long chains", () => {
  let y: Tensor = x;
  for (let i = 0; i < 3000; i++) y = add(mul(y, 0.5), 1);
  expect(explain(y).run.op).toBe("add");
  const before = report(),
    z = log(sigmoid(x));
  explain(z);
  expect(before.entries.length).toBe(0);
  z.dataSync();
  expect(before.entries.length).toBe(1);
  before.stop();
});

test("what is no tensor is refused", () => {
  expect(() => explain([1] as unknown as Tensor)).toThrow("explain: an array is no tensor. Give the result of an op.");
});
