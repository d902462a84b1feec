import { expect, test } from "vitest";
import type { z } from "zod";
import { accessController } from "../../../src/agents/brakes/access-controller.ts";
import { agentBudget } from "../../../src/agents/kinds/config/agent-budget.ts";
import { agentConfigSet } from "../../../src/agents/kinds/config/agent-config.ts";
import { agentConfigGrant } from "../../../src/agents/kinds/config/agent-config-grant.ts";
import { agentSecretGrant } from "../../../src/agents/kinds/config/agent-secret-grant.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../../../src/agents/kinds/record/agent-pause.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { setSecret } from "../../../src/config/secrets/secret-store.ts";
import { certain } from "../../../src/fault/certain.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { once } from "../control/counting.ts";
import { openStore } from "../store/scene.ts";

type RunStatus = z.output<typeof agentDispatchRun.status>;

async function brakeScene(databases: TestDatabases) {
  const scene = await openStore(databases);
  const { store, database } = scene;
  let time = new Date();
  const put = async <One extends Kind>(
    kind: One,
    name: string,
    spec: object,
    status?: z.output<One["status"]>,
  ) => {
    const declared = {
      kind: kind.kind,
      metadata: { namespace: "acme", name },
      spec: kind.spec.parse(spec) as z.output<One["spec"]>,
    };
    await store.write((writer) => writer.create(kind, declared, status));
  };
  const read = async <One extends Kind>(kind: One, name: string) =>
    certain(await store.read((reader) => reader.get(kind, { namespace: "acme", name })));
  return {
    ...scene,
    put,
    read,
    today: () => time.toISOString().slice(0, 10),
    pass: (milliseconds: number) => {
      time = new Date(time.getTime() + milliseconds);
    },
    /** A run with an attempt that has its ticket. */
    run: async (name: string, spec: object = {}, status: RunStatus = { phase: "Queued" }) => {
      const attempt = `${name}-1`;
      await put(
        agentDispatchRun,
        name,
        { ...agentDispatchRun.example.spec, ...spec },
        { currentAttempt: attempt, ...status },
      );
      await put(
        agentDispatchAttempt,
        attempt,
        { ...agentDispatchAttempt.example.spec, run: name },
        { phase: status.phase },
      );
    },
    pause: (
      name: string,
      kind: "Organization" | "Repository" | "AgentTriggerRule" | "AgentStack",
      target: string,
      until?: string,
    ) =>
      put(agentPause, name, {
        target: { kind, name: target },
        reason: "A token leaked.",
        ...(until ? { until } : {}),
      }),
    settle: () => once(database, accessController({ store, database, now: () => time })),
    dueNow: () => scene.foreign("UPDATE agent_queue SET due_at = 0;"),
    phase: async (run: string) => {
      const { phase, reason } = (await read(agentDispatchRun, run)).status;
      return [phase, reason].filter((part) => part !== undefined).join(" ");
    },
    revoked: async (pause: string) => (await read(agentPause, pause)).status,
  };
}

describeOnBoth("a pause", (databases) => {
  test("stops what it is about and takes back what was given to it, once, and lets it go on when it is deleted", async () => {
    await using scene = await brakeScene(databases);
    await scene.run("queued");
    await scene.run("at-work", {}, { phase: "Running" });
    await scene.run("elsewhere", { repository: "tidewater/quays" }, { phase: "Running" });
    await scene.run("over", {}, { phase: "Succeeded" });
    await scene.pause("stop", "Repository", "Tidewater/Berths");
    await scene.settle();
    expect(await scene.phase("queued")).toBe("Queued PAUSED");
    expect(await scene.phase("at-work")).toBe("Cancelled PAUSED");
    expect(await scene.phase("elsewhere")).toBe("Running");
    expect(await scene.phase("over")).toBe("Succeeded");
    for (const attempt of ["queued-1", "at-work-1"])
      expect((await scene.read(agentDispatchAttempt, attempt)).status).toMatchObject({
        phase: "Cancelled",
        revoked: true,
      });
    expect((await scene.read(agentDispatchAttempt, "elsewhere-1")).status.revoked).toBe(undefined);
    expect(await scene.revoked("stop")).toMatchObject({ phase: "Active", revoked: 2 });
    expect((await scene.read(agentDispatchRun, "queued")).status).not.toHaveProperty("currentAttempt");
    await scene.dueNow();
    await scene.settle();
    expect((await scene.revoked("stop")).revoked).toBe(2);
    // What is queued in the meantime is stopped, too.
    await scene.run("later");
    await scene.settle();
    expect(await scene.phase("later")).toBe("Queued PAUSED");
    expect((await scene.revoked("stop")).revoked).toBe(3);
    await scene.store.write((writer) => writer.delete(agentPause, { namespace: "acme", name: "stop" }));
    await scene.settle();
    expect([await scene.phase("queued"), await scene.phase("later")]).toEqual(["Queued", "Queued"]);
    expect(await scene.phase("at-work")).toBe("Cancelled PAUSED");
  });

  test.each([
    ["Organization", "acme"],
    ["AgentTriggerRule", "on-label"],
    ["AgentStack", "fixer"],
  ] as const)("of an %s stops its runs, and no run that waits for a person", async (kind, name) => {
    await using scene = await brakeScene(databases);
    await scene.run("run-1", { triggerRule: "on-label" });
    await scene.run(
      "waits",
      { triggerRule: "on-label" },
      { phase: "Waiting", reason: "APPROVAL_REQUIRED_BY_RULE" },
    );
    await scene.store.write((writer) =>
      writer.setStatus(agentDispatchAttempt, { namespace: "acme", name: "waits-1" }, { phase: "Succeeded" }),
    );
    await scene.pause("other", kind, "another-one");
    await scene.settle();
    expect(await scene.phase("run-1")).toBe("Queued");
    await scene.pause("stop", kind, name);
    await scene.settle();
    expect(await scene.phase("run-1")).toBe("Queued PAUSED");
    expect(await scene.phase("waits")).toBe("Waiting APPROVAL_REQUIRED_BY_RULE");
  });

  test("leaves a run that waits for room in its group to wait for it", async () => {
    await using scene = await brakeScene(databases);
    await scene.run(
      "run-1",
      {},
      { phase: "Queued", reason: "CONCURRENCY_QUEUED", currentAttempt: undefined },
    );
    await scene.pause("stop", "AgentStack", "fixer");
    await scene.settle();
    expect(await scene.phase("run-1")).toBe("Queued CONCURRENCY_QUEUED");
  });

  test("ends by itself, and a run goes on when the last of its pauses has", async () => {
    await using scene = await brakeScene(databases);
    await scene.run("run-1");
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const later = new Date(Date.now() + 7_200_000).toISOString();
    await scene.pause("short", "AgentStack", "fixer", soon);
    await scene.pause("long", "Organization", "acme", later);
    await scene.settle();
    scene.pass(3_700_000);
    await scene.dueNow();
    await scene.settle();
    expect((await scene.revoked("short")).phase).toBe("Ended");
    expect(await scene.phase("run-1")).toBe("Queued PAUSED");
    scene.pass(3_700_000);
    await scene.dueNow();
    await scene.settle();
    expect((await scene.revoked("long")).phase).toBe("Ended");
    expect(await scene.phase("run-1")).toBe("Queued");
  });

  test("that was deleted while nobody could be told holds nothing", async () => {
    await using scene = await brakeScene(databases);
    await scene.run("run-1");
    await scene.pause("stop", "AgentStack", "fixer");
    await scene.settle();
    await scene.store.write((writer) => writer.delete(agentPause, { namespace: "acme", name: "stop" }));
    await pruneRecords(scene.database, { before: new Date(0), changesBefore: new Date(), changes: 0 });
    await scene.settle();
    expect(await scene.phase("run-1")).toBe("Queued");
  });
});

describeOnBoth("a budget", (databases) => {
  test("shows what the runs of the day have used, however often it is counted", async () => {
    await using scene = await brakeScene(databases);
    await scene.put(agentBudget, "all", {
      target: { kind: "Organization" },
      runsPerDay: 3,
      costPerDay: "10",
    });
    await scene.put(agentBudget, "labels", {
      target: { kind: "AgentTriggerRule", name: "on-label" },
      tokensPerDay: 100,
    });
    await scene.run("run-1", {}, { phase: "Succeeded", tokens: 40, cost: "0.5" });
    await scene.run("run-2", { triggerRule: "on-label" }, { phase: "Running", tokens: 60, cost: "1.250001" });
    await scene.settle();
    const within = async (name: string) => {
      const {
        day,
        conditions,
        observedGeneration: _,
        ...used
      } = (await scene.read(agentBudget, name)).status;
      return {
        ...used,
        within: conditions?.[0]?.status,
        today: day === scene.today(),
      };
    };
    expect(await within("all")).toEqual({
      runs: 2,
      tokens: 100,
      cost: "1.750001",
      within: "True",
      today: true,
    });
    expect(await within("labels")).toEqual({
      runs: 1,
      tokens: 60,
      cost: "1.250001",
      within: "True",
      today: true,
    });
    for (let time = 0; time < 2; time++) {
      await scene.dueNow();
      await scene.settle();
    }
    expect((await within("all")).runs).toBe(2);
    await scene.run("run-3", { triggerRule: "on-label" }, { phase: "Running", tokens: 40 });
    await scene.settle();
    expect(await within("all")).toMatchObject({ runs: 3, within: "False" });
    expect(await within("labels")).toMatchObject({ tokens: 100, within: "False" });
  });
});

describeOnBoth("a grant", (databases) => {
  test("whose time is over, or whose secret or subject is not there, changes, so that its stack is looked at again", async () => {
    await using scene = await brakeScene(databases);
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const spec = { ...agentSecretGrant.example.spec, subject: { kind: "Organization", name: "acme" } };
    await scene.put(agentSecretGrant, "token", { ...spec, expires: soon });
    await scene.settle();
    const valid = async () => {
      const [condition] = (await scene.read(agentSecretGrant, "token")).status.conditions ?? [];
      return `${condition?.status} ${condition?.reason}`;
    };
    expect(await valid()).toBe("False NothingThere");
    await setSecret(
      scene.database,
      Keyring.parse(Keyring.generateEntry("k1"), "test"),
      "FORGE_TOKEN",
      "value",
    );
    await scene.dueNow();
    await scene.settle();
    expect(await valid()).toBe("True Valid");
    await scene.put(agentSecretGrant, "nobody", { ...spec, subject: { kind: "AgentStack", name: "absent" } });
    await scene.settle();
    expect((await scene.read(agentSecretGrant, "nobody")).status.conditions).toMatchObject([
      { status: "False", reason: "SubjectMissing" },
    ]);
    const { metadata } = await scene.read(agentSecretGrant, "token");
    scene.pass(3_700_000);
    await scene.dueNow();
    await scene.settle();
    expect(await valid()).toBe("False Expired");
    expect((await scene.read(agentSecretGrant, "token")).metadata.resourceVersion).not.toBe(
      metadata.resourceVersion,
    );
  });

  test("of a config says whether the config is there", async () => {
    await using scene = await brakeScene(databases);
    const spec = { ...agentConfigGrant.example.spec, subject: { kind: "Organization", name: "acme" } };
    await scene.put(agentConfigGrant, "limits", { ...spec, configRef: { name: "limits" } });
    await scene.settle();
    const said = async () => (await scene.read(agentConfigGrant, "limits")).status.conditions;
    expect(await said()).toMatchObject([{ type: "Valid", status: "False", reason: "NothingThere" }]);
    await scene.put(agentConfigSet, "limits", agentConfigSet.example.spec);
    await scene.dueNow();
    await scene.settle();
    expect(await said()).toMatchObject([{ type: "Valid", status: "True", reason: "Valid" }]);
  });
});
