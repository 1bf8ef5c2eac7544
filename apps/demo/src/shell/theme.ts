/** Dark or light: the system's choice until the visitor makes one. */
import { signal } from "@preact/signals";

export type Theme = "dark" | "light";
const root = document.documentElement;
export const theme = signal<Theme>(root.dataset.theme === "dark" ? "dark" : "light");

export function chooseTheme(chosen: Theme): void {
  root.dataset.theme = theme.value = chosen;
  try {
    localStorage.setItem("theme", chosen);
  } catch {
    // Where storage is refused the choice lasts as long as the page.
  }
}
/** A colour of the style sheet, as plots need it. */
export const colour = (name: string): string => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
