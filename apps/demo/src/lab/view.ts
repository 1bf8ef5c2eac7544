/** What part of the line is looked at. */
import type { View } from "./protocol.js";

const inside = ({ from, to, log }: View, t: number): number => (log ? from * (to / from) ** t : from + (to - from) * t);
/** About a place between 0, the left end, and 1. */
export const zoomed = (view: View, factor: number, about = 0.5): View => ({
  ...view,
  from: inside(view, about - about * factor),
  to: inside(view, about + (1 - about) * factor),
});
export const panned = (view: View, by: number): View => ({ ...view, from: inside(view, by), to: inside(view, 1 + by) });

/** Whether float32 has numbers enough there to draw it. */
export const sane = ({ from, to, log }: View): boolean =>
  to - from > Math.max(Math.abs(from), Math.abs(to)) * 1e-6 && Math.abs(to) < 1e38 && Math.abs(from) < 1e38 && (!log || from > 1e-44);

export interface Choice {
  readonly text: string;
  readonly view: View;
  readonly x: number;
  readonly element: number;
}
/** What an address names; what it does not, or wrongly, is that of an example. */
export function chosen(
  choices: URLSearchParams,
  examples: readonly (Choice | (Omit<Choice, "element"> & { readonly element?: number }))[],
  first: number,
): Choice {
  const text = choices.get("f") ?? examples[first]!.text,
    known = examples.find((e) => e.text === text) ?? examples[first]!,
    number = (name: string, otherwise: number): number => {
      const given = choices.get(name)?.trim();
      return given ? Number(given) : otherwise;
    },
    view = {
      from: number("from", known.view.from),
      to: number("to", known.view.to),
      log: choices.has("log") ? choices.get("log") === "1" : known.view.log,
    },
    element = Math.trunc(number("element", known.element ?? 0));
  return { text, view: sane(view) ? view : known.view, x: Math.fround(number("x", known.x)), element: element > 0 ? Math.min(element, 1e6) : 0 };
}
/** The same for `chosen`. −0 and what is no number are places to look at too. */
export const remembered = ({ text, view, x, element }: Choice): Readonly<Record<string, string>> => ({
  f: text,
  x: Object.is(x, -0) ? "-0" : String(x),
  from: String(Number(view.from.toPrecision(9))),
  to: String(Number(view.to.toPrecision(9))),
  log: view.log ? "1" : "0",
  element: String(element),
});
