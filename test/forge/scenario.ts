import type { Stage } from "./stage.ts";

/** Something that people do on a forge, and what has to come of it. */
export interface Scenario {
  /** A sentence. */
  readonly name: string;
  /** The workflow of this project that it plays; it is skipped where that is not shipped. */
  readonly workflow?: string;
  /** The action that it plays, likewise. */
  readonly action?: string;
  play(stage: Stage): Promise<void>;
}
