/**
 * Pictures of every room, dark and light, wide and narrow, into a folder; those of the README with `--readme`, into docs/images.
 * `node --import tsx --conditions @evenkeel/source apps/demo/scripts/screenshots.ts <folder>`
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { Site } from "../test/site.js";

const README = fileURLToPath(new URL("../../../docs/images", import.meta.url)),
  forReadme = process.argv.includes("--readme"),
  folder = forReadme ? README : process.argv[2];
if (!folder) throw new TypeError("screenshots: there is no folder. Name one, or write --readme.");

const STEPS = 1100;
/** What is done in each room before it is taken. */
const ROOMS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  async lab(page) {
    await page.getByRole("button", { name: "Two label sets" }).click();
    await page.getByText("As run, the worst error").waitFor();
  },
  async train(page) {
    await page.getByRole("button", { name: "Start both runs" }).click();
    await page.waitForFunction((least) => Number(/step\s*([\d,]+)/.exec(document.body.innerText)?.[1]?.replace(",", "")) > least, STEPS, {
      timeout: 120_000,
    });
    await page.getByRole("button", { name: "Pause" }).click();
  },
  async prove(page) {
    await page.getByLabel("WebGPU").check();
    await page.getByLabel("Ops").fill("atan2 cosh div exp exp2 expm1 log log1p logsigmoid pow sigmoid silu sin softplus sqrt tan tanh");
    await page.getByRole("button", { name: "Prove it" }).click();
    await page.getByText(/ops in \d+ s/).waitFor({ timeout: 300_000 });
  },
};
const VIEWS = [
  { name: "light", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "phone-light", colorScheme: "light", viewport: { width: 390, height: 844 } },
  { name: "phone-dark", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

mkdirSync(folder, { recursive: true });
const site = await Site.open();
for (const [room, act] of Object.entries(ROOMS).filter(([room]) => !forReadme || room !== "prove"))
  for (const { name, ...view } of forReadme ? VIEWS.slice(0, 1) : VIEWS) {
    const { page } = await site.visit(`#/${room}`, view);
    await act(page);
    await page.mouse.move(0, 0);
    const path = join(folder, `${room}${forReadme ? "" : `-${name}`}.png`);
    await page.screenshot({ path, fullPage: true });
    console.log(path);
    await page.context().close();
  }
await site.close();
