import { webgpu } from "./src/index.js";
import { softwareGpu } from "../../tools/software-vulkan.js";
import * as ek from "evenkeel";
const { tensor, matmul, relu, parameter, add, randn, backward, losses, optim, setDefaultDevice, manualSeed, cpu, sum, mul, softmax, log, sigmoid } =
  ek as any;
const go = async (name: string, dev: any) => {
  setDefaultDevice(dev);
  const rnd = (n: number, s: number) => Float32Array.from({ length: n }, (_, i) => Math.sin(i * 12.9898 + s) * 0.3);
  const w1 = parameter(tensor(rnd(784 * 64, 1), { shape: [784, 64] })),
    b1 = parameter(tensor(rnd(64, 2)));
  const w2 = parameter(tensor(rnd(64 * 10, 3), { shape: [64, 10] })),
    b2 = parameter(tensor(rnd(10, 4)));
  const opt = new optim.Adam([w1, b1, w2, b2], { lr: 0.01 });
  const out = [];
  for (let i = 0; i < 5; i++) {
    const x = tensor(rnd(32 * 784, 5 + i), { shape: [32, 784] });
    const y = tensor(Int32Array.from({ length: 32 }, (_, k) => (k * 7 + i) % 10));
    const t = performance.now();
    opt.zeroGrad();
    const loss = losses.crossEntropy(add(matmul(relu(add(matmul(x, w1), b1)), w2), b2), y);
    backward(loss);
    opt.step();
    out.push((await loss.data())[0], +(performance.now() - t).toFixed(1));
  }
  console.log(name, out.join(" "));
};
await go("cpu", cpu());
const g = await webgpu({ gpu: await softwareGpu() });
await go("gpu", g);
console.log(g.kernels(), g.usage());
