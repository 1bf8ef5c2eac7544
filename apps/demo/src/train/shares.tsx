/** Where t lies for what was held back: beyond what float32's sigmoid tells from 0 or 1, the formula as written has nothing left. */
import type { Learnt, Side } from "./protocol.js";

const [WIDTH, HEIGHT, FLOOR] = [640, 150, 22];
const REACH = 60;
const BINS = 60;
/** sigmoid(t) is 1 in float32 from here on, so that 1 − s is 0; on the other side s itself goes far lower. */
const ONE = 16.64;

type Labels = Extract<Learnt, { of: "labels" }>;

export function Shares({ learnt, side, dead }: { learnt: Labels; side: Side; dead: boolean }) {
  const counts = new Array<number>(BINS).fill(0);
  let beyond = 0;
  for (const t of learnt.shares) {
    const bin = Math.floor(((t + REACH) / (2 * REACH)) * BINS);
    counts[Math.max(0, Math.min(BINS - 1, bin))]!++;
    if (t > ONE) beyond++;
  }
  // By roots, so that single samples are seen.
  const most = Math.sqrt(Math.max(...counts)),
    x = (t: number): number => ((t + REACH) / (2 * REACH)) * WIDTH;
  return (
    <div class={`shares ${side}`}>
      <h3>
        {side === "off" ? "as written" : "evenkeel"}
        <small>
          {learnt.right} of {learnt.asked} held back are right{dead && ", before it died"}
        </small>
      </h3>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Of ${learnt.asked} samples, ${beyond} have a t above ${ONE}, where 1 − s is 0 in float32`}
      >
        <rect x={x(ONE)} y="0" width={WIDTH - x(ONE)} height={HEIGHT - FLOOR} fill="var(--failing)" />
        {counts.map((count, i) => {
          const height = (Math.sqrt(count) / most) * (HEIGHT - FLOOR - 6);
          return (
            <rect
              key={i}
              x={(i / BINS) * WIDTH + 1}
              y={HEIGHT - FLOOR - height}
              width={WIDTH / BINS - 2}
              height={height}
              fill={side === "off" ? "var(--written)" : "var(--run)"}
            />
          );
        })}
        <line x1="0" x2={WIDTH} y1={HEIGHT - FLOOR} y2={HEIGHT - FLOOR} stroke="var(--line)" />
        {[-REACH, -40, -20, 0, 20, 40, REACH].map((t) => (
          <text key={t} x={x(t)} y={HEIGHT - 5} text-anchor={t === -REACH ? "start" : t === REACH ? "end" : "middle"}>
            {t === -REACH ? `≤ −${REACH}` : t === REACH ? `≥ ${REACH}` : String(t).replace("-", "−")}
          </text>
        ))}
      </svg>
      <p class="facts">
        t of each sample, whose sigmoid is the share of the first set. {beyond} lie in the shaded part, where 1 − s is 0 in float32.
      </p>
    </div>
  );
}
