/** Every operator of PyTorch's that there is one of here, by its name there. */
import { elementwise } from "./calls/elementwise.js";
import { moves } from "./calls/moves.js";
import { rows } from "./calls/rows.js";
import { sums } from "./calls/sums.js";
import { windows } from "./calls/windows.js";
import type { Entry } from "./judge.js";

export const entries: Readonly<Record<string, Entry>> = { ...elementwise, ...moves, ...sums, ...windows, ...rows };
