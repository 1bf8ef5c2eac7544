/** How far a training is: on a terminal a bar; into a file or a pipe a line every few seconds. */
import { SingleBar } from "cli-progress";
import pc from "picocolors";

/** `things` are what passes by: words, digits. */
export function progressBar(title: string, things: string): SingleBar {
  const plain = !process.stderr.isTTY;
  return new SingleBar({
    format: `${plain ? title : pc.bold(title)}  ${plain ? "" : "{bar} "}{percentage}%  loss {loss}  {speed} ${things}/s  {left} left`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    gracefulExit: false,
    noTTYOutput: true,
    notTTYSchedule: 5000,
  });
}
