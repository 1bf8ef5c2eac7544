/** The worker of the room: op after op, with a look at the inbox between them. */
import { cpu } from "@evenkeel/cpu";
import { type Backend, setDefaultDevice } from "@evenkeel/core";
import { backendOf } from "@evenkeel/webgpu";
import { adapterOr } from "../shell/adapter.js";
import { builtinsOf } from "./builtins.js";
import type { DeviceFacts, Reply, Request, Start } from "./protocol.js";
import { type Compute, judgeBuiltin, judgeKind, judgeOp, kindsOf, OPS, orRefusal } from "./suite.js";

let running = 0;
const post = (reply: Reply): void => postMessage(reply);

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  running++;
  if (data.kind === "start") void prove(data, running);
});

async function prove({ device, inputs, ops }: Start, mine: number): Promise<void> {
  const began = performance.now();
  try {
    const unknown = ops.filter((op) => !OPS.includes(op));
    if (unknown.length) throw new Error(`There is no op ${unknown.join(", ")}. Ops that are judged: ${OPS.join(", ")}.`);
    const { backend, facts, builtins } = device === "cpu" ? onCpu() : await onGpu(),
      wanted = ops.length ? ops : OPS,
      kinds = ops.length ? [] : kindsOf(backend),
      breath = (): Promise<void> => new Promise((later) => setTimeout(later));
    setDefaultDevice(backend);
    post({ kind: "device", facts, ops: wanted, kinds });
    for (const op of wanted) {
      if (running !== mine) break;
      const own = await orRefusal("value", () => judgeOp(backend, op, inputs)),
        builtin = builtins ? await orRefusal("wgsl", async () => [(await judgeBuiltin(builtins, op, inputs)) ?? []].flat()) : [];
      post({ kind: "judged", op, judged: [...own, ...builtin] });
      await breath();
    }
    for (const kind of kinds) {
      if (running !== mine) break;
      post({ kind: "kind", judged: await judgeKind(backend, kind) });
      await breath();
    }
    post({ kind: "ended", stopped: running !== mine, seconds: (performance.now() - began) / 1000 });
  } catch (error) {
    const { name, message } = error as Error;
    post({
      kind: "failed",
      message:
        name === "DeviceLostError"
          ? "The graphics adapter was lost. What was judged before is below. Prove it again, with fewer inputs, or prove the CPU."
          : message,
      seconds: (performance.now() - began) / 1000,
    });
  }
}

interface Place {
  readonly backend: Backend;
  readonly facts: DeviceFacts;
  readonly builtins?: Compute;
}
function onCpu(): Place {
  const backend = cpu();
  return { backend, facts: factsOf("cpu", backend) };
}
async function onGpu(): Promise<Place> {
  const adapter = await adapterOr("prove the CPU");
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits,
    device = await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } }),
    backend = await backendOf(device),
    { vendor, architecture, description, device: chip } = adapter.info;
  return {
    backend,
    facts: {
      ...factsOf("webgpu", backend),
      adapter: { vendor, architecture, ...(chip && { device: chip }), ...(description && { description }) },
      probe: { ...backend.numerics },
    },
    builtins: builtinsOf(device),
  };
}
const factsOf = (device: DeviceFacts["device"], { manifest }: Backend): DeviceFacts => ({
  device,
  arithmetic: manifest.arithmetic,
  subnormals: manifest.subnormals,
});
