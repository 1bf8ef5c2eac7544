/** The stability lab: a formula as written and as run, beside the truth. */
import { useEffect, useRef, useState } from "preact/hooks";
import { address, remember } from "../shell/address.js";
import { stopped } from "../shell/stopped.js";
import { Bits } from "./bits.js";
import { CurvePlots } from "./curves.js";
import { Caret, Editor } from "./editor.js";
import { GALLERY } from "./gallery.js";
import "./lab.css";
import type { Change, Reply, Request, Truth, View } from "./protocol.js";
import { SeenTable } from "./seen.js";
import { Typeset } from "./typeset.js";
import { type Curves, verdict } from "./verdict.js";
import { type Choice, chosen, panned, remembered, sane, zoomed } from "./view.js";

type Explained = Extract<Reply, { kind: "explained" }>;
type Seen = Extract<Reply, { kind: "seen" }>;
const EMPTY: Curves = { xs: new Float32Array(0), on: curveOf(0), off: curveOf(0), truths: [] };
function curveOf(n: number): Curves["on"] {
  return { values: new Float32Array(n), gradients: new Float32Array(n) };
}

export function Room() {
  const [choice, setChoice] = useState(() => chosen(address.value.choices, GALLERY, 1)),
    [explained, setExplained] = useState<Explained | null>(null),
    [curves, setCurves] = useState(EMPTY),
    [seen, setSeen] = useState<Seen | null>(null),
    [failure, setFailure] = useState<{ message: string; index: number | null } | null>(null),
    [progress, setProgress] = useState(1),
    [highlit, setHighlit] = useState<readonly number[]>([]),
    [copied, setCopied] = useState(""),
    worker = useRef<Worker>(null),
    ids = useRef({ draw: 0, look: 0 });
  const { text, view, x, element } = choice,
    change = (part: Partial<Choice>): void => setChoice((c) => ({ ...c, ...part })),
    look = (to: View): void => void (sane(to) && change({ view: to }));

  useEffect(() => {
    const made = new Worker(new URL("./work.ts", import.meta.url), { type: "module" });
    worker.current = made;
    made.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      // What fails when it is looked at fails when it is drawn, and is told then.
      if (data.kind === "failed" && data.of === "look") return;
      if (data.kind === "seen") return data.id === ids.current.look ? setSeen(data) : undefined;
      if (data.id !== ids.current.draw) return;
      if (data.kind === "failed") return setFailure(data);
      setFailure(null);
      if (data.kind === "explained") setExplained(data);
      else if (data.kind === "curves") {
        setCurves({ ...data, truths: [] });
        setProgress(0);
      } else {
        setCurves((c) => {
          const truths: (Truth | null | undefined)[] = c.truths.length ? [...c.truths] : new Array<undefined>(c.xs.length).fill(undefined);
          data.at.forEach((i, k) => (truths[i] = data.truths[k]!));
          setProgress(data.done ? 1 : truths.filter((t) => t !== undefined).length / c.xs.length);
          return { ...c, truths };
        });
      }
    });
    made.addEventListener("error", (e) => setFailure({ message: stopped(e), index: null }));
    return () => made.terminate();
  }, []);

  const ask = (request: Omit<Extract<Request, { kind: "draw" }>, "id"> | Omit<Extract<Request, { kind: "look" }>, "id">): void =>
    worker.current?.postMessage({ ...request, id: ++ids.current[request.kind] });
  useEffect(() => {
    const later = setTimeout(() => ask({ kind: "draw", text, element, view }), 60);
    return () => clearTimeout(later);
  }, [text, element, view.from, view.to, view.log]);
  useEffect(() => ask({ kind: "look", text, element, x }), [text, element, x]);
  useEffect(() => {
    const later = setTimeout(() => remember("lab", remembered(choice)), 200);
    return () => clearTimeout(later);
  }, [choice]);

  const example = GALLERY.find((e) => e.text === text),
    width = explained?.width ?? 1,
    home = example?.view ?? view,
    share = async (): Promise<void> => {
      remember("lab", remembered(choice));
      // A page that is not secure has no clipboard, and a visitor may refuse it.
      const done = await Promise.resolve()
        .then(() => navigator.clipboard.writeText(location.href))
        .then(
          () => "Copied",
          () => "Copy it from the address bar",
        );
      setCopied(done);
      setTimeout(() => setCopied(""), 3000);
    };
  return (
    <div class="lab">
      <div class="gallery" role="group" aria-label="Formulas to begin with">
        {GALLERY.map((e) => (
          <button
            key={e.name}
            class="chip"
            aria-pressed={e === example}
            title={e.story}
            onClick={() => change({ text: e.text, view: e.view, x: Math.fround(e.x), element: e.element ?? 0 })}
          >
            {e.name}
          </button>
        ))}
      </div>
      <div class="column">
        <section class="panel">
          <h2>Formula</h2>
          <Editor value={text} wrongAt={failure?.index ?? null} onChange={(t) => t !== text && change({ text: t })} />
          <div id="formula-message" role="status">
            {failure ? (
              <div class="failure">
                {failure.index !== null && <Caret text={text} at={failure.index} />}
                {failure.message}
              </div>
            ) : (
              <p class="story">{example?.story ?? "Arithmetic, lists [a, b] and evenkeel's names, in x. Define others above: s = sigmoid(x)."}</p>
            )}
          </div>
        </section>
        <section class={`panel pair ${highlit.length ? "lit" : ""} ${highlit.map((i) => `lit-${i}`).join(" ")}`} aria-busy={!explained}>
          <h2>As written</h2>
          {explained && <Typeset math={explained.written} label="As written" />}
          <h2 class="run">As run</h2>
          {explained && <Typeset math={explained.run} label="As run" />}
          {explained && <Changes changes={explained.changes} onLight={setHighlit} />}
        </section>
        <SeenTable seen={failure ? null : seen} />
      </div>
      <div class="column">
        <section class="panel drawn" aria-label="Plots">
          <div class="tools">
            <div role="group" aria-label="View">
              <button onClick={() => look(panned(view, -0.2))} aria-label="Move left">
                ←
              </button>
              <button onClick={() => look(panned(view, 0.2))} aria-label="Move right">
                →
              </button>
              <button onClick={() => look(zoomed(view, 0.5))} aria-label="Zoom in">
                +
              </button>
              <button onClick={() => look(zoomed(view, 2))} aria-label="Zoom out">
                −
              </button>
              <button onClick={() => change({ view: home })} disabled={home === view}>
                Whole view
              </button>
            </div>
            {width > 1 && (
              <label>
                element{" "}
                <select value={Math.min(element, width - 1)} onChange={(e) => change({ element: Number(e.currentTarget.value) })}>
                  {Array.from({ length: width }, (_, i) => (
                    <option key={i} value={i}>
                      {i}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <button class="share" onClick={() => void share()}>
              {copied || "Copy link"}
            </button>
          </div>
          <CurvePlots curves={curves} view={view} x={x} onView={look} onX={(to) => change({ x: to })} />
          <p class="verdict">
            {failure
              ? curves.xs.length > 0 && "The plots are of the last formula that could be computed."
              : progress < 1
                ? `Exact arithmetic: ${Math.round(100 * progress)} % of ${curves.xs.length} points`
                : verdict(curves)}
          </p>
        </section>
        <Bits x={x} view={view} onChange={(to) => change({ x: to })} />
      </div>
    </div>
  );
}
interface Listed {
  readonly changes: readonly Change[];
  readonly onLight: (changes: readonly number[]) => void;
}
/** Each reason once, with the places that it has. */
function Changes({ changes, onLight }: Listed) {
  if (!changes.length) return <p class="story">Nothing is restated: float32 does this well as it is written.</p>;
  const reasons = new Map<string, { places: number[]; rows: number }>();
  for (const [i, { why, catalogue }] of changes.entries()) {
    const found = reasons.get(why);
    if (found) found.places.push(i);
    else reasons.set(why, { places: [i], rows: catalogue.length });
  }
  return (
    <ul class="changes">
      {[...reasons].map(([why, { places, rows }]) => (
        <li
          key={why}
          tabIndex={0}
          onMouseEnter={() => onLight(places)}
          onMouseLeave={() => onLight([])}
          onFocus={() => onLight(places)}
          onBlur={() => onLight([])}
        >
          {why[0]!.toUpperCase() + why.slice(1)}.{" "}
          <span class="rows">
            {places.length > 1 ? `${places.length} times; ` : ""}
            {rows > 0 && `the rule of ${rows} ${rows === 1 ? "row" : "rows"} of the catalogue`}
          </span>
        </li>
      ))}
    </ul>
  );
}
