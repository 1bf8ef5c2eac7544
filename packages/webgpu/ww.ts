import { webgpu } from "./src/index.js";
import { softwareGpu } from "../../tools/software-vulkan.js";
import * as ek from "evenkeel";
const e = ek as any;
const g = await webgpu({ gpu: await softwareGpu() });
const both = async (name: string, f: () => any) => {
  const out: any[] = [];
  for (const d of [ek.cpu(), g]) {
    ek.setDefaultDevice(d);
    try {
      const r = f();
      out.push([].slice.call(await r.data(), 0, 6));
    } catch (x) {
      out.push((x as Error).message.slice(0, 400));
    }
  }
  console.log(name, JSON.stringify(out[0]) === JSON.stringify(out[1]) ? "same" : `\n  ${JSON.stringify(out[0])}\n  ${JSON.stringify(out[1])}`);
};
const t = (s: number[], k = 1) =>
  ek.tensor(
    Float32Array.from({ length: s.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * k + 1)),
    { shape: s },
  );
await both("cdist", () => e.cdist(t([5, 3]), t([4, 3], 2)));
await both("floorDivide", () => e.floorDivide(ek.tensor([7, -7, 9]), 2));
await both("floorDivideInt", () => e.floorDivide(ek.tensor(Int32Array.of(7, -7, 2000000001)), 7));
await both("interpolate", () => e.interpolate(t([1, 1, 4, 4]), { size: [7, 7], mode: "bicubic" }));
await both("quantile", () => e.quantile(t([20]), 0.3));
await both("cumprod", () => e.cumprod(t([20]), 0));
await both("variance", () => e.variance(t([20])));
await both("std", () => e.std(t([20, 30]), 1));
await both("norm", () => e.norm(ek.tensor([1e30, 1e30])));
await both("softmax", () => e.softmax(t([4, 6]), -1));
await both("logsumexp", () => e.logsumexp(t([4, 6]), -1));
await both("layerNorm", () => e.layerNorm(t([4, 6]), [6]));
await both("mean", () => e.mean(ek.tensor([3e38, 3e38])));
await both("sumInt", () => e.sum(ek.tensor(Int32Array.of(2e9, -2e9, 5))));
await both("sumIntOver", () => e.sum(ek.tensor(Int32Array.of(2e9, 2e9, 5))));
await both("gatherBad", () => e.indexSelect(t([5]), 0, e.add(ek.tensor(Int32Array.of(1, 7)), 0)));
await both("f64", () => e.add(ek.tensor(Float64Array.of(1, 7)), 0));
await both("tof64", () => e.to(ek.tensor(Float32Array.of(1, 7)), "float64"));
await both("half", () => e.to(e.exp(e.to(t([7]), "float16")), "float32"));
await both("bf16", () => e.exp(e.to(t([7]), "bfloat16")));
await both("randn", () => e.randn([7], { generator: e.generator(1) }));
await both("randint", () => e.randint(0, 10, [7], { generator: e.generator(1) }));
await both("bool", () => e.gt(t([7]), 0));
await both("matmul", () => e.matmul(t([7, 9]), t([9, 3])));
await both("conv", () => e.conv2d(t([1, 2, 6, 6]), t([3, 2, 3, 3])));
await both("topk", () => e.topk(t([9]), 3).values);
await both("dot", () => e.dot(t([9]), t([9])));
