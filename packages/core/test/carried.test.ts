/** States that are carried from turn to turn without their gradient: what is kept of them, what forms see, and what their values are while parameters change. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward, checkpoint } from "@evenkeel/autograd";
import {
  add,
  cat,
  clone,
  cumsum,
  detach,
  div,
  exp,
  expand,
  flip,
  log,
  logSoftmax,
  logsumexp,
  matmul,
  mean,
  mul,
  narrow,
  neg,
  noGrad,
  norm,
  type Parameter,
  parameter,
  permute,
  realize,
  reshape,
  setDefaultDevice,
  sigmoid,
  sin,
  softmax,
  square,
  sub,
  sum,
  tanh,
  tensor,
  type Tensor,
  unsqueeze,
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
  test("nor does it where parameters are updated", () => {
    const w = parameter([0.5, 0.3]);
    let h = tensor([0.1, 0.2]);
    for (let i = 0; i < 200; i++) {
      const n = tanh(mul(h, w));
      w.zeroGrad();
      backward(sum(n));
      w.assign(sub(w, mul(w.grad!, 0.01)));
      h = detach(n);
    }
    expect(reachable(h)).toBeLessThan(60);
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

type Carry = (state: Tensor) => Tensor;
const again: Carry = (t) => tensor(t.dataSync(), { shape: t.shape });
const carries: Record<string, Carry> = {
  detached: detach,
  "detached and read": (t) => {
    const h = detach(t);
    h.dataSync();
    return h;
  },
  "detached as another shape": (t) => reshape(detach(reshape(t, [t.size])), t.shape),
  "copied under noGrad": (t) => noGrad(() => clone(t)),
  "computed under noGrad": (t) => noGrad(() => mul(t, 1)),
};
/** Descends, and changes every parameter by that. */
function descend(loss: Tensor, ...parameters: Parameter[]): void {
  for (const p of parameters) p.zeroGrad();
  backward(loss);
  for (const p of parameters) if (p.grad) p.assign(sub(p, mul(p.grad, 0.01)));
}
const TURNS = 20;
type Cell = (h: Tensor, w: Parameter, m: Parameter) => Tensor;
const cells: Record<string, Cell> = {
  "a product": (h, w) => mul(h, w),
  "a quotient": (h, w) => div(h, add(1, w)),
  "a quotient by the state": (h, w) => div(w, add(h, 2)),
  "a share of the state": (h, w) => div(h, add(h, exp(w))),
  "a square of the state": (h, w) => mul(w, mul(h, h)),
  exponentials: (h, w) => mul(exp(neg(h)), w),
  "an affine map": (h, w) => add(mul(h, 0.9), w),
  "an affine map in three steps": (h, w) => [1, 2, 3].reduce((x) => add(mul(0.9, x), w), h),
  "a linear layer": (h, w, m) => add(matmul(h, m), w),
  "a recurrent layer": (h, w, m) => tanh(add(matmul(h, m), w)),
  "a recurrent layer in a checkpoint": (h, w, m) => checkpoint((x: Tensor) => tanh(add(matmul(x, m), w)))(h),
  "a gated layer": (h, w, m) => {
    const z = sigmoid(matmul(h, m));
    return add(mul(z, h), mul(sub(1, z), tanh(w)));
  },
  "a gain": (h, w) => {
    const p = add(square(h), exp(w));
    return mul(sub(1, div(p, add(p, 1))), p);
  },
  "a distance from the mean": (h, w) => sub(mul(h, w), mean(h)),
  "a unit vector": (h, w) => div(mul(h, w), norm(h)),
  shares: (h, w) => softmax(mul(h, w), -1),
  "logarithms of shares": (h, w) => sub(mul(h, w), log(sum(exp(mul(h, w)), -1, { keepdim: true }))),
  "a forward pass": (h, w, m) => [1, 2].reduce((x) => log(sum(exp(add(unsqueeze(add(x, w), 2), logSoftmax(m, 1))), 1)), h),
  "running sums": (h, w) => mul(cumsum(h, -1), mul(w, 0.5)),
  "what is turned around": (h, w) => mul(flip(h, -1), w),
  "parts that change places": (h, w) => cat([narrow(mul(h, w), 1, 1, 3), narrow(h, 1, 0, 1)], 1),
};
describe.each(Object.entries(cells))("%s", (_, cell) => {
  /** The states that were read, and the last; after updates or without. */
  const states = (carry: Carry, reads: "some" | "late" | "last", updates: boolean, disposes = false): number[] => {
    const w = parameter(tensor([[0.9, 0.8, 1.1, 1]])),
      m = parameter(tensor([0.9, 0.1, 0, 0, 0, 0.8, 0.1, 0, 0, 0, 0.7, 0, 0.2, 0, 0, 0.5], { shape: [4, 4] })),
      seen: number[] = [];
    let h = tensor([[0.5, 0.25, 0.1, 0.2]]);
    for (let i = 0; i < TURNS; i++) {
      const made = cell(h, w, m),
        isRead = reads === "some" && i % 3 > 0;
      if (isRead) seen.push(...made.dataSync());
      if (updates) descend(sum(square(sub(made, 0.3))), w, m);
      const next = carry(made);
      if (reads === "late") seen.push(...next.dataSync());
      if (disposes && isRead && i > 0) h.dispose();
      h = next;
    }
    return [...seen, ...h.dataSync()];
  };
  test.each(Object.keys(carries))("%s", (name) => {
    for (const updates of [true, false])
      for (const reads of updates ? (["some", "late", "last"] as const) : (["some", "last"] as const)) {
        const there = states(again, reads, updates);
        for (const disposes of reads === "some" ? [false, true] : [false])
          states(carries[name]!, reads, updates, disposes).forEach((x, i) =>
            expect(Math.abs(x - there[i]!), `${reads}, ${updates}, ${disposes}`).toBeLessThan(2e-5 * Math.abs(there[i]!) + 1e-9),
          );
      }
  });
});

describe("a state that a loop has beside its loss", () => {
  const loops: Record<string, (carry: Carry) => Tensor> = {
    "an average of parameters that nobody reads": (carry) => {
      const w = parameter([1, 2]);
      let average = carry(mul(w, 1));
      for (let i = 0; i < TURNS; i++) {
        descend(sum(square(w)), w);
        average = carry(noGrad(() => add(mul(average, 0.9), mul(w, 0.1))));
      }
      return average;
    },
    "a teacher": (carry) => {
      const w = parameter([0.5, 0.2]);
      let teacher = carry(mul(w, 1));
      for (let i = 0; i < TURNS; i++) {
        descend(sum(square(sub(tanh(mul(w, i / 5)), tanh(mul(teacher, 0.5))))), w);
        teacher = carry(noGrad(() => add(mul(teacher, 0.9), mul(w, 0.1))));
      }
      return teacher;
    },
    "a baseline": (carry) => {
      const w = parameter(0.5);
      let base = tensor(0);
      for (let i = 0; i < TURNS; i++) {
        const reward = mul(w, i / 10);
        descend(mul(reward, sub(reward, base)), w);
        base = carry(add(mul(0.9, base), mul(0.1, detach(reward))));
      }
      return base;
    },
    "the sum of losses": (carry) => {
      const w = parameter([1, 2]);
      let total = tensor(0);
      for (let i = 0; i < TURNS; i++) {
        const loss = sum(square(w));
        descend(loss, w);
        total = carry(add(total, detach(loss)));
      }
      return total;
    },
    "scales that balance, at a temperature that falls": (carry) => {
      const cost = parameter(tensor([0.1, 0.7, 0.5, 0.2], { shape: [2, 2] }));
      let f = tensor([0, 0]),
        g = tensor([0, 0]);
      for (let i = 0; i < TURNS; i++) {
        const t = 1 - i / 30;
        for (let k = 0; k < 3; k++) {
          f = mul(-t, logsumexp(div(sub(unsqueeze(g, 0), cost), t), 1));
          g = mul(-t, log(sum(exp(div(sub(unsqueeze(f, 1), cost), t)), 0)));
        }
        descend(sum(add(f, g)), cost);
        [f, g] = [carry(f), carry(g)];
      }
      return add(f, g);
    },
    "two states, of which one runs backwards": (carry) => {
      const [u, v] = [parameter(tensor([0.3, 0.1, 0.2, 0.3], { shape: [2, 2] })), parameter(tensor([-0.2, 0.1, 0.4, -0.2], { shape: [2, 2] }))];
      let [first, second] = [tensor([[0, 0]]), tensor([[0, 0]])];
      for (let i = 0; i < TURNS; i++) {
        const x = tensor([Math.sin(i), 1, 0.5, Math.cos(i), 1, -1], { shape: [3, 2] }),
          pass = (x: Tensor, h: Tensor, w: Tensor): Tensor[] => {
            const all: Tensor[] = [];
            for (let k = 0; k < 3; k++) all.push((h = tanh(add(matmul(h, w), narrow(x, 0, k, 1)))));
            return [cat(all, 0), h];
          },
          [there, h] = pass(x, first, u) as [Tensor, Tensor],
          [back, g] = pass(flip(x, 0), second, v) as [Tensor, Tensor];
        descend(mean(logsumexp(cat([there, flip(back, 0)], 1), 1)), u, v);
        [first, second] = [carry(h), carry(g)];
      }
      return add(first, second);
    },
  };
  test.each(Object.entries(loops))("%s", (_, loop) => {
    const there = loop(again).dataSync();
    for (const [name, carry] of Object.entries(carries))
      loop(carry)
        .dataSync()
        .forEach((x, i) => expect(Math.abs(x - there[i]!), name).toBeLessThan(1e-5 * Math.abs(there[i]!)));
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

describe("what is of an earlier step has its value, whatever becomes of what it is of", () => {
  const halve = (p: Parameter): void => p.assign(mul(p, 0.5));
  test("where its operand is disposed of", () => {
    const p = parameter(new Float32Array(3000).fill(1)),
      s = noGrad(() => mul(p, 2));
    realize(s);
    halve(p);
    const n = noGrad(() => exp(s));
    realize(n);
    s.dispose();
    expect(log(add(1, n)).dataSync()[0]).toBeCloseTo(Math.log1p(Math.exp(2)), 5);
  });
  const alias: Record<string, (p: Tensor) => Tensor> = {
    reshaped: (p) => reshape(p, [2, 2]),
    "restated as itself": (p) => reshape(log(exp(p)), [2, 2]),
    "an offset and back": (p) => reshape(sub(add(p, 2), 2), [2, 2]),
  };
  test.each(Object.entries(alias))("where it is a parameter, %s", (_, of) => {
    const p = parameter([1, 2, 3, 4]);
    let average = noGrad(() => of(p)),
      share = 1;
    for (let i = 1; i < 8; i++) {
      halve(p);
      average = noGrad(() => add(mul(average, 0.5), mul(reshape(p, [2, 2]), 0.5)));
      share = 0.5 * share + 0.5 * 0.5 ** i;
    }
    expect([...average.dataSync()]).toEqual([1, 2, 3, 4].map((x) => Math.fround(x * share)));
  });
  const sources: Record<string, (p: Tensor) => Tensor> = {
    exponentials: (p) => exp(p),
    "exponentials of a multiple": (p) => exp(mul(p, 0.7)),
    shares: (p) => softmax(p, 1),
    "what is left of 1": (p) => sub(1, sigmoid(p)),
  };
  const views: Record<string, (x: Tensor) => Tensor> = {
    narrow: (x) => narrow(x, 1, 1, 2),
    permute: (x) => permute(x, [1, 0]),
    flip: (x) => flip(x, 1),
    expand: (x) => expand(reshape(x, [1, 2, 3]), [2, 2, 3]),
    "a sum of a part": (x) => sum(narrow(x, 0, 1, 1)),
    "another shape": (x) => add(reshape(x, [3, 2]), 1),
    "a product with itself": (x) => matmul(x, permute(x, [1, 0])),
  };
  describe.each(Object.entries(sources))("of %s", (_, source) => {
    test.each(Object.entries(views))("%s", (_, view) => {
      for (const record of [noGrad, (f: () => Tensor): Tensor => f()]) {
        const p = parameter(tensor([0.1, -0.4, 0.7, 1, -2, 0.3], { shape: [2, 3] }));
        for (let i = 0; i < 6; i++) {
          const there = view(again(noGrad(() => source(p)))).dataSync(),
            x = record(() => source(p));
          halve(p);
          const y = noGrad(() => view(x));
          halve(p);
          y.dataSync().forEach((value, k) => expect(value).toBeCloseTo(there[k]!, 5));
        }
      }
    });
  });
});
