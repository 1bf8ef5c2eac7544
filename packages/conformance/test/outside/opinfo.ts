/** Every operator of PyTorch's that there is one of here, by its name there. */
import { elementwise } from "./calls/elementwise.js";
import { lossCalls } from "./calls/losses.js";
import { moves } from "./calls/moves.js";
import { others } from "./calls/others.js";
import { rows } from "./calls/rows.js";
import { sums } from "./calls/sums.js";
import { windows } from "./calls/windows.js";
import type { Entry } from "./judge.js";

export const tables: readonly Readonly<Record<string, Entry>>[] = [elementwise, lossCalls, moves, others, rows, sums, windows];
export const entries: Readonly<Record<string, Entry>> = Object.assign({}, ...tables) as Record<string, Entry>;
