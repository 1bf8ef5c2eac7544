/** Worst errors that were recorded elsewhere, by `scripts/record.ts`. */
import recorded from "./recorded.json";

export interface Recorded {
  readonly inputs: number;
  readonly devices: Readonly<{ [name: string]: { readonly [op: string]: { readonly [part: string]: number | null } } }>;
}
export const RECORDED: Recorded = recorded as Recorded;
/** Under which name an adapter's are recorded. */
export const nameOf = ({ vendor = "", architecture = "" }: { readonly vendor?: string; readonly architecture?: string }): string =>
  `${vendor} ${architecture}`.trim();
/** As they are recorded. */
export const rounded = (worst: number | null): number | null => (worst === null ? null : Number(worst.toPrecision(4)));
