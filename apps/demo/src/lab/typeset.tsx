/** A formula, typeset by the browser. */
import { h, type VNode } from "preact";
import type { MathElement } from "./elements.js";

const made = ({ tag, has, of }: MathElement): VNode => h(tag, has ?? null, typeof of === "string" ? of : of.map(made));

export const Typeset = ({ math, label }: { readonly math: MathElement; readonly label: string }) => (
  <div class="typeset" role="group" aria-label={label} tabIndex={0}>
    {made(math)}
  </div>
);
