/** The worker of the lab. Between chunks it looks for newer requests, and drops what nobody waits for any more. */
import { setDefaultDevice } from "@evenkeel/core";
import { curve, explained, numbersAt, pointsOf, truth } from "./compute.js";
import { formulaCpu } from "./device.js";
import { FormulaError, parse, type Parsed } from "./formula.js";
import type { Draw, Look, Reply, Request, Truth } from "./protocol.js";

setDefaultDevice(formulaCpu());
const CHUNK = 30; // ms between looks at the inbox
const latest = { draw: 0, look: 0 };
const post = (reply: Reply): void => postMessage(reply);

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  latest[data.kind] = data.id;
  void (data.kind === "draw" ? draw(data) : look(data));
});

/** The event loop takes messages before it comes back. */
const breath = (): Promise<void> => new Promise((done) => setTimeout(done));

async function answered({ kind, id, text }: Request, then: (parsed: Parsed) => void | Promise<void>): Promise<void> {
  try {
    await then(parse(text));
  } catch (error) {
    post({ kind: "failed", of: kind, id, message: (error as Error).message, index: error instanceof FormulaError ? error.index : null });
  }
}

const draw = (request: Draw): Promise<void> =>
  answered(request, async (parsed) => {
    const { id, element, view } = request;
    await breath();
    if (latest.draw !== id) return;
    post({ kind: "explained", id, ...explained(parsed) });
    const xs = pointsOf(view),
      on = curve(parsed, xs, element, "on"),
      off = curve(parsed, xs, element, "off");
    post({ kind: "curves", id, xs, on, off });
    let at: number[] = [],
      truths: (Truth | null)[] = [],
      began = performance.now();
    for (const i of coarseFirst(xs.length)) {
      at.push(i);
      truths.push(truth(parsed, xs[i]!, element, numbersAt(on, i), numbersAt(off, i)));
      if (performance.now() - began < CHUNK) continue;
      post({ kind: "truths", id, at, truths, done: false });
      [at, truths] = [[], []];
      await breath();
      if (latest.draw !== id) return;
      began = performance.now();
    }
    post({ kind: "truths", id, at, truths, done: true });
  });

const look = (request: Look): Promise<void> =>
  answered(request, async (parsed) => {
    const { id, element, x } = request;
    await breath();
    if (latest.look !== id) return;
    const xs = Float32Array.of(x),
      on = numbersAt(curve(parsed, xs, element, "on"), 0),
      off = numbersAt(curve(parsed, xs, element, "off"), 0);
    post({ kind: "seen", id, x: xs[0]!, on, off, truth: truth(parsed, xs[0]!, element, on, off) });
  });

/** 0 … n − 1, each between those before it, so that a plot fills everywhere at once. */
function coarseFirst(n: number): number[] {
  const out: number[] = [],
    seen = new Set<number>();
  for (let step = 2 ** Math.ceil(Math.log2(n)); step >= 1; step /= 2)
    for (let i = 0; i < n; i += step)
      if (!seen.has(i)) {
        seen.add(i);
        out.push(i);
      }
  return out;
}
