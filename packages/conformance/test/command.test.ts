/** The command, with a host in memory: what it runs, what it prints, and when it says that something is wrong. */
import { expect, test } from "vitest";
import { conform, type Host } from "../src/command.js";
import { references, suite } from "../src/suite.js";
import { type Lie, plain } from "./plain.js";

async function command(args: string[], lie?: Lie): Promise<{ code: number; text: string; loaded: string }> {
  const lines: string[] = [];
  let loaded = "";
  const host: Host = {
    print: (line) => void lines.push(line),
    load: async (module) => ((loaded = module), plain(lie)),
    readState: () => null,
    writeState: () => {},
    readResult: () => null,
    writeResult: () => {},
    today: () => "2000-01-01",
    commit: () => "0123abcd",
  };
  const exp = suite.facts.filter((f) => f.name === "exp" || f.name === "div");
  return { code: await conform(args, { facts: exp, references }, host), text: lines.join("\n"), loaded };
}

test("one row, by name", async () => {
  const { code, text, loaded } = await command(["exp"]);
  expect([code, loaded]).toEqual([0, "@evenkeel/cpu"]);
  expect(text).toContain("| exp ∂x | 0.501 |");
});

test("another backend, and its faults", async () => {
  const { code, text, loaded } = await command(["exp", "--backend", "./mine.js"], (x, y) => (x[0]! > 50 ? y * 1.0001 : y));
  expect([code, loaded]).toEqual([1, "./mine.js"]);
  expect(text).toMatch(/exp f32 plain {2}x = .*\nagain: pnpm conform exp:f32:plain:x=0x/);
});

test("one address, one point, as failures print it", async () => {
  const { code, text } = await command(["exp:f32:plain:x=0x3f800000"]);
  expect(code).toBe(0);
  expect(text).toContain("1 (0x3f800000) | 1 |");
  expect((await command(["div.y:f32:plain:x=0x3f800000,y=0x40000000"])).text).toContain("| div ∂y |");
  expect((await command(["exp:f32:plain:x=0x3f800000"], () => 2.7)).code).toBe(1);
});

test("an address in narrow arithmetic runs there, and neither a lie nor another backend is looked at", async () => {
  for (const where of ["narrow", "narrow-ftz"]) {
    const { code, text } = await command([`exp:f32:${where}:x=0x3f800000`], () => 2.7);
    expect([code, text]).toEqual([0, expect.stringContaining(`${where}, narrow`)]);
  }
});

test("a special value that was missed is missed again at its address", async () => {
  const wrong = (x: number[] | readonly number[], y: number): number => (x[0] === Infinity ? 7 : y);
  const { text } = await command(["exp"], wrong),
    [address] = /exp:f32:plain:x=0x7f800000/.exec(text)!;
  expect((await command([address], wrong)).text).toContain("got 7 (0x40e00000)  want Infinity");
  const again = await command(["exp:f32:reference:x=0x7f800000"], wrong);
  expect(again.code).toBe(1);
});

test("what cannot be meant is said", async () => {
  await expect(command(["exq"])).rejects.toThrow("conform: there is no op exq. Ops with facts: ");
  await expect(command(["exp", "--fast"])).rejects.toThrow("--fast is no option");
  await expect(command(["exp:f32:cpu:x=0x1"])).rejects.toThrow("exp:f32:cpu:x=0x1 is of f32 on cpu, and here is f32 on plain, narrow");
  await expect(command(["exp:f16:plain:x=0x1"])).rejects.toThrow("is of f16 on plain");
  await expect(command(["exp", "--backend"])).rejects.toThrow("--backend needs a module");
  await expect(command(["exp:f32:plain:x=0x1,y=0x2"])).rejects.toThrow("exp takes 1 inputs");
});
