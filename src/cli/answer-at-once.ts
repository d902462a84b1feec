import type { Writable } from "node:stream";
import { passOverClosedPipe } from "../runtime/closed-pipe.ts";
import { version } from "../runtime/version.ts";
import { helpText } from "./help-text.ts";

/**
 * Answers what is known before the command line is loaded, in a third of the time: the version, and the overview of
 * commands for a reader whose width is not known. A terminal gets the overview in its own width, later.
 * @param argv what was typed after the program's name
 * @returns whether that was all
 */
export async function answerAtOnce(
  argv: readonly string[],
  stdout: Writable & { readonly isTTY?: boolean },
): Promise<boolean> {
  const text = argv.length > 1 ? undefined : answerTo(argv[0], stdout.isTTY === true);
  if (text === undefined) return false;
  stdout.on("error", passOverClosedPipe);
  await new Promise<void>((resolve) => stdout.write(text, () => resolve()));
  return true;
}

function answerTo(word: string | undefined, isTerminal: boolean): string | undefined {
  if (word === "--version" || word === "-V") return `${version}\n`;
  const isHelp = word === undefined || word === "--help" || word === "-h";
  return isHelp && !isTerminal ? helpText : undefined;
}
