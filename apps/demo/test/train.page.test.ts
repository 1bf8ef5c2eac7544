/** The room Train, used as a person would: trained, paused, resumed, downloaded; on the GPU, and when that is lost. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seriousFaults, Site } from "./site.js";

let site: Site;
beforeAll(async () => void (site = await Site.open()), 120_000);
afterAll(async () => await site?.close());

const steps = async (page: Page): Promise<number> => Number((await page.locator(".progress b").first().innerText()).replaceAll(",", ""));
const reached = async (page: Page, least: number): Promise<void> => {
  await page.waitForFunction((n) => Number(document.querySelector(".progress b")?.textContent?.replaceAll(",", "")) >= n, least, { timeout: 90_000 });
};
const button = (page: Page, name: string) => page.getByRole("button", { name });

test("word vectors: the run as written dies at a step that is named, the other goes on; pause, resume, download", { timeout: 120_000 }, async () => {
  const { page, complaints } = await site.visit("#/train?task=words");
  const asked: string[] = [];
  page.on("request", (request) => void asked.push(request.url()));
  await button(page, "Start both runs").click();
  await reached(page, 5);
  expect(asked.filter((url) => /data\//.test(url))).toEqual([`${site.url}data/moby-dick.txt`]);

  await button(page, "Pause").click();
  await button(page, "Resume").waitFor();
  const paused = await steps(page);
  await page.waitForTimeout(200);
  expect(await steps(page)).toBe(paused);
  await button(page, "Resume").click();
  await reached(page, 200);
  await button(page, "Pause").click();
  await button(page, "Resume").waitFor();

  const [off, on] = await page.locator(".fate").allInnerTexts();
  expect(off).toMatch(/^Died at step \d+: sigmoid\(\d+\.\d\d\) is 1 in float32, and log\(1 − 1\) is −∞\.$/);
  expect(on).toBe(`Alive at step ${(await steps(page)).toLocaleString("en")}.`);
  const died = Number(/step (\d+)/.exec(off!)![1]);
  expect(died).toBeGreaterThan(20);
  expect(await page.getByRole("status").allInnerTexts()).toContainEqual(expect.stringContaining(`As written, the run died at step ${died}, loss ∞`));
  expect(Number((await page.locator(".on .loss").innerText()).replace("loss ", ""))).toBeLessThan(3.6); // 4.159 at the start
  expect(await page.locator(".near tbody tr").count()).toBe(8);

  const loading = page.waitForEvent("download");
  await page.locator(".off").getByRole("button", { name: "Download weights" }).click();
  const download = await loading,
    file = readFileSync(await download.path());
  expect(download.suggestedFilename()).toBe(`as-written-step-${died - 1}.safetensors`);
  const length = Number(file.readBigUInt64LE(0)),
    header = JSON.parse(file.subarray(8, 8 + length).toString()) as Record<string, { shape: number[]; data_offsets: number[] }>;
  expect(header.words!.shape).toEqual([1740, 32]);
  expect(file.length).toBe(8 + length + 2 * 4 * 1740 * 32);

  expect(await seriousFaults(page)).toEqual([]);
  await button(page, "Reset").click();
  expect(await page.locator(".fate").allInnerTexts()).toEqual(["Not begun.", "Not begun."]);
  expect(complaints).toEqual([]);
});

test("on WebGPU, and when the GPU is lost in mid-training: on on the CPU, from the last snapshot, and it says so", { timeout: 120_000 }, async () => {
  const { page, complaints } = await site.visit("#/train?task=labels&steps=5000");
  await page.getByRole("radio", { name: "WebGPU" }).check();
  await page.getByText(/^WebGPU, .*SwiftShader/i).waitFor();
  await button(page, "Start both runs").click();
  await reached(page, 2);
  await button(page, "Take the GPU away").click();
  const notice = page.locator(".notice");
  await notice.getByText("The GPU was lost").waitFor();
  const [, at, from] = /^The GPU was lost at step (\d+)\. Training goes on on the CPU, from the snapshot of step (\d+)\.$/.exec(
    await notice.innerText(),
  )!;
  expect(Number(from)).toBeLessThanOrEqual(Number(at));
  expect(await page.getByRole("radio", { name: "CPU", exact: true }).isChecked()).toBe(true);
  await reached(page, Number(at) + 20);
  expect(await page.locator(".on .fate").innerText()).toMatch(/^Alive at step/);
  // Steps that were taken again are told once: losses are as many as steps.
  await button(page, "Pause").click();
  await button(page, "Resume").waitFor();
  expect(await page.locator(".on footer .mono").innerText()).toBe(`${(await steps(page)).toLocaleString("en")} finite steps`);
  expect(complaints).toEqual([]);
});

test("digits: what is drawn is recognised, with a mouse or, by keyboard, one of those held back", { timeout: 120_000 }, async () => {
  const { page, complaints } = await site.visit("#/train?task=digits&steps=160", { viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  await button(page, "Start both runs").click();
  await button(page, "Start again").waitFor();
  expect(await page.locator(".off .fate").innerText()).toMatch(
    /^Died at step 1: the logit of a \d is \d+\.\d below the greatest: softmax = e\^−\d+\.\d is 0/,
  );

  const canvas = page.locator("canvas[aria-label^='Draw']");
  await canvas.scrollIntoViewIfNeeded();
  const { x, y, width } = (await canvas.boundingBox())!;
  await page.mouse.move(x + 0.55 * width, y + 0.15 * width);
  await page.mouse.down();
  await page.mouse.move(x + 0.45 * width, y + 0.85 * width, { steps: 12 });
  await page.mouse.up();
  await page.locator(".bars.on .best").waitFor();
  expect(await page.locator(".bars.on .best").innerText()).toMatch(/^1\s/);
  const percents = (await page.locator(".bars.on li > :last-child").allInnerTexts()).map((text) => parseInt(text, 10));
  expect(Math.abs(percents.reduce((a, b) => a + b) - 100)).toBeLessThanOrEqual(5); // ten roundings to whole ones

  await button(page, "Take one of those held back").focus();
  await page.keyboard.press("Enter");
  await page.getByText(/^Its writer meant a \d\.$/).waitFor();
  await page.locator(".bars.on .best").waitFor();

  // A phone's width, nothing wider than it.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await seriousFaults(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
