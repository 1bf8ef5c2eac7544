/** A GPU in software where a program looks for one: `navigator.gpu`, as in a browser. `node --import tsx --import ./tools/preload-software-gpu.ts …`. */
import { softwareGpu } from "./software-vulkan.js";

const gpu = await softwareGpu();
Object.defineProperty(globalThis, "navigator", { value: { ...globalThis.navigator, gpu }, configurable: true });
