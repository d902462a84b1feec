import { expect, test } from "vitest";
import { figuresController } from "../../../src/agents/control/figures-controller.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import {
  type FigureName,
  type FigureValues,
  readSamples,
} from "../../../src/agents/store/figures/figure-samples.ts";
import { readStoreFigures } from "../../../src/agents/store/figures/store-figures.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { openMetricsText } from "../../../src/api/probes/open-metrics.ts";
import { storeFamilies } from "../../../src/api/probes/store-families.ts";
import { readOpenMetrics } from "../../api/probes/read-open-metrics.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore, run } from "./scene.ts";

describeOnBoth("figures over time", (databases) => {
  test("are measured once a quarter of an hour, of one organisation, and kept as long as runs", async () => {
    await using scene = await openStore(databases);
    const { store, database } = scene;
    const clock = { at: new Date("2026-11-21T23:50:00Z") };
    let environments: FigureValues<"env-directories"> | undefined = { clean: 5, drifted: 1, unverified: 0 };
    const controller = figuresController({
      database,
      organization: "acme",
      environments: async () => environments,
      now: () => clock.at,
    });
    const measure = async () => {
      for (const key of controller.standing ?? []) await controller.reconcile(key, AbortSignal.abort());
    };
    const samples = async (figure: FigureName) =>
      (await readSamples(database, { namespace: "acme", figure, since: new Date(0) })).map(
        ({ time, label, value }) => `${time.slice(5, 16)} ${label} ${value}`,
      );
    await store.write(async (objects) => {
      await objects.create(agentDispatchRun, run("done"), {
        phase: "Succeeded",
        cost: "0.123457",
        tokens: 12,
      });
      await objects.create(agentDispatchRun, run("late"), { phase: "Running", cost: "1.1" });
      await objects.create(agentDispatchRun, run("waits"), { phase: "Queued" });
      const { metadata, ...other } = run("foreign");
      await objects.create(
        agentDispatchRun,
        { ...other, metadata: { ...metadata, namespace: "berths" } },
        { phase: "Queued", cost: "7" },
      );
    });
    await scene.foreign("UPDATE agent_object SET created = '2026-11-21T23:45:00.000Z'");
    await measure();
    expect(await samples("runs")).toEqual([
      "11-21T23:45 Queued 1",
      "11-21T23:45 Running 1",
      "11-21T23:45 Waiting 0",
    ]);
    clock.at = new Date("2026-11-21T23:59:59Z");
    await store.write((objects) =>
      objects.setStatus(agentDispatchRun, { namespace: "acme", name: "waits" }, { phase: "Waiting" }),
    );
    environments = undefined;
    await measure();
    expect(await samples("runs"), "what is measured twice in a step counts once").toEqual([
      "11-21T23:45 Queued 0",
      "11-21T23:45 Running 1",
      "11-21T23:45 Waiting 1",
    ]);
    clock.at = new Date("2026-11-22T00:01:00Z");
    await store.write((objects) =>
      objects.setStatus(
        agentDispatchRun,
        { namespace: "acme", name: "late" },
        { phase: "Failed", cost: "2" },
      ),
    );
    await measure();
    expect(await samples("day"), "the use of a run counts for the day on which it was made").toEqual([
      "11-20T00:00 cost 0",
      "11-20T00:00 runs 0",
      "11-20T00:00 tokens 0",
      "11-21T00:00 cost 2123457",
      "11-21T00:00 runs 3",
      "11-21T00:00 tokens 12",
      "11-22T00:00 cost 0",
      "11-22T00:00 runs 0",
      "11-22T00:00 tokens 0",
    ]);
    expect(await samples("env-directories"), "nothing is said where nothing could be compared").toEqual([
      "11-21T23:45 clean 5",
      "11-21T23:45 drifted 1",
      "11-21T23:45 unverified 0",
    ]);
    const families = readOpenMetrics(openMetricsText(storeFamilies(await readStoreFigures(database))));
    const shown = (name: string) =>
      families.find((one) => one.name === name)?.samples.map(({ labels, value }) => [labels.state, value]);
    expect(shown("identikit_env_directories")).toEqual([
      ["clean", 5],
      ["drifted", 1],
      ["unverified", 0],
    ]);
    expect(shown("identikit_env_directories_compared_timestamp_seconds")).toEqual([
      [undefined, Date.parse("2026-11-21T23:45:00Z") / 1000],
    ]);
    const before = new Date("2026-11-22T00:00:00Z");
    expect(
      (await pruneRecords(database, { before, changesBefore: new Date(0), changes: 1000 })).samples,
    ).toBe(12);
    expect(await samples("day")).toHaveLength(3);
  });
});
