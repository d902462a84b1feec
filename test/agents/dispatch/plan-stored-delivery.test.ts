import { expect, test } from "vitest";
import { planStoredDelivery } from "../../../src/agents/dispatch/plan-stored-delivery.ts";
import { storeDelivery } from "../../../src/agents/dispatch/store-delivery.ts";
import { agentTriggerRule } from "../../../src/agents/kinds/config/agent-trigger-rule.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentTriggerExecution } from "../../../src/agents/kinds/record/agent-trigger-execution.ts";
import { webhookDelivery } from "../../../src/agents/kinds/record/webhook-delivery.ts";
import { workItem } from "../../../src/agents/kinds/record/work-item.ts";
import { readCiEvent } from "../../../src/agents/triggers/ci-event.ts";
import { describeOnBoth } from "../../config/databases.ts";
import {
  type DispatchScene,
  declareRule,
  dispatch,
  dispatchOne,
  incoming,
  labelled,
  openDispatch,
  organization,
  pull,
  repository,
  requested,
  runOf,
} from "./scene.ts";

const all = ({ store }: DispatchScene) =>
  store.read(async (reader) => ({
    runs: (await reader.list(agentDispatchRun)).items,
    executions: (await reader.list(agentTriggerExecution)).items,
    approvals: (await reader.list(agentApproval)).items,
  }));

describeOnBoth("a stored delivery", (databases) => {
  test("that matches a rule makes an execution and a queued run in one transaction, with the host's facts (P-34, P-56)", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix", { prompt: "Fix issue ${event.number}: ${event.title}" });
    const { delivery, execution, run } = await dispatchOne(scene, labelled(12));
    expect(delivery.status).toMatchObject({ phase: "Matched", rules: ["fix"] });
    expect(execution).toMatchObject({
      spec: { decision: "Created", actor: "mira", admission: { verdict: "allowed", tier: "trusted" } },
      status: { phase: "Created" },
    });
    expect(run).toMatchObject({
      spec: {
        repository,
        source: "label",
        requestedBy: { kind: "User", name: "mira" },
        sourceRefs: { issue: 12, ref: "refs/heads/main", head: "1".repeat(40) },
        host: { actor: "mira", permission: "write", isProtectedRef: true, isFork: false },
      },
      status: { phase: "Queued", trustTier: "trusted", queuedAt: "2026-11-22T10:00:00.000Z" },
    });
    expect(run?.spec.prompt).toContain('Fix issue "12": "The harbour gate');
    const rule = await scene.store.read((reader) =>
      reader.get(agentTriggerRule, { namespace: organization, name: "fix" }),
    );
    expect(rule?.status).toMatchObject({
      executions: { created: 1, coalesced: 0, rejected: 0, waiting: 0 },
      lastExecution: execution.metadata.name,
    });
  });

  test("is decided once, however often and by however many it is looked at", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix");
    const { delivery } = await storeDelivery(scene.services, organization, labelled(12));
    const plans = await Promise.all(
      [1, 2, 3].map(() => planStoredDelivery(scene.services, delivery.metadata, scene.signal)),
    );
    expect(new Set(plans.map(({ executions }) => executions[0]?.metadata.uid)).size).toBe(1);
    expect((await all(scene)).runs).toHaveLength(1);
  });

  test("of a failing check joins the run that is there, and the run counts it (P-24)", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix");
    const first = await dispatchOne(scene, labelled(12));
    const second = await dispatchOne(scene, labelled(12));
    expect(second.execution).toMatchObject({
      spec: { decision: "Coalesced", code: "DEDUPED", run: first.run?.metadata.name },
      status: { phase: "Coalesced" },
    });
    expect((await runOf(scene, first.run?.metadata.name))?.status.coalesced).toBe(1);
    expect((await dispatchOne(scene, labelled(13))).execution.spec.decision).toBe("Created");
  });

  test("that no rule matches is ignored, and says which demand does not hold", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix", { match: { labels: ["bug"] } });
    const { delivery, executions } = await dispatch(scene, labelled(12));
    expect(executions).toEqual([]);
    expect(delivery.status).toMatchObject({
      phase: "Ignored",
      reason: "fix: match.labels (agent:fix, agent:fix)",
    });
  });

  test("of somebody who cannot write is rejected with the reason, and makes nothing (P-23)", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix");
    const { execution, run } = await dispatchOne(scene, labelled(12, "mallory"));
    expect(run).toBeUndefined();
    expect(execution).toMatchObject({
      spec: {
        decision: "Rejected",
        code: "ADMISSION_DENIED",
        reason: expect.stringContaining("mallory"),
        admission: { verdict: "denied" },
      },
      status: { phase: "Rejected" },
    });
  });

  test("stays received while the host cannot be asked, and is decided when it answers again", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix");
    scene.forge.answers.delete("collaborators/mira/permission");
    const { delivery } = await storeDelivery(scene.services, organization, labelled(12));
    await expect(planStoredDelivery(scene.services, delivery.metadata, scene.signal)).rejects.toMatchObject({
      code: "HOST_DENIED",
    });
    const stored = await scene.store.read((reader) => reader.get(webhookDelivery, delivery.metadata));
    expect(stored?.status.phase).toBe("Received");
    expect((await all(scene)).executions).toEqual([]);
  });

  test("of a fork waits for a person, in the untrusted tier, with an approval that names the answer it is about (P-57)", async () => {
    await using scene = await openDispatch(databases);
    pull(scene.forge, 7, "mallory/fleet");
    await declareRule(scene, "review", {
      sources: ["pull_request"],
      match: { forks: "untrusted" },
      agentStack: "reviewer",
      taskKind: "review",
    });
    const { execution, run } = await dispatchOne(scene, requested(7, "mallory", "mallory/fleet"));
    expect(execution).toMatchObject({ spec: { decision: "WaitingForApproval", code: "FORK_APPROVAL" } });
    expect(run?.status).toMatchObject({
      phase: "Waiting",
      reason: "APPROVAL_REQUIRED_FOR_FORK",
      trustTier: "untrusted",
      conditions: expect.arrayContaining([
        expect.objectContaining({ type: "ApprovalBlocked", status: "True" }),
      ]),
    });
    const { approvals } = await all(scene);
    expect(approvals).toMatchObject([
      {
        spec: {
          run: run?.metadata.name,
          action: "dispatch",
          artifactDigest: run?.status.admission?.digest,
          risk: "high",
        },
        status: { phase: "Pending" },
      },
    ]);
  });

  test("whose payload alone says that it is a fork's counts as one: the host may not know it yet", async () => {
    await using scene = await openDispatch(databases);
    pull(scene.forge, 7);
    await declareRule(scene, "review", {
      sources: ["pull_request"],
      match: { forks: "untrusted" },
      agentStack: "reviewer",
      taskKind: "review",
    });
    const { run } = await dispatchOne(scene, requested(7, "mira", "mallory/fleet"));
    expect(run).toMatchObject({
      spec: { host: { isFork: true } },
      status: { phase: "Waiting", trustTier: "untrusted" },
    });
  });

  test("of a branch of the team is restricted: others may have pushed to it", async () => {
    await using scene = await openDispatch(databases);
    pull(scene.forge, 7);
    await declareRule(scene, "fix", { sources: ["pull_request"], match: { paths: ["src/**"] } });
    const { run } = await dispatchOne(scene, requested(7));
    expect(run?.status).toMatchObject({ phase: "Queued", trustTier: "restricted" });
  });

  test.each([
    ["queue", { phase: "Queued", reason: "CONCURRENCY_QUEUED" }, { phase: "Queued" }, "Created"],
    ["coalesce", undefined, { phase: "Queued", coalesced: 1 }, "Coalesced"],
    ["reject", undefined, { phase: "Queued" }, "Rejected"],
    ["cancel_oldest", { phase: "Queued" }, { phase: "Cancelled", reason: "CANCELLED_BY_NEWER" }, "Created"],
  ] as const)(
    "of a full group whose rule says %s acts on the runs that are stored",
    async (whenFull, newer, older, decision) => {
      await using scene = await openDispatch(databases);
      await declareRule(scene, "fix", { concurrencyPolicy: { group: ["rule"], limit: 1, whenFull } });
      const first = await dispatchOne(scene, labelled(12));
      const second = await dispatchOne(scene, labelled(13));
      expect(second.execution.spec.decision).toBe(decision);
      if (newer) expect(second.run?.status).toMatchObject(newer);
      expect((await runOf(scene, first.run?.metadata.name))?.status).toMatchObject(older);
    },
  );

  test("makes the work item that its rule wants, and names each of its runs there", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix", {
      workItem: { mode: "create", state: "doing" },
      dedupePolicy: { key: ["head", "action"], window: "1s" },
    });
    await dispatchOne(scene, labelled(12));
    scene.clock.forward(5000);
    await dispatchOne(scene, labelled(12));
    const { items } = await scene.store.read((reader) => reader.list(workItem));
    const { runs } = await all(scene);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      spec: { repository, target: { id: "12" }, state: "doing" },
      status: { phase: "InProgress" },
    });
    expect(items[0]?.spec.runs?.toSorted()).toEqual(runs.map(({ metadata }) => metadata.name).sort());
    expect(runs.map(({ spec }) => spec.workItem)).toEqual([items[0]?.metadata.name, items[0]?.metadata.name]);
  });

  test.each([
    [
      "a branch named --upload-pack",
      "REF_UNSAFE",
      { ref: "refs/heads/--upload-pack=x", after: "1".repeat(40) },
    ],
    [
      "a repository that leads elsewhere",
      "EVENT_INVALID",
      { repository: { full_name: "acme/.." }, ref: "refs/heads/main", after: "1".repeat(40) },
    ],
  ])("of %s starts nothing, and says why with a code", async (_, code, payload) => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix", { sources: ["push"] });
    const push = { repository: { full_name: repository }, sender: { login: "mira" }, ...payload };
    const stored = {
      ...incoming("push", { repository: { full_name: repository }, sender: { login: "mira" } }),
      payload: push,
    };
    const facts = "repository" in payload ? { repository: payload.repository.full_name } : {};
    const { delivery, executions } = await dispatch(scene, {
      ...stored,
      facts: { ...stored.facts, ...facts },
    });
    expect(executions).toEqual([]);
    expect(delivery.status).toMatchObject({ phase: "Refused", reason: expect.stringContaining(code) });
    expect(scene.forge.requests.join("\n")).not.toMatch(/upload-pack|\/repos\/acme\/\.\./);
  });

  test("of a rule that would need logic is rejected, whatever got the rule into the database", async () => {
    await using scene = await openDispatch(databases);
    await declareRule(scene, "fix", { prompt: "Fix {{ event.number }}" });
    const { execution } = await dispatchOne(scene, labelled(12));
    expect(execution.spec).toMatchObject({
      decision: "Rejected",
      code: "RULE_INVALID",
      reason: expect.stringContaining("logic"),
    });
  });

  test("from CI that runs on content of strangers with secrets is refused before anything is stored", () => {
    const env = {
      GITHUB_EVENT_NAME: "pull_request_target",
      GITHUB_REPOSITORY: repository,
      GITHUB_RUN_ID: "1",
    };
    expect(() => readCiEvent({ forge: "github", env, payload: Buffer.from("{}") })).toThrow(
      expect.objectContaining({ code: "EVENT_REFUSED" }),
    );
  });
});
