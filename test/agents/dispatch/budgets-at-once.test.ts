import { expect, test } from "vitest";
import { dispatchByHand } from "../../../src/agents/dispatch/dispatch-by-hand.ts";
import { planStoredDelivery } from "../../../src/agents/dispatch/plan-stored-delivery.ts";
import { storeDelivery } from "../../../src/agents/dispatch/store-delivery.ts";
import { agentBudget } from "../../../src/agents/kinds/config/agent-budget.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentTriggerExecution } from "../../../src/agents/kinds/record/agent-trigger-execution.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStoreAt } from "../store/scene.ts";
import {
  type DispatchScene,
  declare,
  declareRule,
  declareStack,
  dispatch,
  head,
  labelled,
  launchServices,
  openDispatch,
  organization,
  repository,
} from "./scene.ts";

const racers = 20;

/** Services on some connections of their own, as several processes have them. */
async function openProcesses(scene: DispatchScene) {
  const opened = await Promise.all([1, 2, 3, 4].map(() => openStoreAt(scene.location)));
  return {
    of: (at: number) =>
      launchServices(certain(opened[at % opened.length]), scene.forge, scene.keyring, scene.clock),
    [Symbol.asyncDispose]: async () => {
      for (const one of opened) await one[Symbol.asyncDispose]();
    },
  };
}

const counted = ({ store }: DispatchScene) =>
  store.read(async (reader) => ({
    runs: (await reader.list(agentDispatchRun)).items,
    executions: (await reader.list(agentTriggerExecution)).items,
  }));

describeOnBoth("a budget", (databases) => {
  test("lets in as many runs as it has, of twenty events that are decided at once", async () => {
    await using scene = await openDispatch(databases);
    await using processes = await openProcesses(scene);
    scene.clock.at = new Date();
    await declareRule(scene, "fix");
    await declare(scene, agentBudget, "few", {
      target: { kind: "Organization", name: organization },
      runsPerDay: 5,
    });
    const keys = [];
    for (let number = 1; number <= racers; number++)
      keys.push((await storeDelivery(scene.services, organization, labelled(number))).delivery.metadata);
    await Promise.all(keys.map((key, at) => planStoredDelivery(processes.of(at), key, scene.signal)));
    const { runs, executions } = await counted(scene);
    expect(runs).toHaveLength(5);
    const refused = executions.filter(({ spec }) => spec.decision === "Rejected");
    expect(refused).toHaveLength(racers - 5);
    for (const { spec } of refused)
      expect(spec.admission?.reasons[0]).toMatchObject({
        code: "BUDGET_SPENT",
        message: expect.stringContaining("5 of 5 runs"),
      });
  });

  test("holds what runs under way may spend, of twenty people who start one at once", async () => {
    await using scene = await openDispatch(databases);
    await using processes = await openProcesses(scene);
    scene.clock.at = new Date();
    await declareStack(scene, "dear", { budget: { cost: "4.5" } });
    await declare(scene, agentBudget, "money", {
      target: { kind: "Organization", name: organization },
      costPerDay: "13",
    });
    const place = {
      host: "gitea",
      serverUrl: scene.forge.serverUrl,
      refs: { ref: "refs/heads/main", head },
      isProtected: true,
    } as const;
    const started = await Promise.all(
      Array.from({ length: racers }, (_, at) =>
        dispatchByHand(
          processes.of(at),
          { organization, stack: "dear", taskKind: "fix", repository, place, actor: "mira" },
          scene.signal,
        ),
      ),
    );
    const phases = Map.groupBy(started, ({ status }) => `${status.phase} ${status.reason ?? ""}`.trim());
    expect(phases.get("Queued")).toHaveLength(3);
    expect(phases.get("Failed BUDGET_SPENT")).toHaveLength(racers - 3);
    // What a run has not used is there again once it is over.
    const [first] = certain(phases.get("Queued"));
    await scene.store.write((writer) =>
      writer.setStatus(agentDispatchRun, certain(first).metadata, {
        ...certain(first).status,
        phase: "Succeeded",
        attempts: 1,
        cost: "0.25",
      }),
    );
    const next = await dispatchByHand(
      scene.services,
      { organization, stack: "dear", taskKind: "fix", repository, place, actor: "mira" },
      scene.signal,
    );
    expect(next.status.phase).toBe("Queued");
  });

  test("counts the runs that one event makes by several rules", async () => {
    await using scene = await openDispatch(databases);
    scene.clock.at = new Date();
    for (const name of ["a", "b", "c"]) await declareRule(scene, name);
    await declare(scene, agentBudget, "two", {
      target: { kind: "Organization", name: organization },
      runsPerDay: 2,
    });
    const { delivery } = await storeDelivery(scene.services, organization, labelled(1));
    const { executions } = await planStoredDelivery(scene.services, delivery.metadata, scene.signal);
    expect(executions.map(({ spec }) => spec.decision)).toEqual(["Created", "Created", "Rejected"]);
  });

  test("of a rule bounds that rule alone", async () => {
    await using scene = await openDispatch(databases);
    scene.clock.at = new Date();
    await declareRule(scene, "bounded", { match: { labels: ["agent:fix"] } });
    await declare(scene, agentBudget, "one", {
      target: { kind: "AgentTriggerRule", name: "bounded" },
      runsPerDay: 1,
    });
    await declareRule(scene, "free");
    const decisions: string[][] = [];
    for (const number of [1, 2]) {
      const { executions } = await dispatch(scene, labelled(number));
      decisions.push(executions.map(({ spec }) => `${spec.triggerRule} ${spec.decision}`));
    }
    expect(decisions).toEqual([
      ["bounded Created", "free Created"],
      ["bounded Rejected", "free Created"],
    ]);
  });
});
