/** Random graphs: fused = unfused = looked at, bit for bit. The script runs many more. */
import { beforeAll, expect, test } from "vitest";
import { type Backend, input, type Request, setDefaultDevice } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { cpu } from "@evenkeel/cpu";
import { bitsOf, build, difference } from "../src/graphs.js";

beforeAll(() => setDefaultDevice(cpu()));

test("200 random graphs", async () => {
  const found: string[] = [];
  for (let seed = 1; seed <= 200; seed++) {
    const what = await difference(seed);
    if (what) found.push(what);
  }
  expect(found).toEqual([]);
});
test("one seed builds one program", async () => expect(await bitsOf(build(5))).toEqual(await bitsOf(build(5))));
test("a kernel that is wrong only when it is fused is found", async () => {
  const device = cpu(),
    wrong: Backend = Object.assign(Object.create(device) as Backend, {
      run(request: Request) {
        if (request.kind !== "map" || request.program.steps.length < 2) return device.run(request);
        const { inputs, steps, outputs } = request.program,
          last = outputs.at(-1)!;
        const program = {
          inputs,
          steps: [...steps, { body: words.neg(input(0)), args: [last], arithmetic: "float32", dtype: "float32" }] as const,
          outputs: [...outputs.slice(0, -1), inputs.length + steps.length],
        };
        return device.run({ ...request, program });
      },
    });
  setDefaultDevice(wrong);
  let found = 0;
  for (let seed = 1; seed <= 20; seed++) if (await difference(seed)) found++;
  expect(found).toBeGreaterThan(0);
});
test("sums that are right alone and exchanged where one loop has several are found", async () => {
  const device = cpu(),
    wrong: Backend = Object.assign(Object.create(device) as Backend, {
      run(request: Request) {
        const finish = request.kind === "reduce" ? request.program.finish : undefined;
        if (request.kind !== "reduce" || !finish || finish.outputs.length < 2) return device.run(request);
        return device.run({ ...request, program: { ...request.program, finish: { ...finish, outputs: finish.outputs.toReversed() } } });
      },
    });
  setDefaultDevice(wrong);
  let found = 0;
  for (let seed = 1; seed <= 200 && !found; seed++) if (await difference(seed)) found++;
  setDefaultDevice(cpu());
  expect(found).toBeGreaterThan(0);
});
