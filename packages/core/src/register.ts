/**
 * Core makes itself known to other copies of it, its only side effect. Copies of two versions would not take each other's tensors, nor know each
 * other's device, so the second says so at once. Two copies of one version may be there, as in two bundles on a page, until they meet: see `of`.
 */
import { version } from "./version.js";

export { version };

const shared = globalThis as { [core: symbol]: { readonly version: string } | undefined },
  first = (shared[Symbol.for("evenkeel.core")] ??= { version });
if (first.version !== version)
  throw new TypeError(`@evenkeel/core: versions ${first.version} and ${version} are loaded, and share no tensors. Install one.`);
