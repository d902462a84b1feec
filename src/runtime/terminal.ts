import type { Writable } from "node:stream";
import { styleText } from "node:util";
import { logLine } from "../fault/visible.ts";
import type { Logger, Progress } from "./logger.ts";
import type { Masker } from "./masker.ts";

export interface TerminalOptions {
  /** Where lines go; standard error for a command line. */
  readonly stream: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly level: "quiet" | "normal" | "verbose";
  readonly masker: Masker;
  /** Tells the CI runner of a value to hide; absent where there is no runner. */
  readonly announceMask?: (value: string) => void;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 80;

/**
 * A logger for people: on a terminal, running steps show as a line with a spinner; elsewhere each finished step is one
 * plain line. Colours follow `NO_COLOR` and `FORCE_COLOR` through `util.styleText`.
 */
export function terminalLogger(options: TerminalOptions): Logger {
  const { stream, level, masker } = options;
  const live = stream.isTTY === true && level !== "quiet";
  const running = new Map<object, string>();
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  let drawn = 0;

  const erase = () => {
    if (drawn > 0) stream.write(`\u001b[${drawn}F\u001b[0J`);
    drawn = 0;
  };
  const draw = () => {
    erase();
    const spinner = frames[frame++ % frames.length];
    // A line that is wrapped would be more lines than are erased. Some terminals do not know their width and say 0.
    const room = (stream.columns || 80) - 3;
    if (room < 1) return;
    for (const text of running.values())
      stream.write(`${style("cyan", `${spinner}`, stream)} ${fitted(masker.apply(text), room)}\n`);
    drawn = running.size;
  };
  const line = (text: string) => {
    erase();
    stream.write(`${masker.apply(text)}\n`);
    if (live && running.size > 0) draw();
  };
  const progress = (title: string): Progress => {
    const key = {};
    if (live) {
      running.set(key, title);
      timer ??= setInterval(draw, frameMs).unref();
      draw();
    }
    const end = () => {
      running.delete(key);
      if (running.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
    return {
      update: (text) => {
        if (running.has(key)) running.set(key, `${title}  ${logLine(text)}`);
      },
      done: (text, failed = false) => {
        end();
        const mark = failed ? style("red", "✗", stream) : style("green", "✓", stream);
        if (level !== "quiet") line(`${mark} ${logLine(text)}`);
      },
      end: () => {
        end();
        if (live) erase();
        if (live && running.size > 0) draw();
      },
    };
  };
  return {
    info: (text) => level !== "quiet" && line(logLine(text)),
    warn: (text) => line(`${style("yellow", "warning:", stream)} ${logLine(text)}`),
    debug: (text) => level === "verbose" && line(style("dim", logLine(text), stream)),
    progress,
    mask: (value) => {
      masker.add(value);
      options.announceMask?.(value);
    },
  };
}

/** The start of a text that takes so many columns at most; wide characters take two. */
function fitted(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let shown = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (columnsOf(shown) + columnsOf(segment) > columns - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}

/** Columns, near enough: what is not narrow in any terminal is counted as two. */
function columnsOf(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  return width;
}

export type Colour = "red" | "yellow" | "green";

/** A text in a colour, or as it is where nobody wants colours. */
export type Paint = (colour: Colour, text: string) => string;

/** Paints for a stream: where it is a terminal, unless `NO_COLOR` is set; anywhere where `FORCE_COLOR` is. */
export function paintFor(stream: Writable): Paint {
  return (colour, text) => style(colour, text, stream);
}

/** Colour where the stream is a terminal that wants it. */
function style(format: Parameters<typeof styleText>[0], text: string, stream: Writable): string {
  return styleText(format, text, { stream });
}
