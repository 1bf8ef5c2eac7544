/**
 * x = f(x) a million times, and what that costs: `node --import tsx --conditions @evenkeel/source packages/evenkeel/scripts/million.ts`.
 * Prints µs a turn and memory after each tenth; throws where memory is not flat or the last tenth is slower than the others. The tests run fewer turns.
 */
import { add, memory, tensor, type Tensor } from "evenkeel";

const TURNS = 1e6;

function run(name: string, size: number, each: (x: Tensor) => void): void {
  let x = tensor(new Float32Array(size));
  const times: number[] = [],
    used: number[] = [];
  for (let part = 0; part < 10; part++) {
    const from = performance.now();
    for (let i = 0; i < TURNS / 10; i++) each((x = add(x, 1)));
    times.push(((performance.now() - from) * 1000) / (TURNS / 10));
    used.push(memory().used + process.memoryUsage().arrayBuffers);
  }
  console.log(`${name}: µs a turn ${times.map((t) => t.toFixed(1)).join(" ")}; MB ${used.map((b) => (b / 1e6).toFixed(0)).join(" ")}`);
  const median = [...times].sort((a, b) => a - b)[5]!;
  if (x.dataSync()[size - 1] !== TURNS) throw new Error(`${name}: the result is ${x.dataSync()[size - 1]}, not ${TURNS}.`);
  if (times[9]! > 3 * median) throw new Error(`${name}: the last tenth took ${times[9]} µs a turn, the median is ${median}.`);
  if (used[9]! > 1.5 * used[4]! + 1e8) throw new Error(`${name}: memory is ${used[9]} bytes, and was ${used[4]} half way.`);
}

run("without a read", 3, () => {});
run("with a read each turn", 3, (x) => void x.dataSync());
run("with a read each turn, 20 KB", 5000, (x) => void x.dataSync());
