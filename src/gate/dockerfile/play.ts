import { certain } from "../../fault/certain.ts";
import { CopyPlayer, type MissingSource, type PlayOptions } from "./copy-player.ts";
import { StageFiles } from "./stage-files.ts";
import type { Stage } from "./step.ts";

export interface Played {
  /** The last stage's files, which are the image's. */
  readonly files: StageFiles;
  readonly missing: readonly MissingSource[];
  /** The lines that copy the template's directory as a whole, skills and all. */
  readonly wholesale: readonly number[];
}

/** Plays the steps of all stages. */
export function play(stages: readonly Stage[], options: PlayOptions): Played {
  const played: StageFiles[] = [];
  const missing: MissingSource[] = [];
  const wholesale: number[] = [];
  for (const stage of stages) {
    const files = new StageFiles(stage.parent === undefined ? undefined : played[stage.parent]);
    const player = new CopyPlayer({ ...options, stages, played, files, missing, wholesale });
    for (const step of stage.steps) {
      if (step.kind === "unknown") files.unknowns.push(step);
      else if (step.kind === "copy") player.play(step);
      else {
        if (files.isUnclear(step.path))
          files.doubt(step, "/", "it goes through a place whose content is not known");
        files.makeDirectory(step.path, { line: step.line, mode: 0o755, owner: step.owner }, step);
      }
    }
    played.push(files);
  }
  return { files: certain(played.at(-1)), missing, wholesale };
}
