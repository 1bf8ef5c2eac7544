/** Optimizers against trajectories that PyTorch took in float64 (../shared/cases/torch-training beside the project): its gradients in, its parameters out. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { type DType, type Parameter, parameter, setDefaultDevice, tensor } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { Adam, AdamW, RMSprop, SGD } from "../src/index.js";

beforeAll(() => setDefaultDevice(cpu()));

type Options = Readonly<Record<string, number | boolean | readonly number[]>>;
interface Recorded {
  readonly problem: string;
  readonly optimizer: string;
  readonly options: Options & { readonly groups?: readonly (Options & { readonly params: readonly number[] })[] };
  readonly p0: readonly { readonly s: number[]; readonly v: number[] }[];
  readonly steps: readonly { readonly g: readonly (readonly number[] | null)[]; readonly p: readonly (readonly number[])[] }[];
}
const OPTIMIZERS = { SGD, Adam, AdamW, RMSprop };
const file = new URL("../../../../shared/cases/torch-training/optimizers.json.gz", import.meta.url),
  present = existsSync(file);
if (!present) console.log(`trajectories: ${file.pathname} is not there, so nothing was compared with PyTorch`);
const all: Recorded[] = present ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { runs: Recorded[] }).runs : [];
const runs = all.filter((r) => r.optimizer in OPTIMIZERS);

const named = (options: Options): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options)
      .filter(([name]) => name !== "note" && name !== "groups")
      .map(([name, value]) => [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), value]),
  );

/** The worst distance from the record, of the greatest number that parameter and gradient have had. */
function follow(r: Recorded, dtype: DType, change: (x: number) => number = (x) => x): number {
  const made = (v: readonly number[], s: readonly number[]): ReturnType<typeof tensor> => tensor(Float64Array.from(v), { shape: s, dtype }),
    params = r.p0.map((p) => parameter(made(p.v, p.s))),
    groups = r.options.groups?.map((group) => ({ ...named(group), params: group.params.map((i) => params[i]!) })),
    Optimizer = OPTIMIZERS[r.optimizer as keyof typeof OPTIMIZERS] as new (params: object, options: object) => { step(): void };
  const opt = new Optimizer(groups ?? params, named(r.options)),
    sizes = r.p0.map(() => 0);
  let worst = 0;
  for (const { g, p } of r.steps) {
    if (![g, p].flat(2).every((x) => x === null || Number.isFinite(x))) break; // one run climbs without end
    params.forEach((q: Parameter, i) => (q.grad = g[i] ? made(g[i].map(change), q.shape) : null));
    opt.step();
    p.forEach((want, i) => {
      sizes[i] = Math.max(sizes[i]!, ...want.map(Math.abs), ...(g[i] ?? []).map((x) => Math.abs(x) * Math.min(1, Number(r.options["lr"] ?? 1))));
      const got = params[i]!.dataSync();
      // Runs that diverge leave the range of float32.
      if (dtype === "float64" || sizes[i]! < 1e18) want.forEach((w, n) => (worst = Math.max(worst, Math.abs(got[n]! - w) / sizes[i]!)));
    });
  }
  return worst;
}

describe("PyTorch's trajectories", () => {
  test.skipIf(!present)("all that there are of these optimizers, with groups and without a gradient", () => {
    expect(Object.fromEntries(Object.keys(OPTIMIZERS).map((name) => [name, runs.filter((r) => r.optimizer === name).length]))).toEqual({
      SGD: 15,
      Adam: 14,
      AdamW: 8,
      RMSprop: 10,
    });
  });
  test.skipIf(!present).each(runs.length ? runs.map((_, i) => i) : [0])("run %i", (i) => {
    const r = runs[i]!;
    expect(follow(r, "float64")).toBeLessThanOrEqual(1e-12);
    // 20 steps of ten float32 roundings, which momentum of 0.9 carries on tenfold.
    expect(follow(r, "float32")).toBeLessThanOrEqual(20 * 10 * 10 * 2 ** -24);
  });
  test.skipIf(!present)("gradients that are off by 1e-9 are seen", () => {
    for (const r of runs.filter(({ optimizer }) => optimizer === "SGD").slice(0, 3))
      expect(follow(r, "float64", (x) => x * (1 + 1e-9))).toBeGreaterThan(1e-12);
  });
});
