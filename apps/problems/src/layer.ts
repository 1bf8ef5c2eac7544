/** What a layer begins with. */
import { type Parameter, parameter, tensor } from "evenkeel";
import type { Random } from "./random.js";

/** Uniform in ±1/√inputs, as PyTorch's layers begin. */
export const drawn = (random: Random, name: string, shape: readonly number[], inputs: number): Parameter =>
  parameter(
    tensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (2 * random.uniform() - 1) / Math.sqrt(inputs)),
      { shape },
    ),
    { name },
  );
