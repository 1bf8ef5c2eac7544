/** The room that proves, as a visitor uses it: on the CPU, and on a software adapter. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright";
import type { Proof } from "../src/prove/protocol.js";
import { seriousFaults, Site } from "./site.js";

let site: Site;
beforeAll(async () => void (site = await Site.open()), 120_000);
afterAll(() => site.close());

async function downloaded(page: Page): Promise<Proof> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download JSON" }).click()]);
  return JSON.parse(readFileSync(await file.path(), "utf8")) as Proof;
}

test("every op and kind is judged on the CPU, looked at, ordered, compared and downloaded", { timeout: 120_000 }, async () => {
  const { page, complaints } = await site.visit("#/prove");
  await page.getByRole("button", { name: "Prove it" }).click();
  await page.getByText(/kinds in \d+ s/).waitFor({ timeout: 100_000 });
  const count = (await page.locator(".count").textContent())!,
    [, right, all] = /^([\d,]+) of ([\d,]+) values/.exec(count)!;
  expect(right).toBe(all);
  expect(await page.getByText("every worst error is the one recorded on cpu").count()).toBe(1);
  await page.getByRole("button", { name: /^softplus/ }).click();
  expect(await page.locator(".details").textContent()).toMatch(/value0\.50/);
  await page.getByLabel("Filter").fill("softpl");
  expect(await page.locator(".op").count()).toBe(1);
  const proof = await downloaded(page);
  expect(Object.keys(proof.ops).length).toBeGreaterThan(100);
  expect(proof.kinds.every((k) => k.failed === 0)).toBe(true);
  expect(proof.end).toBe("all");
  expect(proof.asked).toEqual([...Object.keys(proof.ops), ...proof.kinds.map((k) => k.kind)]);
  expect(proof.device).toEqual({ device: "cpu", arithmetic: "wide", subnormals: "ieee" });
  expect(await seriousFaults(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test("on an adapter ours stay within their bounds, and what WGSL has built in is judged beside them", { timeout: 120_000 }, async () => {
  const { page, complaints } = await site.visit("#/prove", { viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  await page.getByLabel("WebGPU").check();
  await page.getByLabel("Ops").fill("sigmoid, tanh softplsu");
  await page.getByRole("button", { name: "Prove it" }).click();
  await page.getByRole("alert").getByText("There is no op softplsu.").waitFor();
  await page.getByLabel("Ops").fill("sigmoid, softplus");
  await page.getByLabel("Inputs of each op").selectOption("500");
  await page.getByRole("button", { name: "Prove it" }).click();
  await page.getByText(/2 of 2 ops in \d+ s/).waitFor({ timeout: 100_000 });
  const proof = await downloaded(page),
    softplus = proof.ops.softplus!;
  expect(proof.device.probe).toEqual({ sums: "float", verified: true });
  expect(softplus.filter((j) => j.part !== "wgsl").every((j) => j.failed === 0 && j.worst! <= j.bound!)).toBe(true);
  // Written with what is built in, it overflows.
  expect(softplus.find((j) => j.part === "wgsl")!.says[0]).toContain("infinity or NaN");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await seriousFaults(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test("a proof is stopped, and where there is no adapter the page says what to do", { timeout: 60_000 }, async () => {
  const { page } = await site.visit("#/prove?inputs=33000");
  await page.getByRole("button", { name: "Prove it" }).click();
  await page.locator(".op .shade-0").first().waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText(", stopped").waitFor({ timeout: 30_000 });
  expect((await downloaded(page)).end).toBe("stopped");
  await page.context().addInitScript(() => {
    const OldWorker = Worker;
    // A worker of a browser without WebGPU.
    globalThis.Worker = class extends OldWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        const code = `Object.defineProperty(navigator, "gpu", { value: undefined });
          const early = [], keep = (e) => early.push(e.data);
          addEventListener("message", keep);
          await import(${JSON.stringify(String(url))});
          removeEventListener("message", keep);
          for (const data of early) dispatchEvent(new MessageEvent("message", { data }));`;
        super(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), options);
      }
    };
  });
  await page.goto(`${site.url}#/prove?device=webgpu&ops=exp`);
  await page.reload();
  await page.getByRole("button", { name: "Prove it" }).click();
  await page
    .getByRole("alert")
    .getByText(/no WebGPU\. Use a recent .* or prove the CPU/)
    .waitFor({ timeout: 20_000 });
});
