import { expect, test } from "vitest";
import { figuresController } from "../../src/agents/control/figures-controller.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { readSamples } from "../../src/agents/store/figures/figure-samples.ts";
import { consoleWorld, organization } from "./console-world.ts";

test("pages plot what controllers measured: the queue, drift, cost and runs of a day, and how long runs took", async () => {
  // The database's clock gives runs their day, and nobody moves it.
  const today = new Date().toISOString().slice(0, 10);
  const clock = { at: new Date(`${today}T12:10:00Z`) };
  await using world = await consoleWorld(
    ({ database }) => ({ samples: (asked) => readSamples(database, asked) }),
    clock,
  );
  const drift = { clean: 6, drifted: 0, unverified: 0 };
  const { database, now } = world;
  const controller = figuresController({ database, organization, environments: async () => drift, now });
  const measure = async (at: string, drifted = 0) => {
    clock.at = new Date(at);
    Object.assign(drift, { clean: 6 - drifted, drifted });
    for (const key of controller.standing ?? []) await controller.reconcile(key, AbortSignal.abort());
  };
  const mira = await world.visit("mira");
  const empty = await mira.html("/orgs/tidewater/agents");
  expect(empty.text).toContain("Nothing was measured yet");

  for (const [at, minutes] of [1, 3, 20].entries())
    await world.put(agentDispatchRun, `done-${at}`, undefined, {
      phase: "Succeeded",
      cost: "0.25",
      startedAt: clock.at.toISOString(),
      finishedAt: new Date(clock.at.getTime() + minutes * 60_000).toISOString(),
    });
  for (const name of ["a", "b"]) await world.put(agentDispatchRun, name, undefined, { phase: "Queued" });
  await measure(`${today}T09:00:00Z`, 2);
  await world.put(agentDispatchRun, "c", undefined, { phase: "Queued" });
  await measure(`${today}T11:31:00Z`);
  clock.at = new Date(Date.parse(`${today}T11:50:00Z`));

  const overview = (await mira.model("/orgs/tidewater/agents")).data.model;
  const [queue, drifted] = overview.plots;
  expect(queue.summary).toBe("3 queued when it was measured last; the most were 3, at 11:30 UTC.");
  expect(queue.places).toHaveLength(96);
  expect(new Set(queue.places).size, "no time is there twice").toBe(queue.places.length);
  const at = (time: string) => queue.series[0].values[queue.places.indexOf(time)];
  expect([at("09:00"), at("10:00"), at("11:30")]).toEqual([2, null, 3]);
  expect(drifted.summary).toMatch(
    /^0 of 6 differed when they were compared last; the most were 2, after .* 06:00 UTC\.$/,
  );

  const { text } = await mira.html("/orgs/tidewater/environments");
  expect(text).toContain(
    '<svg viewBox="0 0 480 190" role="img" aria-labelledby="drift-over-time-title drift-over-time-summary">',
  );
  expect(text).toMatch(/<desc id="drift-over-time-summary">0 of 6 differed/);
  expect(text).toContain("The same as a table");

  const [cost, runs] = (await mira.model("/orgs/tidewater/agents/settings")).data.model.use;
  expect(cost.summary).toBe("$0.75 in 14 days, $0.75 of it today.");
  expect(runs.series[0].values.at(-1)).toBe(6);

  const { durations } = (await mira.model("/orgs/tidewater/agents/runs")).data.model;
  expect(durations.summary).toBe("Half of the 3 that ended took up to 3 min, the longest 20 min.");
  expect((await mira.model("/orgs/tidewater/agents/runs?phase=Queued")).data.model.durations).toBeUndefined();

  const nobody = await world.visit("nobody", []);
  expect((await nobody.model("/orgs/tidewater/agents")).data.model.plots).toEqual([]);
  expect(world.faults).toEqual([]);
});
