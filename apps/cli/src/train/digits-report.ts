/** What is shown of digits: which were taken for which, and the worst mistakes, drawn. */
import Table from "cli-table3";
import pc from "picocolors";
import { type Digits, type Mistake, PIXELS, SIDE } from "@evenkeel/problems/digits";
import { PLAIN } from "./report.js";

/** A row for each digit, a column for each that it was taken for. */
export function confusionTable(confusion: readonly (readonly number[])[]): string {
  const digits = confusion.map((_, digit) => pc.bold(String(digit))),
    table = new Table({ head: ["", ...digits], colAligns: ["left", ...digits.map(() => "right" as const)], ...PLAIN });
  confusion.forEach((row, digit) =>
    table.push([digits[digit]!, ...row.map((n, taken) => (n === 0 ? pc.dim("·") : taken === digit ? pc.green(String(n)) : pc.red(String(n))))]),
  );
  return `${pc.bold("taken for")} (each row is one digit)\n${table.toString()}\n`;
}

const SHADES = " ░▒▓█";
/** Two rows of pixels in one line of text, side by side. */
export function drawnMistakes(mistakes: readonly Mistake[], { images }: Digits, howMany = 4): string {
  const shown = mistakes.slice(0, howMany);
  const title = shown
    .map(({ digit, taken, probability }) => `${digit} taken for ${taken} (${(100 * probability).toFixed(0)} %)`.padEnd(SIDE))
    .join("  ");
  const lines = Array.from({ length: SIDE / 2 }, (_, line) =>
    shown
      .map(({ place }) => {
        const at = place * PIXELS + 2 * line * SIDE;
        return Array.from(
          { length: SIDE },
          (_, x) => SHADES[Math.round(((images[at + x]! + images[at + SIDE + x]!) / 2) * (SHADES.length - 1))]!,
        ).join("");
      })
      .join("  ")
      .trimEnd(),
  );
  return `${pc.bold("the surest mistakes")}\n${title}\n${lines.join("\n")}\n`;
}
