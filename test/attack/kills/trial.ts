import type { KillPlace } from "./kill-place.ts";

/** What one round came to. */
export interface Round {
  /** False where a process was done before it could be killed. */
  readonly counted: boolean;
  /** Where in its run it was killed, in a word: `time`, or `before`, `during` or `after` a commit. */
  readonly point: string;
  /** What was found afterwards, in a word: `before`, `after`, … */
  readonly found: string;
}

/** A command of the product that is killed again and again, and looked after each time. */
export interface Trial extends AsyncDisposable {
  /** Runs it once, kills it, and checks what must hold then. @throws where something is torn, lost, half done or leaked */
  round(random: (below: number) => number): Promise<Round>;
  /** What is too slow to check after each kill. @throws as `round` */
  checkAll(): Promise<void>;
}

export interface TrialSettings {
  readonly place: KillPlace;
  /** The built command line. */
  readonly program: string;
}
