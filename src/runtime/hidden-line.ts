import { StringDecoder } from "node:string_decoder";
import { IdentikitError } from "../fault/error.ts";
import { stopped } from "../fault/stopped.ts";

/** The longest line that is taken, in characters. */
const maxLength = 1024 * 1024;

const keys = { interrupt: "\u0003", end: "\u0004", erase: ["\u007f", "\b"], eraseLine: "\u0015" } as const;

export interface HiddenQuestion {
  readonly stdin: NodeJS.ReadStream;
  /** Where the question goes. */
  readonly stderr: NodeJS.WriteStream;
  readonly question: string;
  readonly signal: AbortSignal;
}

/**
 * Asks for one line at a terminal, which shows nothing of it: echo is off while it is typed. Backspace and Ctrl-U work; Ctrl-C stops
 * the run as it does elsewhere.
 * @param stdin a terminal
 * @returns the line without its end
 * @throws {IdentikitError} `USAGE` where the input ends before the line does, or the line is too long; what `signal` was aborted with
 */
export async function askHidden({ stdin, stderr, question, signal }: HiddenQuestion): Promise<string> {
  signal.throwIfAborted();
  // Before the question: what somebody types at once would be shown.
  stdin.setRawMode(true);
  try {
    stderr.write(question);
    return await readLine(stdin, signal);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  }
}

function readLine(stdin: NodeJS.ReadStream, signal: AbortSignal): Promise<string> {
  const decoder = new StringDecoder("utf8");
  const line: string[] = [];
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      stdin.off("data", take);
      stdin.off("end", cut);
      signal.removeEventListener("abort", stop);
      end();
    };
    const stop = () => settle(() => reject(stopped(signal)));
    const cut = () => settle(() => reject(noLine("the input ended before the line did")));
    const take = (chunk: Buffer) => {
      for (const key of decoder.write(chunk)) {
        if (key === "\r" || key === "\n") return settle(() => resolve(line.join("")));
        // Without echo the terminal sends no signal for it either.
        if (key === keys.interrupt) process.kill(process.pid, "SIGINT");
        else if (key === keys.end) return cut();
        else edit(line, key);
        if (line.length > maxLength) return settle(() => reject(noLine("the line is too long")));
      }
    };
    stdin.on("data", take).on("end", cut);
    signal.addEventListener("abort", stop, { once: true });
  });
}

function edit(line: string[], key: string): void {
  if (key === keys.eraseLine) line.length = 0;
  else if (keys.erase.some((erase) => erase === key)) line.pop();
  else line.push(key);
}

function noLine(problem: string): IdentikitError {
  return new IdentikitError("USAGE", problem, { remedy: "Type the value and press Enter, or pipe it in." });
}
