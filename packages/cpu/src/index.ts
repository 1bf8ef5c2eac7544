export { cpu } from "./backend.js";
