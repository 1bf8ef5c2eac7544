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
  await page.waitForFunction((n) => Number(document.querySelector(".progress b")?.textContent?.replaceAll(",", "")) >= n, least);
};
const button = (page: Page, name: string) => page.getByRole("button", { name });

test("word vectors: the run as written dies at a step that is named, the other goes on; pause, resume, download", async () => {
  const { page, complaints } = await site.visit("#/train?task=words");
  const asked: string[] = [];
  page.on("request", (request) => void asked.push(request.url()));
  await button(page, "Start both runs").click();
  await reached(page, 5);
  expect(asked.filter((url) => /data\//.test(url))).toEqual([`${site.url}data/moby-dick.txt`]);

  // Input is answered while it trains: the worker computes, and the page has time.
  const answered = await page.evaluate(async () => {
    let worst = 0;
    for (let i = 0; i < 20; i++) {
      const since = performance.now();
      await new Promise((later) => setTimeout(later, 10));
      worst = Math.max(worst, performance.now() - since - 10);
    }
    return worst;
  });
  expect(await steps(page)).toBeLessThan(1000);
  expect(answered).toBeLessThan(50);

  await button(page, "Pause").click();
  await button(page, "Resume").waitFor();
  const paused = await steps(page);
  await page.waitForTimeout(200);
  expect(await steps(page)).toBe(paused);
  await button(page, "Resume").click();
  await button(page, "Start again").waitFor();
  expect(await steps(page)).toBe(1000);

  const [off, on] = await page.locator(".fate").allInnerTexts();
  expect(off).toMatch(/^Died at step \d+: sigmoid\(\d+\.\d\d\) is 1 in float32, and log\(1 − 1\) is −∞\.$/);
  expect(on).toBe("Alive after all 1,000 steps.");
  const died = Number(/step (\d+)/.exec(off!)![1]);
  expect(died).toBeGreaterThan(20);
  expect(await page.getByRole("status").allInnerTexts()).toContainEqual(expect.stringContaining(`As written, the run died at step ${died}, loss ∞`));
  expect(Number((await page.locator(".on .loss").innerText()).replace("loss ", ""))).toBeLessThan(3); // 4.159 at the start
  expect(await page.locator(".near tbody tr").count()).toBe(8);

  const loading = page.waitForEvent("download");
  await page.locator(".off").getByRole("button", { name: "Download weights" }).click();
  const download = await loading,
    file = readFileSync(await download.path());
  expect(download.suggestedFilename()).toBe(`as-written-step-${died - 1}.safetensors`);
  const length = Number(file.readBigUInt64LE(0)),
    header = JSON.parse(file.subarray(8, 8 + length).toString()) as Record<string, { shape: number[]; data_offsets: number[] }>;
  expect(header.words!.shape).toEqual([2660, 64]);
  expect(file.length).toBe(8 + length + 2 * 4 * 2660 * 64);

  expect(await seriousFaults(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
