/** The stability lab: a formula as written and as run, beside the truth. */
import { useEffect, useRef, useState } from "preact/hooks";
import { address, remember } from "../shell/address.js";
import { Bits } from "./bits.js";
import { type Curves, CurvePlots, failing, panned, worst, WRONG, zoomed } from "./curves.js";
import { Caret, Editor } from "./editor.js";
import { shortest, ulpText } from "./float32.js";
import { GALLERY } from "./gallery.js";
import "./lab.css";
import type { Change, Reply, Request, Truth, View } from "./protocol.js";
import { SeenTable } from "./seen.js";
import { Typeset } from "./typeset.js";

type Explained = Extract<Reply, { kind: "explained" }>;
type Seen = Extract<Reply, { kind: "seen" }>;
interface Choice {
  readonly text: string;
  readonly view: View;
  readonly x: number;
  readonly element: number;
}
const EMPTY: Curves = { xs: new Float32Array(0), on: curveOf(0), off: curveOf(0), truths: [] };
function curveOf(n: number): Curves["on"] {
  return { values: new Float32Array(n), gradients: new Float32Array(n) };
}

/** What the address names, or the first of the gallery. */
function chosen(choices: URLSearchParams): Choice {
  const first = GALLERY[1]!,
    text = choices.get("f") ?? first.text,
    known = GALLERY.find((e) => e.text === text) ?? first,
    number = (name: string, otherwise: number): number => {
      const given = Number(choices.get(name) ?? NaN);
      return Number.isFinite(given) ? given : otherwise;
    },
    log = choices.has("log") ? choices.get("log") === "1" : known.view.log,
    [from, to] = [number("from", known.view.from), number("to", known.view.to)],
    usable = from < to && (!log || from > 0);
  return {
    text,
    view: usable ? { from, to, log } : known.view,
    x: Math.fround(number("x", known.x)),
    element: Math.max(0, Math.trunc(number("element", known.element ?? 0))),
  };
}

export function Room() {
  const [choice, setChoice] = useState(() => chosen(address.value.choices)),
    [explained, setExplained] = useState<Explained | null>(null),
    [curves, setCurves] = useState(EMPTY),
    [seen, setSeen] = useState<Seen | null>(null),
    [failure, setFailure] = useState<{ message: string; index: number | null } | null>(null),
    [progress, setProgress] = useState(1),
    [highlit, setHighlit] = useState<readonly number[]>([]),
    [copied, setCopied] = useState(false),
    worker = useRef<Worker>(null),
    ids = useRef({ draw: 0, look: 0 });
  const { text, view, x, element } = choice,
    change = (part: Partial<Choice>): void => setChoice((c) => ({ ...c, ...part }));

  useEffect(() => {
    const made = new Worker(new URL("./work.ts", import.meta.url), { type: "module" });
    worker.current = made;
    made.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
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
    made.addEventListener("error", (e) => setFailure({ message: `The worker stopped: ${e.message}. Load the page again.`, index: null }));
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
    const later = setTimeout(
      () =>
        remember("lab", {
          f: text,
          x: String(x),
          from: String(Number(view.from.toPrecision(9))),
          to: String(Number(view.to.toPrecision(9))),
          log: view.log ? "1" : "0",
          element: String(element),
        }),
      200,
    );
    return () => clearTimeout(later);
  }, [choice]);

  const example = GALLERY.find((e) => e.text === text),
    width = explained?.width ?? 1,
    home = example?.view ?? view,
    share = async (): Promise<void> => {
      await navigator.clipboard.writeText(location.href);
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
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
          {explained && <Typeset tex={explained.written} label="As written" />}
          <h2 class="run">As run</h2>
          {explained && <Typeset tex={explained.run} label="As run" />}
          {explained && <Changes changes={explained.changes} onLight={setHighlit} />}
        </section>
        <SeenTable seen={failure ? null : seen} />
      </div>
      <div class="column">
        <section class="panel drawn" aria-label="Plots">
          <div class="tools">
            <div role="group" aria-label="View">
              <button onClick={() => change({ view: panned(view, -0.2) })} aria-label="Move left">
                ←
              </button>
              <button onClick={() => change({ view: panned(view, 0.2) })} aria-label="Move right">
                →
              </button>
              <button onClick={() => change({ view: zoomed(view, 0.5, 0.5) })} aria-label="Zoom in">
                +
              </button>
              <button onClick={() => change({ view: zoomed(view, 2, 0.5) })} aria-label="Zoom out">
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
              {copied ? "Copied" : "Copy link"}
            </button>
          </div>
          <CurvePlots curves={curves} view={view} x={x} onView={(to) => sane(to) && change({ view: to })} onX={(to) => change({ x: to })} />
          <p class="verdict">
            {progress < 1
              ? `Exact arithmetic: ${Math.round(100 * progress)} % of ${curves.xs.length} points`
              : curves.xs.length
                ? verdict(curves)
                : ""}
          </p>
        </section>
        <Bits x={x} view={view} onChange={(to) => change({ x: to })} />
      </div>
    </div>
  );
}
function verdict(curves: Curves): string {
  const runs = [...failing(curves, "value"), ...failing(curves, "gradient")].sort((a, b) => a[0] - b[0]),
    joined: [number, number][] = [];
  for (const [a, b] of runs) {
    const last = joined.at(-1);
    if (last && a <= last[1]) last[1] = Math.max(last[1], b);
    else joined.push([a, b]);
  }
  const where = joined.slice(0, 3).map(([a, b]) => (a === b ? `at ${near(a)}` : `from ${near(a)} to ${near(b)}`)),
    more = joined.length > 3 ? ` and in ${joined.length - 3} more places` : "",
    written = joined.length
      ? `As written, value or gradient is more than ${WRONG} ulp off ${where.join(", ")}${more}.`
      : "As written it is right across this view.";
  return `${written} As run, the worst error is ${ulpText(worst(curves))}.`;
}
const near = (x: number): string => shortest(Number(x.toPrecision(4)));
const sane = ({ from, to, log }: View): boolean =>
  to - from > Math.max(Math.abs(from), Math.abs(to)) * 1e-6 && Math.abs(to) < 1e38 && Math.abs(from) < 1e38 && (!log || from > 1e-44);

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
