/** What the two runs have learnt, in the form that suits the task. */
import type { Learnt, Side } from "./protocol.js";
import type { TaskName } from "./settings.js";
import type { Trainer } from "./trainer.js";

export function LearntPanel({ trainer, task }: { trainer: Trainer; task: TaskName }) {
  const { off, on } = trainer.learnt.value;
  if (task === "words") return <Words off={off} on={on} />;
  return <section class="panel learnt" />;
}

type Both = Readonly<Partial<Record<Side, Learnt | undefined>>>;

function Words({ off, on }: Both) {
  if (off?.of !== "words" || on?.of !== "words") return null;
  return (
    <section class="panel learnt" aria-labelledby="learnt">
      <h2 id="learnt">The words nearest to some nouns</h2>
      <table class="near">
        <thead>
          <tr>
            <th scope="col">noun</th>
            <th scope="col" class="off">
              as written
            </th>
            <th scope="col" class="on">
              evenkeel
            </th>
          </tr>
        </thead>
        <tbody>
          {on.near.map(({ word, neighbours }, i) => (
            <tr key={word}>
              <th scope="row">{word}</th>
              <td>{off.near[i]!.neighbours.join(" · ")}</td>
              <td>{neighbours.join(" · ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
