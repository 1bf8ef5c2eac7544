/** What WGSL has built in under the names of ops, and what people write of it where it has none. */
export interface Builtin {
  readonly wgsl: string;
  /** Whether it is one function of WGSL. */
  readonly whole: boolean;
}
const whole = (wgsl: string): Builtin => ({ wgsl, whole: true }),
  made = (wgsl: string): Builtin => ({ wgsl, whole: false });

export const BUILTINS: Readonly<Record<string, Builtin>> = {
  abs: whole("abs(x)"),
  acos: whole("acos(x)"),
  acosh: whole("acosh(x)"),
  add: whole("x + y"),
  asin: whole("asin(x)"),
  asinh: whole("asinh(x)"),
  atan: whole("atan(x)"),
  atan2: whole("atan2(x, y)"),
  atanh: whole("atanh(x)"),
  ceil: whole("ceil(x)"),
  cos: whole("cos(x)"),
  cosh: whole("cosh(x)"),
  div: whole("x / y"),
  exp: whole("exp(x)"),
  exp2: whole("exp2(x)"),
  expm1: made("exp(x) - 1.0"),
  floor: whole("floor(x)"),
  log: whole("log(x)"),
  log1p: made("log(1.0 + x)"),
  log2: whole("log2(x)"),
  log10: made("log(x) * 0.4342944819"),
  logsigmoid: made("log(1.0 / (1.0 + exp(-x)))"),
  mul: whole("x * y"),
  pow: whole("pow(x, y)"),
  reciprocal: made("1.0 / x"),
  round: whole("round(x)"),
  rsqrt: whole("inverseSqrt(x)"),
  sigmoid: made("1.0 / (1.0 + exp(-x))"),
  silu: made("x / (1.0 + exp(-x))"),
  sin: whole("sin(x)"),
  sinh: whole("sinh(x)"),
  softplus: made("log(1.0 + exp(x))"),
  sqrt: whole("sqrt(x)"),
  sub: whole("x - y"),
  tan: whole("tan(x)"),
  tanh: whole("tanh(x)"),
  trunc: whole("trunc(x)"),
};

/** Computes what is built in on a device. Throws what the compiler says. */
export function builtinsOf(device: GPUDevice): (builtin: Builtin, inputs: readonly Float32Array[]) => Promise<Float32Array> {
  return async ({ wgsl }, inputs) => {
    const n = inputs[0]!.length,
      made: GPUBuffer[] = [],
      buffer = (usage: number, data?: Float32Array): GPUBuffer => {
        const b = device.createBuffer({ size: n * 4, usage });
        if (data) device.queue.writeBuffer(b, 0, data as Float32Array<ArrayBuffer>);
        made.push(b);
        return b;
      },
      module = device.createShaderModule({
        code: `@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> xs: array<f32>;
${inputs[1] ? "@group(0) @binding(2) var<storage, read> ys: array<f32>;" : ""}
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) at: vec3u) {
  if (at.x >= arrayLength(&out)) { return; }
  let x = xs[at.x];
  ${inputs[1] ? "let y = ys[at.x];" : ""}
  out[at.x] = ${wgsl};
}`,
      });
    try {
      const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module, entryPoint: "main" } }),
        out = buffer(GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC),
        read = buffer(GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ),
        given = inputs.map((data) => buffer(GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST, data)),
        commands = device.createCommandEncoder(),
        pass = commands.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(
        0,
        device.createBindGroup({
          layout: pipeline.getBindGroupLayout(0),
          entries: [out, ...given].map((b, binding) => ({ binding, resource: { buffer: b } })),
        }),
      );
      pass.dispatchWorkgroups(Math.ceil(n / 64));
      pass.end();
      commands.copyBufferToBuffer(out, 0, read, 0, n * 4);
      device.queue.submit([commands.finish()]);
      await read.mapAsync(GPUMapMode.READ);
      return new Float32Array(read.getMappedRange().slice(0));
    } finally {
      made.forEach((b) => b.destroy());
    }
  };
}
