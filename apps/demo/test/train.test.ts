/** What the room Train is made of, without a page: settings, files, drawings, and a session that can be interrupted without a trace. */
import { setDefaultDevice } from "evenkeel";
import { afterEach, describe, expect, test, vi } from "vitest";
import { centred } from "../src/train/centred.js";
import { rangeOf, smoothed, thinned } from "../src/train/curve.js";
import { deviceOf } from "../src/train/device.js";
import { labels } from "../src/train/lessons/labels.js";
import type { News } from "../src/train/protocol.js";
import { safetensors } from "../src/train/safetensors.js";
import { Session } from "../src/train/session.js";
import { choicesOf, faultOf, FIRST, type Settings, settingsOf, TASKS } from "../src/train/settings.js";

describe("settings", () => {
  test("an address gives them back, and names only what is not as at first", () => {
    for (const task of TASKS) expect(choicesOf(FIRST[task])).toEqual({ task });
    const settings = { ...FIRST.digits, steps: 70, rate: 0.01, seed: 0, bytes: false };
    expect(settingsOf(new URLSearchParams(choicesOf(settings)))).toEqual(settings);
  });
  test("what an address names wrongly is as at first", () => {
    expect(settingsOf(new URLSearchParams("task=chess&steps=1e9&rate=-1&seed=x&pixels=scaled"))).toEqual(FIRST.words);
  });
  test("a fault says the limits", () => {
    expect(faultOf("steps", "1000")).toBeNull();
    for (const text of ["", " ", "0", "1.5", "100001", "NaN", "many"]) expect(faultOf("steps", text)).toBe("Give a whole number from 1 to 100,000.");
    expect(faultOf("rate", "0.25")).toBeNull();
    expect(faultOf("rate", "0")).toMatch(/^Give a number from/);
  });
});

test("safetensors: the header is aligned JSON, and the numbers are where it says, bit for bit", () => {
  const data = Float32Array.of(1 / 3, -0, NaN, 1e-45, Infinity, -2),
    file = safetensors(
      [
        { name: "a", shape: [2, 2], data: data.subarray(0, 4) },
        { name: "b", shape: [2], data: data.subarray(4) },
      ],
      { step: "7" },
    ),
    length = Number(new DataView(file.buffer).getBigUint64(0, true)),
    header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as unknown;
  expect(length % 8).toBe(0);
  expect(header).toEqual({
    __metadata__: { step: "7" },
    a: { dtype: "F32", shape: [2, 2], data_offsets: [0, 16] },
    b: { dtype: "F32", shape: [2], data_offsets: [16, 24] },
  });
  expect(new Uint8Array(file.buffer, 8 + length)).toEqual(new Uint8Array(data.buffer));
});

test("a drawing is centred by its mass, and its longer side becomes 20 pixels", () => {
  const drawn = new Float32Array(280 * 280);
  for (let y = 10; y < 110; y++) for (let x = 200; x < 220; x++) drawn[y * 280 + x] = 1;
  const small = centred(drawn, 280)!,
    inked = [...small.keys()].filter((i) => small[i]! > 0.5),
    rows = inked.map((i) => Math.floor(i / 28)),
    columns = inked.map((i) => i % 28);
  expect([Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns)]).toEqual([4, 23, 12, 15]);
  expect(centred(new Float32Array(280 * 280), 280)).toBeNull();
});

test("curves: a mean that starts at the first loss, few points with the last among them, a range without outliers", () => {
  expect([...smoothed([4, 2])]).toEqual([4, 3]);
  expect(thinned([5, 6, 7, 8, 9, 10], 2)).toEqual([
    [1, 4, 6],
    [5, 8, 10],
  ]);
  expect(thinned([], 5)).toEqual([[], []]);
  const [low, high] = rangeOf([1000, ...Array.from({ length: 99 }, (_, i) => 1 + i / 98), NaN]);
  expect(low).toBeLessThan(1);
  expect(high).toBeGreaterThan(1.95);
  expect(high).toBeLessThan(2.2);
  expect(rangeOf([])).toEqual([0, 1]);
});

describe("where there is no GPU it is said what to do", () => {
  afterEach(() => vi.unstubAllGlobals());
  test("no WebGPU", async () => {
    vi.stubGlobal("navigator", {});
    await expect(deviceOf("webgpu")).rejects.toThrow(/no WebGPU\. Use a recent .* or train on the CPU/);
  });
  test("no adapter", async () => {
    vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => null } });
    await expect(deviceOf("webgpu")).rejects.toThrow(/no adapter for it\. Switch hardware acceleration on/);
  });
});

/** All that a session told up to its end, with `meanwhile` done after its first step. */
async function told(settings: Settings, meanwhile: (session: Session) => Promise<void> = async () => {}): Promise<News[]> {
  const news: News[] = [],
    device = await deviceOf("cpu");
  setDefaultDevice(device.backend);
  let done = (): void => {};
  const end = new Promise<void>((r) => (done = r));
  const session = new Session((await labels(settings)) as never, settings, device, (each) => {
    news.push(each);
    if (each.news === "done") done();
  });
  session.resume();
  await meanwhile(session);
  await end;
  return news;
}
const losses = (news: readonly News[], side: "on" | "off"): number[] =>
  news.flatMap((each) => (each.news === "progress" ? each.runs[side].losses : []));

test("a session that is paused, moved and asked for weights goes on as if it had not been, bit for bit", async () => {
  const settings = { ...FIRST.labels, steps: 40 },
    straight = await told(settings),
    device = await deviceOf("cpu"),
    interrupted = await told(settings, async (session) => {
      await session.pause();
      session.resume();
      await session.move(device);
      await session.weights("on");
    });
  expect(interrupted.map(({ news }) => news)).toEqual(expect.arrayContaining(["paused", "device", "weights", "done"]));
  for (const side of ["on", "off"] as const) {
    expect(losses(straight, side).length).toBe(40);
    expect(losses(interrupted, side)).toEqual(losses(straight, side));
  }
});

test("the run as written dies once, by name, and tells no loss after it; the other goes on", async () => {
  const news = await told({ ...FIRST.labels, seed: 1, rate: 0.2, steps: 20 }),
    deaths = news.filter((each) => each.news === "death");
  expect(deaths).toEqual([
    {
      news: "death",
      side: "off",
      step: 9,
      what: "loss ∞",
      cause: expect.stringMatching(/^s = sigmoid\(\d+\.\d\d\) is 1 in float32, 1 − s is 0, and log\(0\) is −∞$/) as string,
    },
  ]);
  expect(losses(news, "off").length).toBe(8);
  expect(losses(news, "on").length).toBe(20);
  expect(losses(news, "on").every(Number.isFinite)).toBe(true);
});
