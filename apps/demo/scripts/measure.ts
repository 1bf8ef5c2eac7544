/**
 * How long the first room takes to be there and to be drawn, how much it loads, and how long the page takes to answer a key while the worker computes.
 * `node --import tsx --conditions @evenkeel/source apps/demo/scripts/measure.ts`
 */
import type { Page } from "playwright";
import { Site } from "../test/site.js";

const TIMES = 50;
const site = await Site.open();
const ready = async (page: Page): Promise<void> => {
  const began = performance.now(),
    since = (): string => `${Math.round(performance.now() - began)} ms`;
  await page.getByLabel("Formula in x").waitFor();
  console.log(`the editor is there after ${since()}`);
  await page.locator(".typeset math").last().waitFor();
  console.log(`formulas are typeset after ${since()}`);
  await page.getByText("As run, the worst error").waitFor();
  console.log(`all points are judged after ${since()}`);
};
const files = await site.sent("", ready);
for (const [name, size] of files) console.log(`${String(size).padStart(8)}  ${name}`);
console.log(`${String([...files.values()].reduce((a, b) => a + b, 0)).padStart(8)}  bytes in all, as they are sent`);

const { page } = await site.visit();
await page.getByText("As run, the worst error").waitFor();
await answers("a key in the lab, while the worker judges,", page, "key");
for (const task of ["words", "digits", "labels"]) {
  const { page: training } = await site.visit(`#/train?task=${task}`);
  await training.getByRole("button", { name: "Start both runs" }).click();
  await training.waitForFunction(() => Number(/step\s*(\d+)/.exec(document.body.innerText)?.[1]) > 10, null, { timeout: 120_000 });
  await answers(`a change of colours, while ${task} are trained,`, training, "colours");
  await training.context().close();
}
await site.close();

/** What it takes until the event loop comes round again: then whatever the page does because of it is done. */
async function answers(what: string, on: Page, act: "key" | "colours"): Promise<void> {
  const took: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    took.push(
      await on.evaluate(
        async ({ act, i }) => {
          const start = performance.now();
          if (act === "colours") document.querySelector<HTMLButtonElement>("button.quiet")!.click();
          else {
            const area = document.querySelector<HTMLTextAreaElement>(".editor textarea")!;
            area.value = `log(sum(exp([x, ${i}, 1]))) + lgamma(1 + x^2)`;
            area.dispatchEvent(new Event("input", { bubbles: true }));
          }
          await new Promise((round) => setTimeout(round));
          return performance.now() - start;
        },
        { act, i },
      ),
    );
    await on.waitForTimeout(70);
  }
  took.sort((a, b) => a - b);
  console.log(`${what} is answered in ${took[TIMES / 2]!.toFixed(1)} ms (median of ${TIMES}), at most ${took.at(-1)!.toFixed(1)} ms`);
}
