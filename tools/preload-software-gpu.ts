/** For commands that look for a GPU themselves: `node --import tsx --import ./tools/preload-software-gpu.ts …`. */
import { softwareGpu } from "./software-vulkan.js";

await softwareGpu();
