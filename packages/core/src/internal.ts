/** What the other packages of this library share with core, and users have no need of. */
import { modes, within } from "./modes.js";
export { run } from "./plan/run.js";
export { stableOf } from "./stability/stabilise.js";
export { ownerOf } from "./tensor/state.js";

/** Records as written: for gradients, which are differentiated from what is stable already. */
export const unstabilised = <T>(fn: () => T): T => within("backward", { stabilise: "off", grad: false, cut: false }, fn);
export { modes };
