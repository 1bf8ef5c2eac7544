/** What all problems share. Each has an entry of its own: word-vectors, digits, label-sets. */
export { Learner, type Record, type Step } from "./learner.js";
export { Random } from "./random.js";
export { UserError } from "./user-error.js";
