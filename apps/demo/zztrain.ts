import { Site, seriousFaults } from "./test/site.js";
const site = await Site.open();
for (const [w, h, theme] of [
  [1440, 900, "light"],
  [390, 844, "dark"],
] as const) {
  const { page, complaints } = await site.visit("#/train", { viewport: { width: w, height: h }, colorScheme: theme as any });
  await page.waitForTimeout(3000);
  await page
    .getByRole("button", { name: /start|train/i })
    .first()
    .click()
    .catch((e) => console.log(String(e)));
  await page.waitForTimeout(8000);
  await page.screenshot({ path: `/tmp/s17/train-${w}-${theme}.png`, fullPage: true });
  console.log("overflow", await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), complaints);
  console.log((await seriousFaults(page)).slice(0, 5));
}
await site.close();
process.exit(0);
