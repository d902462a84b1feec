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
  beforeAll(async () => {
    stage = await Stage.set(programs);
  }, 600_000);
  afterAll(() => stage?.[Symbol.asyncDispose](), 60_000);

  for (const scenario of scenarios)
    test.skipIf(!isShipped(scenario))(scenario.name, () => play(scenario, stage), 1_800_000);
});

/** With `FORGE_JSON`, runs and statuses of each scenario are kept in that directory, also where it fails. */
async function play(scenario: Scenario, stage: Stage): Promise<void> {
  const directory = process.env.FORGE_JSON;
  if (!directory) return await scenario.play(stage);
  const recording = await Recording.begin(stage);
  try {
    await scenario.play(stage);
  } finally {
    await recording.write(directory, fileNameOf(scenario.name));
  }
}

function isShipped({ workflow, action }: Scenario): boolean {
  const needed = [
    ...(workflow === undefined ? [] : [`.gitea/workflows/${workflow}`]),
    ...(action === undefined ? [] : [`actions/${action}/action.yml`]),
  ];
  return needed.every((path) => existsSync(join(house, path)));
}
