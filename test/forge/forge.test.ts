import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { requiresForge } from "./forge-programs.ts";
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
    test.skipIf(!isShipped(scenario))(scenario.name, () => scenario.play(stage), 1_200_000);
});

function isShipped({ workflow, action }: Scenario): boolean {
  const needed = [
    ...(workflow === undefined ? [] : [`.gitea/workflows/${workflow}`]),
    ...(action === undefined ? [] : [`actions/${action}/action.yml`]),
  ];
  return needed.every((path) => existsSync(join(house, path)));
}
