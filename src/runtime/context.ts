import type { Clock } from "./clock.ts";
import type { Logger } from "./logger.ts";
import type { Paint } from "./terminal.ts";

/** What a run is handed of the outside world; made once, at the edge, by a face (command line, action, test). */
export interface Context {
  /** The environment variables, as they were at the start. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The directory in which the person typed the command; relative paths resolve against it. */
  readonly cwd: string;
  /** Who runs this, for logs that are kept: the CI job, else the user of the system. */
  readonly who: () => Promise<string>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborted when the run is to stop (Ctrl-C, SIGTERM, a deadline). */
  readonly signal: AbortSignal;
  /** Reads standard input to its end; bounded. */
  readonly readInput: () => Promise<Uint8Array>;
  /** Standard input as it comes in, for who talks with another program; it ends when the run is to stop. */
  readonly openInput: () => AsyncIterable<Uint8Array>;
  /**
   * Asks the person at the terminal for a line that is not shown while it is typed; `undefined` where standard input is not a
   * terminal.
   */
  readonly askHidden: (question: string) => Promise<string | undefined>;
  /** Writes part of a result that is too long to be held in memory to standard output; returns when it is taken. */
  readonly writeOutput: (text: string) => Promise<void>;
  /** Colours a part of what {@link writeOutput} is given, where standard output wants colours; left out where it never does. */
  readonly paint?: Paint;
}
