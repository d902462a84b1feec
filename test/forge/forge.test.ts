import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { requiresForge } from "./forge-programs.ts";
import { fileNameOf, Recording } from "./record.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/all.ts";
import { Stage } from "./stage.ts";

requiresForge()("on a real Gitea with its runner", (programs) => {
  let stage: Stage;
  let recording: Recording;
  beforeAll(async () => {
    stage = await Stage.set(programs);
    recording = new Recording(stage);
  });
  afterAll(() => stage?.[Symbol.asyncDispose](), 60_000);

  for (const [place, scenario] of scenarios.entries())
    test.skipIf(!isShipped(scenario))(
      scenario.name,
      async () => {
        try {
          await scenario.play(stage);
        } finally {
          // Runs and statuses for a note, also of what failed.
          const directory = process.env.FORGE_JSON;
          if (directory) await recording.write(directory, fileNameOf(scenario.name, place));
        }
      },
      1_800_000,
    );
});

function isShipped({ workflow, action }: Scenario): boolean {
  const needed = [
    ...(workflow === undefined ? [] : [`.gitea/workflows/${workflow}`]),
    ...(action === undefined ? [] : [`actions/${action}/action.yml`]),
  ];
  return needed.every((path) => existsSync(join(house, path)));
}
