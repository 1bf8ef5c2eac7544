/** The stability lab as a visitor uses it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { seriousFaults, Site } from "./site.js";

let site: Site;
beforeAll(async () => void (site = await Site.open()), 120_000);
afterAll(() => site.close());

test("a formula is typed, looked at, zoomed and shared", { timeout: 60_000 }, async () => {
  const { page, complaints } = await site.visit("#/lab"),
    verdict = page.locator(".verdict"),
    settled = (part: string | RegExp): Promise<void> => expect.poll(() => verdict.textContent(), { timeout: 20_000 }).toMatch(part);
  await settled(/^As written, value or gradient is more than 16 ulp off.*As run, the worst error is 0\.\d+ ulp\.$/);
  await expect.poll(() => page.locator(".typeset math").count()).toBe(2);
  const typeset = await page.locator(".typeset *").evaluateAll((all) => all.map(({ namespaceURI }) => namespaceURI));
  expect(new Set(typeset)).toEqual(new Set(["http://www.w3.org/1998/Math/MathML"]));

  const editor = page.getByLabel("Formula in x");
  await editor.fill("log(1 + exp(x)");
  await page.getByText("Expected ).").waitFor();
  expect(await page.locator(".caret").textContent()).toMatch(/\n {14}▲$/);
  // The plots that are left are said to be of another formula, and an empty text says so too.
  expect(await verdict.textContent()).toContain("The plots are of the last formula");
  await editor.fill("\n\n");
  await page.getByText("There is nothing here.").waitFor();
  await editor.fill("log(1 + exp(x))");
  await page.getByText("Overflows on the right").waitFor();
  await settled("As run");

  // The slider, a bit, the neighbour.
  const x = page.getByLabel("x =");
  await x.fill("89");
  await x.press("Enter");
  const seen = page.locator(".seen");
  await expect.poll(() => seen.locator(".off").textContent()).toContain("∞all lost");
  await expect.poll(() => seen.locator(".on").textContent()).toContain("as run890");
  await page.getByRole("button", { name: "sign bit 0" }).click();
  expect(await x.inputValue()).toBe("-89");
  await page.getByRole("button", { name: "The float32 above" }).click();
  expect(await x.inputValue()).toBe("-88.99999");
  await page.getByLabel("x across the view").focus();
  await page.keyboard.press("End");
  expect(Number(await x.inputValue())).toBeGreaterThan(30);

  // A drag over a plot zooms; what is chosen is in the address.
  const plot = (await page.locator(".u-over").first().boundingBox())!;
  await page.mouse.move(plot.x + plot.width * 0.25, plot.y + 50);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.5, plot.y + 60, { steps: 4 });
  await page.mouse.up();
  const shown = (): number => {
    const choices = new URLSearchParams(page.url().split("?")[1]);
    return Number(choices.get("to")) - Number(choices.get("from"));
  };
  await expect.poll(shown).toBeCloseTo(15, 0);
  expect(Number(await x.inputValue())).toBeGreaterThan(30); // a drag is no click
  const shared = page.url();
  await page.getByRole("link", { name: "Stability lab" }).click();
  await expect.poll(() => page.url()).toBe(shared);
  expect(await seriousFaults(page)).toEqual([]);

  const again = await site.visit(shared.slice(site.url.length));
  await expect.poll(() => again.page.getByLabel("Formula in x").inputValue()).toBe("log(1 + exp(x))");
  await expect.poll(() => again.page.locator(".verdict").textContent(), { timeout: 20_000 }).toContain("As run");
  // A link that is followed in the open page opens what it names.
  await again.page.evaluate(() => (location.hash = "#/lab?f=exp(x)&x=Infinity"));
  await expect.poll(() => again.page.getByLabel("Formula in x").inputValue()).toBe("exp(x)");
  await expect.poll(() => again.page.locator(".seen .on").textContent()).toContain("as run∞");
  expect([...complaints, ...again.complaints]).toEqual([]);
});

test("a phone's width in the dark: nothing overflows, and axe finds no serious fault", { timeout: 60_000 }, async () => {
  const { page, complaints } = await site.visit("", { viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  await page.getByRole("button", { name: "Two label sets" }).click();
  await expect.poll(() => page.locator(".verdict").textContent(), { timeout: 20_000 }).toContain("As run");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Use light colours" }).click();
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("light");
  expect(complaints).toEqual([]);
});

test("all that the first room loads is at most 250 KB, as it is sent", { timeout: 60_000 }, async () => {
  const files = await site.sent("", async (page) => {
      await page.getByText("As run, the worst error").waitFor();
      await page.locator(".typeset math").last().waitFor();
    }),
    total = [...files.values()].reduce((a, b) => a + b, 0);
  expect([...files.keys()].filter((name) => name.startsWith("work"))).toHaveLength(1);
  expect(total).toBeLessThanOrEqual(250_000);
});
