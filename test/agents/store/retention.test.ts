import { expect, test } from "vitest";
import { auditPages } from "../../../src/agents/audit/audit-line.ts";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentToolEvent } from "../../../src/agents/kinds/record/agent-tool-event.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore, run } from "./scene.ts";

const day = 24 * 60 * 60 * 1000;
const long = "2020-01-01T00:00:00.000Z";

describeOnBoth("retention of records", (databases) => {
  test("deletes what is long over with all that hangs on it, and nothing that a run refers to which is not", async () => {
    await using scene = await openStore(databases);
    const { store, database } = scene;
    const attempt = (name: string, of: string) => ({
      kind: agentDispatchAttempt.kind,
      metadata: { namespace: "acme", name },
      spec: agentDispatchAttempt.spec.parse({ ...agentDispatchAttempt.example.spec, run: of }),
    });
    await store.write(async (objects) => {
      const done = { phase: "Succeeded", finishedAt: long } as const;
      await objects.create(agentDispatchRun, run("old"), done);
      await objects.create(agentDispatchAttempt, attempt("old-1", "old"), { phase: "Succeeded" });
      await objects.create(agentDispatchRun, run("parent"), done);
      await objects.create(agentDispatchAttempt, attempt("parent-1", "parent"), { phase: "Succeeded" });
      await objects.create(agentDispatchRun, run("just"), {
        phase: "Failed",
        finishedAt: new Date().toISOString(),
      });
      await objects.create(agentDispatchRun, run("untimed"), { phase: "Failed" });
      await objects.create(agentDispatchRun, run("child", { parentRun: "parent" }), { phase: "Running" });
    });
    for (const [of, attemptName] of [
      ["old", "old-1"],
      ["parent", "parent-1"],
    ] as const)
      await store.appendEvents(
        "acme",
        [1, 2].map((seq) =>
          agentToolEvent.spec.parse({ run: of, attempt: attemptName, seq, type: "message" }),
        ),
      );
    await scene.foreign(`UPDATE agent_object SET created = '${long}'`);
    const bounds = { before: new Date(Date.now() - day), changesBefore: new Date(0), changes: 1_000_000 };
    const pruned = await pruneRecords(database, bounds);
    expect(pruned).toEqual({ runs: 1, others: 1, events: 2, changes: 0, samples: 0 });
    const exported = await database.read((query) => Array.fromAsync(auditPages(query)));
    const expired = exported.flat().filter(({ entry }) => entry.includes('"change":"expired"'));
    expect(
      expired.map(({ record }) => record),
      "the audit says that it was here",
    ).toEqual([expect.stringMatching(/^AgentDispatchRun\//)]);
    const left = async (
      kind: typeof agentDispatchRun | typeof agentDispatchAttempt | typeof agentToolEvent,
    ) => (await store.read((objects) => objects.list(kind))).items.map(({ metadata }) => metadata.name);
    expect(await left(agentDispatchRun)).toEqual(["child", "just", "parent", "untimed"]);
    expect(await left(agentDispatchAttempt)).toEqual(["parent-1"]);
    expect(await left(agentToolEvent)).toEqual(["parent-1-1", "parent-1-2"]);
    expect(await pruneRecords(database, bounds)).toEqual({
      runs: 0,
      others: 0,
      events: 0,
      changes: 0,
      samples: 0,
    });
  });

  test("keeps the newest changes, and a watch from before them is refused", async () => {
    await using scene = await openStore(databases);
    const { store, database } = scene;
    const before = (await store.read((objects) => objects.list(agentDispatchRun))).resourceVersion;
    const versions: string[] = [];
    for (let at = 0; at < 10; at++)
      versions.push(
        (await store.write((objects) => objects.create(agentDispatchRun, run(`run-${at}`)))).metadata
          .resourceVersion,
      );
    const bounds = { before: new Date(0), changesBefore: new Date(0), changes: 4 };
    expect(await pruneRecords(database, bounds)).toMatchObject({ runs: 0, changes: 6 });
    const end = new AbortController();
    const first = async (after: string) =>
      (await store.watch([agentDispatchRun], after, { signal: end.signal }).next()).value;
    await expect(first(before)).rejects.toMatchObject({ code: "WATCH_TOO_OLD" });
    await expect(first(String(versions[4]))).rejects.toMatchObject({ code: "WATCH_TOO_OLD" });
    expect(await first(String(versions[5]))).toMatchObject({
      type: "ADDED",
      object: { metadata: { name: "run-6" } },
    });
    expect(
      await pruneRecords(database, { ...bounds, changesBefore: new Date(Date.now() + day) }),
    ).toMatchObject({ changes: 4 });
    end.abort();
  });
});
