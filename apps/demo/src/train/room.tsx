/** Train: the same run twice, as written and by evenkeel, from one seed, in a worker. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { address, remember } from "../shell/address.js";
import { Controls } from "./controls.js";
import { LearntPanel } from "./learnt.js";
import { SIDES } from "./protocol.js";
import { RunPanel } from "./run-panel.js";
import { choicesOf, settingsOf } from "./settings.js";
import "./style.css";
import { TASK } from "./tasks.js";
import { Trainer } from "./trainer.js";

export function Room() {
  const trainer = useMemo(() => new Trainer(), []),
    [settings, setSettings] = useState(() => settingsOf(address.value.choices));
  useEffect(() => () => trainer.reset(), []);
  // Somebody else's address, opened in this room.
  useEffect(() => {
    if (address.value.room !== "train") return;
    trainer.reset();
    setSettings(settingsOf(address.value.choices));
  }, [address.value]);
  useEffect(() => remember("train", choicesOf(settings)), [settings]);

  const step = trainer.step.value,
    { steps: perSecond, samples } = trainer.speed.value,
    { off, on } = trainer.deaths.value;
  return (
    <div class="train">
      <Controls trainer={trainer} settings={settings} change={setSettings} />
      <div class="runs">
        <div class="panel progress">
          <progress value={step} max={settings.steps} aria-label="Steps taken" />
          <p class="mono">
            <span>
              step <b>{step.toLocaleString("en")}</b> of {settings.steps.toLocaleString("en")}
            </span>
            <span>
              <b>{perSecond ? figure(perSecond) : "–"}</b> steps/s
            </span>
            <span>
              <b>{samples ? figure(samples) : "–"}</b> {TASK[settings.task].samples}/s, each in both runs
            </span>
          </p>
          <p class="facts">{trainer.facts.value || "Two runs from one seed take the same batches in turn. Only the stabiliser differs."}</p>
          {trainer.failure.value && (
            <p class="failure" role="alert">
              {trainer.failure.value}
            </p>
          )}
        </div>
        <p class="unseen" role="status">
          {off && `As written, the run died at step ${off.step}, ${off.what}: ${off.cause}. `}
          {on && `The run of evenkeel died at step ${on.step}, ${on.what}: ${on.cause}. `}
          {trainer.status.value === "done" && `Training has ended after ${step} steps.`}
        </p>
        <div class="sides">
          {SIDES.map((side) => (
            <RunPanel key={side} side={side} trainer={trainer} steps={settings.steps} />
          ))}
        </div>
        <LearntPanel trainer={trainer} task={settings.task} />
      </div>
    </div>
  );
}

const figure = (x: number): string => (x < 10 ? x.toFixed(1) : Math.round(x).toLocaleString("en"));
