/** Updates: written last, whole or not at all, and what is said when something asks too late or for too much. */
import {
  add,
  assign,
  backward,
  cpu,
  embedding,
  mul,
  neg,
  noGrad,
  parameter,
  type Parameter,
  permute,
  reshape,
  setDefaultDevice,
  sub,
  sum,
  tensor,
  type Tensor,
} from "evenkeel";
import { beforeEach, describe, expect, test } from "vitest";
import { type Watched, watched } from "../../../core/test/watched.js";

let device: Watched;
beforeEach(() => setDefaultDevice((device = watched())));

describe("state is written last", () => {
  /** Rows 0 1 … of a table, and the last one `last`, which only the kernel sees. */
  const rows = (t: Tensor, last: number): Tensor =>
    embedding(t, reshape(permute(tensor(Int32Array.of(0, 0, 1, last), { shape: [2, 2] }), [1, 0]), [4]));
  const updated = (): { p: Parameter; q: Parameter; old: Tensor } => {
    const p = parameter([[1], [2], [3], [4]], { name: "p" }),
      q = parameter([[5], [6], [7], [8]], { name: "q" }),
      old = sum(mul(p, 10));
    assign([
      [p, neg(p)],
      [q, neg(q)],
    ]);
    return { p, q, old };
  };
  const values = (...ts: Tensor[]): number[] => ts.flatMap((t) => [...t.dataSync()]);
  const WHOLE = [-1, -2, -3, -4, -5, -6, -7, -8];

  type Updates = (p: Parameter, q: Parameter, last: number) => readonly (readonly [Parameter, Tensor])[];
  test.each<[string, Updates]>([
    [
      "listed before the index",
      (p, q, last) => [
        [p, neg(p)],
        [q, rows(q, last)],
      ],
    ],
    [
      "listed after it",
      (p, q, last) => [
        [q, rows(q, last)],
        [p, neg(p)],
      ],
    ],
    ["that is the index's own", (p, _, last) => [[p, rows(p, last)]]],
    [
      "that reads what the index gives",
      (p, q, last) => [
        [q, neg(q)],
        [p, mul(rows(p, last), 2)],
      ],
    ],
  ])("an update %s: if that fails, the value and the one before it are as they were", (_, updates) => {
    const { p, q, old } = updated();
    expect(() => assign(updates(p, q, 7))).toThrow(/^embedding: index 7 is out of range/);
    expect(values(p, q)).toEqual(WHOLE);
    expect([p.updates, q.updates]).toEqual([1, 1]);
    expect(old.item()).toBe(100);
    assign(updates(p, q, 3));
    expect(values(p, q)).not.toEqual(WHOLE);
  });
  test("a device that fails after the first write: the value stays, and the one before it is refused, not wrong", () => {
    const outcomes = [0, 1, 2].map((n) => {
      const { p, q, old } = updated();
      device.failAt = n;
      const twice: [Parameter, Tensor][] = [
        [p, mul(p, 2)],
        [q, mul(rows(q, 3), 2)],
      ];
      expect(() => assign(twice)).toThrow("planted failure");
      device.failAt = -1;
      expect(values(p, q)).toEqual(WHOLE);
      try {
        return old.item();
      } catch (e) {
        return (e as Error).message;
      }
    });
    const refused = "read: p was updated twice since this was recorded (updates 1 and 2). Record it again.";
    // Kernels: the index is laid out, the rows are taken, and then the state is written.
    expect(outcomes).toEqual([100, 100, refused]);
  });
});

describe("what is said", () => {
  test("a loss that was recorded two updates ago cannot be differentiated", () => {
    const p = parameter([1, 2], { name: "w" }),
      loss = sum(mul(p, p));
    p.assign([3, 4]);
    p.assign([5, 6]);
    expect(() => backward(loss)).toThrow(new RangeError("read: w was updated twice since this was recorded (updates 1 and 2). Record it again."));
    expect(p.grad).toBeNull();
    p.assign([7, 8]);
    expect(() => loss.item()).toThrow(/updates 1 and 2/);
  });
  test.each<[string, unknown, string]>([
    ["a tensor", tensor([1]), "a tensor that is no parameter"],
    ["a number", 3, "3"],
    ["nothing", undefined, "undefined"],
  ])("%s does not change", (_, target, name) => {
    const p = parameter([1]);
    expect(() =>
      assign([
        [p, [5]],
        [target as Parameter, [2]],
      ]),
    ).toThrow(new TypeError(`assign: ${name} is to be updated. Only what parameter() makes changes.`));
    expect(p.item()).toBe(1);
  });
  test("a value of another shape or type does not fit", () => {
    const p = parameter([1, 2], { name: "w" });
    expect(() => p.assign([1, 2, 3])).toThrow(new RangeError("assign: w is [2] and the value is [3]. Give it the same shape."));
    const whole = tensor(Int32Array.of(1, 2));
    expect(() => p.assign(whole)).toThrow(new TypeError('assign: the value is int32 and w is float32. Convert it with to(value, "float32").'));
    expect([...p.dataSync()]).toEqual([1, 2]);
  });
  test("a promise in noGrad would run outside", () => {
    const later = async (): Promise<void> => {};
    expect(() => noGrad(later)).toThrow(
      new TypeError("noGrad: the function returned a promise, and its later part would run outside. Pass a synchronous function."),
    );
    expect(add(parameter([1]), 1).requiresGrad).toBe(true);
  });
  test("a parameter stays on its device, and is there when that is chosen again", () => {
    const p = parameter([1], { name: "w" });
    p.assign([2]);
    setDefaultDevice(cpu());
    const { device: there } = p,
      { device: here } = add([1], 1);
    expect(() => p.assign(add([2], 1))).toThrow(new TypeError(`assign: w lives on ${there} and the value on ${here}. Move it with .to(device).`));
    expect(sub(p, 0).item()).toBe(2);
    p.assign([3]);
    expect(p.item()).toBe(3);
  });
});
