/**
 * How long the first room takes to be there and to be drawn, how much it loads, and how long the page takes to answer a key while the worker computes.
 * `node --import tsx --conditions @evenkeel/source apps/demo/scripts/measure.ts`
 */
import type { Page } from "playwright";
import { Site } from "../test/site.js";

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
const answers = await page.evaluate(async () => {
  const area = document.querySelector<HTMLTextAreaElement>(".editor textarea")!,
    took: number[] = [];
  for (let i = 0; i < 50; i++) {
    const start = performance.now();
    area.value = `log(sum(exp([x, ${i}, 1]))) + lgamma(1 + x^2)`;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    // Whatever the page does because of it is done when the event loop comes round again.
    await new Promise((round) => setTimeout(round));
    took.push(performance.now() - start);
    await new Promise((later) => setTimeout(later, 70));
  }
  return took.sort((a, b) => a - b);
});
console.log(`a key is answered in ${answers[25]!.toFixed(1)} ms (median of 50), at most ${answers.at(-1)!.toFixed(1)} ms, while the worker computes`);
await site.close();
