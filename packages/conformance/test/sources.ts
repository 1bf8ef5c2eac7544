/** What the sources of the ops and of the stabiliser say. */
import { readdirSync, readFileSync } from "node:fs";

/** All that a pattern finds there. */
export const found = (pattern: RegExp): RegExpExecArray[] =>
  ["stability", "ops"].flatMap((folder) => {
    const at = new URL(`../../core/src/${folder}/`, import.meta.url);
    return readdirSync(at).flatMap((name) => [...readFileSync(new URL(name, at), "utf8").matchAll(pattern)]);
  });
