/** The room that proves: every op on the visitor's own processor and adapter, against exact references. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { version } from "@evenkeel/core";
import { address, remember } from "../shell/address.js";
import { download as save } from "../shell/download.js";
import { stopped } from "../shell/stopped.js";
import { Heat, HeatHead, shade, STEPS } from "./heat.js";
import "./prove.css";
import { type DeviceFacts, type DeviceName, type Proof, type Reply, type Request, SEED } from "./protocol.js";
import { nameOf, RECORDED, rounded } from "./recorded.js";
import type { Judged, KindJudged } from "./suite.js";

const COUNTS = [500, RECORDED.inputs, 33_000] as const;
const DEVICES = [
  { id: "cpu", name: "CPU", says: "WebAssembly, as every browser has it" },
  { id: "webgpu", name: "WebGPU", says: "this machine's graphics adapter" },
] as const;
type State = "idle" | "running" | "stopping" | "ended" | "stopped" | "failed";

export function Room() {
  const { choices } = address.value,
    [device, setDevice] = useState<DeviceName>(choices.get("device") === "webgpu" ? "webgpu" : "cpu"),
    [inputs, setInputs] = useState<number>(COUNTS.find((n) => String(n) === choices.get("inputs")) ?? RECORDED.inputs),
    [only, setOnly] = useState(choices.get("ops") ?? ""),
    [state, setState] = useState<State>("idle"),
    [facts, setFacts] = useState<DeviceFacts | null>(null),
    [ops, setOps] = useState<readonly string[]>([]),
    [found, setFound] = useState<ReadonlyMap<string, readonly Judged[]>>(new Map()),
    [kinds, setKinds] = useState<readonly string[]>([]),
    [judgedKinds, setJudgedKinds] = useState<readonly KindJudged[]>([]),
    [seconds, setSeconds] = useState(0),
    [failure, setFailure] = useState(""),
    [filter, setFilter] = useState(""),
    [order, setOrder] = useState<"name" | "worst">("name"),
    [proven, setProven] = useState(0),
    worker = useRef<Worker>(null);
  useEffect(() => () => worker.current?.terminate(), []);
  useEffect(() => remember("prove", { device, inputs: String(inputs), ops: only }), [device, inputs, only]);

  const start = (): void => {
    worker.current?.terminate();
    const made = new Worker(new URL("./work.ts", import.meta.url), { type: "module" });
    worker.current = made;
    setFound(new Map());
    setOps([]);
    setKinds([]);
    setJudgedKinds([]);
    setFacts(null);
    setFailure("");
    setState("running");
    setProven(inputs);
    made.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      if (data.kind === "device") {
        setFacts(data.facts);
        setOps(data.ops);
        setKinds(data.kinds);
      } else if (data.kind === "kind") setJudgedKinds((k) => [...k, data.judged]);
      else if (data.kind === "judged") setFound((f) => new Map(f).set(data.op, data.judged));
      else if (data.kind === "ended") {
        setState(data.stopped ? "stopped" : "ended");
        setSeconds(data.seconds);
      } else {
        setFailure(data.message);
        setState("failed");
        setSeconds(data.seconds);
      }
    });
    made.addEventListener("error", (e) => {
      setFailure(stopped(e));
      setState("failed");
    });
    worker.current.postMessage({ kind: "start", device, inputs, ops: only.split(/[\s,]+/).filter(Boolean) } satisfies Request);
  };
  const stop = (): void => {
      worker.current?.postMessage({ kind: "stop" } satisfies Request);
      setState("stopping");
    },
    running = state === "running" || state === "stopping";

  const all = [...found.values()].flat(),
    own = all.filter((j) => j.part !== "wgsl"),
    failed = own.filter((j) => j.failed > 0).length,
    failedKinds = judgedKinds.filter((k) => k.failed > 0).length,
    builtins = facts?.device === "webgpu",
    beside = facts && recordedFor(facts),
    recorded = beside && proven === RECORDED.inputs ? (op: string, part: string) => beside.worst[op]?.[part] : null,
    differing = recorded
      ? [...found].flatMap(([op, judged]) =>
          judged.filter((j) => recorded(op, j.part) !== undefined && recorded(op, j.part) !== rounded(j.worst)).map((j) => `${op}.${j.part}`),
        )
      : [];
  const shown = useMemo(() => {
    const named = ops.filter((op) => op.toLowerCase().includes(filter.toLowerCase())),
      worst = (op: string): number => Math.max(-1, ...(found.get(op) ?? []).filter((j) => j.part !== "wgsl").map((j) => j.worst ?? Infinity));
    return order === "name" ? named : [...named].sort((a, b) => worst(b) - worst(a));
  }, [ops, filter, order, order === "worst" ? found : null]);

  const download = (): void => {
    const proof: Proof = {
      end: state === "ended" ? "all" : state === "stopped" ? "stopped" : "failed",
      ...(failure && { failure }),
      seconds,
      asked: [...ops, ...kinds],
      evenkeel: version,
      date: new Date().toISOString(),
      browser: navigator.userAgent,
      inputs: proven,
      seed: SEED,
      device: facts!,
      ops: Object.fromEntries(found),
      kinds: judgedKinds,
    };
    save(JSON.stringify(proof, null, 1), "application/json", `evenkeel-proof-${facts!.device}.json`);
  };

  return (
    <div class="prove">
      <section class="panel controls" aria-label="What to prove">
        <fieldset disabled={running}>
          <legend>Device</legend>
          {DEVICES.map((d) => (
            <label key={d.id} class="choice">
              <input type="radio" name="device" checked={device === d.id} onChange={() => setDevice(d.id)} />
              <span>
                <b>{d.name}</b> {d.says}
              </span>
            </label>
          ))}
        </fieldset>
        <label>
          Inputs of each op{" "}
          <select value={inputs} disabled={running} onChange={(e) => setInputs(Number(e.currentTarget.value))}>
            {COUNTS.map((n) => (
              <option key={n} value={n}>
                {n.toLocaleString("en")}
                {n === RECORDED.inputs ? " (recorded)" : ""}
              </option>
            ))}
          </select>
        </label>
        <label>
          Ops{" "}
          <input
            type="text"
            placeholder="all"
            value={only}
            disabled={running}
            onInput={(e) => setOnly(e.currentTarget.value)}
            aria-describedby="only-hint"
          />
          <span id="only-hint" class="hidden">
            Names with spaces between; all where there is none.
          </span>
        </label>
        {running ? (
          <button onClick={stop} disabled={state === "stopping"}>
            {state === "stopping" ? "Stopping …" : "Stop"}
          </button>
        ) : (
          <button class="main" onClick={start}>
            {found.size ? "Prove again" : "Prove it"}
          </button>
        )}
        <button onClick={download} disabled={!found.size || running}>
          Download JSON
        </button>
      </section>
      {failure && (
        <p class="failure panel" role="alert">
          {failure}
        </p>
      )}
      {state === "idle" && !failure && !found.size && (
        <p class="story">
          Each op's value and derivatives are computed here, on inputs of all sizes and at the points where float32 breaks, and held against
          double-double references that share no code with the kernels. On WebGPU, what the language has built in is judged beside them.
        </p>
      )}
      {facts && (
        <section class="panel summary" aria-live="polite" aria-busy={running}>
          <div class="progress">
            <progress max={ops.length + kinds.length} value={found.size + judgedKinds.length} aria-label="Judged" />
            <span>
              {found.size} of {ops.length} {ops.length === 1 ? "op" : "ops"}
              {kinds.length > 0 && `, ${judgedKinds.length} of ${kinds.length} kinds`}
              {state === "ended" && ` in ${seconds.toFixed(0)} s`}
              {state === "stopped" && ", stopped"}
              {state === "failed" && ", broken off"}
            </span>
          </div>
          <p class="count">
            <b class={failed ? "bad" : "good"}>
              {(own.length - failed).toLocaleString("en")} of {own.length.toLocaleString("en")}
            </b>{" "}
            values and derivatives within their stated bounds, over {own.reduce((n, j) => n + j.inputs, 0).toLocaleString("en")} inputs.
            {builtins && builtinsSay(all)}
            {failedKinds > 0 && <b class="bad"> {counted(failedKinds, "kind")} with failures.</b>}
          </p>
          <dl>
            <div>
              <dt>arithmetic</dt>
              <dd>{facts.arithmetic === "wide" ? "float64 lanes, rounded once" : "two floats and an exponent, in float32"}</dd>
            </div>
            <div>
              <dt>subnormals</dt>
              <dd>{facts.subnormals === "ieee" ? "kept" : "may be flushed"}</dd>
            </div>
            {facts.adapter && (
              <div>
                <dt>adapter</dt>
                <dd>{Object.values(facts.adapter).filter(Boolean).join(" ") || "says nothing of itself"}</dd>
              </div>
            )}
            {facts.probe && (
              <div>
                <dt>probe</dt>
                <dd>
                  {facts.probe.verified
                    ? `1,024 points of exp, div and sqrt have the bits that they must; sums are those of ${facts.probe.sums === "float" ? "the adapter" : "integers"}`
                    : "unverified: this adapter's float32 is not IEEE's, and its results may be off by more than is stated"}
                </dd>
              </div>
            )}
            {recorded && !running && found.size > 0 && (
              <div>
                <dt>recorded</dt>
                <dd>
                  {differing.length
                    ? `${counted(differing.length, "worst error")} other than on ${beside!.name}: ${differing.slice(0, 6).join(", ")}${differing.length > 6 ? " …" : ""}`
                    : `${state === "ended" ? "every worst error" : "every worst error so far"} is the one recorded on ${beside!.name}`}
                </dd>
              </div>
            )}
          </dl>
        </section>
      )}
      {ops.length > 0 && (
        <section class="panel" aria-label="Heat map">
          <div class="tools">
            <HeatHead builtins={builtins} />
            <label class="push">
              Filter <input type="text" value={filter} onInput={(e) => setFilter(e.currentTarget.value)} />
            </label>
            <label>
              Order{" "}
              <select value={order} onChange={(e) => setOrder(e.currentTarget.value as typeof order)}>
                <option value="name">by name</option>
                <option value="worst">worst first</option>
              </select>
            </label>
          </div>
          <Heat ops={shown} found={found} builtins={builtins} recorded={recorded} />
        </section>
      )}
      {judgedKinds.length > 0 && <Kinds kinds={judgedKinds} />}
    </div>
  );
}

function Kinds({ kinds }: { readonly kinds: readonly KindJudged[] }) {
  return (
    <section class="panel kinds" aria-label="Kinds" tabIndex={0}>
      <h2>Kinds: whole operations on arrays</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">kind</th>
            <th scope="col">cases</th>
            <th scope="col">elements</th>
            <th scope="col">failures</th>
            <th scope="col">worst, of its bound</th>
            <th scope="col">in</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((k) => (
            <tr key={k.kind}>
              <th scope="row">{k.kind}</th>
              <td>{k.cases.toLocaleString("en")}</td>
              <td>{k.elements.toLocaleString("en")}</td>
              <td class={k.failed ? "bad" : "good"}>{k.failed}</td>
              <td>{k.share === null ? "∞" : `${(100 * k.share).toFixed(0)} %`}</td>
              <td class="where">{k.says[0] ?? k.at}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** The recorded device that is most like this one. */
function recordedFor({ device, adapter }: DeviceFacts): { readonly name: string; readonly worst: (typeof RECORDED.devices)[string] } | null {
  const name = device === "cpu" ? "cpu" : nameOf(adapter!),
    fallback = device === "cpu" ? undefined : Object.keys(RECORDED.devices).find((n) => n !== "cpu"),
    found = RECORDED.devices[name] ? name : fallback;
  return found ? { name: found, worst: RECORDED.devices[found]! } : null;
}
function builtinsSay(all: readonly Judged[]): string {
  const built = all.filter((j) => j.part === "wgsl"),
    off = built.filter((j) => shade(j.worst) > STEPS.indexOf(16));
  return built.length ? ` Of ${built.length} functions as WGSL has them, ${off.length} are more than 16 ulp off somewhere.` : "";
}
