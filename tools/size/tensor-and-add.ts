/** Weighed by size.ts: the least that records anything. */
import { add, tensor } from "@evenkeel/core";

console.log(add(tensor([1, 2]), 3).shape);
