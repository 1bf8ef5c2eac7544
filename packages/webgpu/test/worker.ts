/** Trains in a worker of a browser, and tells the page its losses. */
import { webgpu } from "evenkeel";
import { trained } from "./trained.js";

postMessage(await trained(await webgpu()));
