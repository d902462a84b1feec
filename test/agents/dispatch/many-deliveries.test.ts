import { expect, test } from "vitest";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore } from "../store/scene.ts";
import { deliverTogether, outcomeOf } from "./deliver-together.ts";
import { onFailure } from "./failing-check.ts";
import { declareFleet, declareRule } from "./scene.ts";

describeOnBoth("many deliveries of one failing check", (databases) => {
  test("that several processes look at together make one run, and all others join it (P-24)", async () => {
    await using scene = await openStore(databases);
    await declareFleet(scene);
    await declareRule(scene, "fix", onFailure);
    const seconds = await deliverTogether(scene.location, 4, 75);
    expect(await outcomeOf(scene.store, seconds)).toMatchObject({
      runs: 1,
      joined: 299,
      decisions: { Created: 1, Coalesced: 299 },
      counted: { created: 1, coalesced: 299, rejected: 0, waiting: 0 },
    });
  });
});
