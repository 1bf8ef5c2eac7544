/** What a visitor can set, with what is set at first; the address keeps it. */
export const TASKS = ["words", "digits", "labels"] as const;
export type TaskName = (typeof TASKS)[number];

export interface Settings {
  readonly task: TaskName;
  readonly steps: number;
  readonly rate: number;
  readonly seed: number;
  /** Digits: grey levels as a file has them, 0 … 255, instead of 0 … 1. */
  readonly bytes: boolean;
}

export const FIRST: Readonly<Record<TaskName, Settings>> = {
  words: { task: "words", steps: 1500, rate: 0.2, seed: 1, bytes: false },
  digits: { task: "digits", steps: 500, rate: 0.003, seed: 1, bytes: true },
  labels: { task: "labels", steps: 2000, rate: 0.01, seed: 2, bytes: false },
};
export const LIMITS = { steps: [1, 100_000], rate: [1e-6, 100], seed: [0, 2 ** 32 - 1] } as const;

/** Settings out of an address: what it does not name, or names wrongly, is as at first. */
export function settingsOf(choices: URLSearchParams): Settings {
  const task = TASKS.find((each) => each === choices.get("task")) ?? "words",
    first = FIRST[task],
    number = (name: keyof typeof LIMITS): number => {
      const text = choices.get(name);
      return text === null || faultOf(name, text) !== null ? first[name] : Number(text);
    };
  return {
    task,
    steps: number("steps"),
    rate: number("rate"),
    seed: number("seed"),
    bytes: task === "digits" && choices.get("pixels") !== "scaled",
  };
}
/** The other way: only what is not as at first. */
export function choicesOf(settings: Settings): Record<string, string> {
  const first = FIRST[settings.task],
    choices: Record<string, string> = { task: settings.task };
  for (const name of ["steps", "rate", "seed"] as const) if (settings[name] !== first[name]) choices[name] = String(settings[name]);
  if (settings.bytes !== first.bytes) choices.pixels = "scaled";
  return choices;
}

/** What is wrong with a number as it is typed, or null. */
export function faultOf(name: keyof typeof LIMITS, text: string): string | null {
  const [least, most] = LIMITS[name],
    value = Number(text),
    whole = name !== "rate";
  if (text.trim() === "" || !(value >= least && value <= most) || (whole && !Number.isInteger(value)))
    return `Give ${whole ? "a whole number" : "a number"} from ${least.toLocaleString("en")} to ${most.toLocaleString("en")}.`;
  return null;
}
