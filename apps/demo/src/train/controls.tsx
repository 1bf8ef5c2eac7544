/** What can be set and done: the task, the device, the numbers, start and pause. */
import { useState } from "preact/hooks";
import { faultOf, FIRST, type LIMITS, type Settings, TASKS } from "./settings.js";
import { TASK } from "./tasks.js";
import type { Trainer } from "./trainer.js";

interface Props {
  readonly trainer: Trainer;
  readonly settings: Settings;
  readonly change: (settings: Settings) => void;
}

export function Controls({ trainer, settings, change }: Props) {
  const busy = !["idle", "failed"].includes(trainer.status.value);
  return (
    <div class="controls">
      <fieldset class="panel tasks">
        <legend>What is learnt</legend>
        {TASKS.map((task) => (
          <label key={task} class={task === settings.task ? "chosen" : ""}>
            <input type="radio" name="task" checked={task === settings.task} onChange={() => (trainer.reset(), change(FIRST[task]))} />
            <span>
              <b>{TASK[task].name}</b>
              <small>{TASK[task].about}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="panel">
        <div class="numbers">
          <Figure name="steps" label="Steps" settings={settings} change={change} busy={busy} />
          <Figure name="rate" label="Learning rate" settings={settings} change={change} busy={busy} />
          <Figure name="seed" label="Seed" settings={settings} change={change} busy={busy} />
        </div>
        {settings.task === "digits" && (
          <label class="check">
            <input
              type="checkbox"
              checked={!settings.bytes}
              disabled={busy}
              onChange={(e) => change({ ...settings, bytes: !e.currentTarget.checked })}
            />
            <span>Grey levels scaled to 0 … 1 (a file has 0 … 255)</span>
          </label>
        )}
        <Buttons trainer={trainer} settings={settings} />
      </div>
      <Devices trainer={trainer} />
      <div class="panel">
        <h2>The loss, as its author wrote it</h2>
        {/* Long lines scroll, for which a keyboard needs the focus. */}
        <pre class="mono code" tabIndex={0} aria-label="The loss in evenkeel's ops">
          {TASK[settings.task].loss}
        </pre>
      </div>
    </div>
  );
}

function Buttons({ trainer, settings }: { trainer: Trainer; settings: Settings }) {
  const status = trainer.status.value,
    going = status === "training" || status === "loading";
  return (
    <div class="buttons">
      {going ? (
        <button class="main" disabled={status === "loading"} onClick={() => trainer.pause()}>
          {status === "loading" ? "Loading …" : "Pause"}
        </button>
      ) : status === "paused" ? (
        <button class="main" onClick={() => trainer.resume()}>
          Resume
        </button>
      ) : (
        <button class="main" onClick={() => trainer.begin(settings)}>
          {status === "idle" ? "Start both runs" : "Start again"}
        </button>
      )}
      <button disabled={status === "idle"} onClick={() => trainer.reset()}>
        Reset
      </button>
    </div>
  );
}

function Figure({ name, label, settings, change, busy }: { name: keyof typeof LIMITS; label: string; busy: boolean } & Omit<Props, "trainer">) {
  const [typed, type] = useState<string | null>(null),
    text = typed ?? String(settings[name]),
    fault = faultOf(name, text);
  return (
    <label class="figure">
      {label}
      <input
        type="text"
        inputMode={name === "rate" ? "decimal" : "numeric"}
        value={text}
        disabled={busy}
        aria-invalid={fault !== null}
        aria-describedby={fault ? `${name}-fault` : undefined}
        onInput={(e) => {
          const { value } = e.currentTarget;
          type(value);
          if (faultOf(name, value) === null) change({ ...settings, [name]: Number(value) });
        }}
        onBlur={() => type(null)}
      />
      {fault && (
        <small class="failure" id={`${name}-fault`}>
          {fault}
        </small>
      )}
    </label>
  );
}

function Devices({ trainer }: { trainer: Trainer }) {
  const { name, title } = trainer.device.value;
  return (
    <fieldset class="panel devices">
      <legend>Where it is computed</legend>
      <div class="switch">
        {(["cpu", "webgpu"] as const).map((device) => (
          <label key={device} class={device === name ? "chosen" : ""}>
            <input type="radio" name="device" checked={device === name} onChange={() => trainer.use(device)} />
            {device === "cpu" ? "CPU" : "WebGPU"}
          </label>
        ))}
      </div>
      <p class="mono device">{title}</p>
      {name === "webgpu" && (
        <p>
          <button onClick={() => trainer.lose()}>Take the GPU away</button> <small>as a driver that crashes does</small>
        </p>
      )}
      <p class="notice" role="status">
        {trainer.notice.value}
      </p>
    </fieldset>
  );
}
