import { expect, test } from "vitest";
import { launchRun } from "../../../src/agents/dispatch/launch-run.ts";
import { planStoredDelivery } from "../../../src/agents/dispatch/plan-stored-delivery.ts";
import { storeSpec } from "../../../src/agents/dispatch/store-delivery.ts";
import { agentBudget } from "../../../src/agents/kinds/config/agent-budget.ts";
import { agentAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { hiddenRunMark, runTrailer } from "../../../src/agents/kinds/run-mark.ts";
import { replayDelivery } from "../../../src/agents/triggers/replay.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth } from "../../config/databases.ts";
import {
  allow,
  type DispatchScene,
  declare,
  declareRule,
  dispatchOne,
  incoming,
  labelled,
  openDispatch,
  organization,
  pull,
  repository,
} from "./scene.ts";

const address = `https://forge.example.test/${repository}`;
const place = { full_name: repository, default_branch: "main" };
const commit = (digit: string) => digit.repeat(40);

function commented(number: number, id: number, body = "", actor = "mira") {
  const issue = { number, title: "Gate", labels: [], html_url: `${address}/issues/${number}` };
  const comment = { id, body, html_url: `${address}/issues/${number}#issuecomment-${id}` };
  return incoming("issue_comment", {
    action: "created",
    repository: place,
    sender: { login: actor },
    issue,
    comment,
  });
}

function pushed(head: string, message = "", actor = "mira") {
  const payload = { ref: "refs/heads/main", before: commit("3"), after: head, head_commit: { message } };
  return incoming("push", { ...payload, repository: place, sender: { login: actor } });
}

function failed(head: string, actor = "mira") {
  const run = { id: 7, name: "ci", head_sha: head, head_branch: "main", conclusion: "failure" };
  const payload = { action: "completed", repository: place, sender: { login: actor } };
  return incoming("workflow_run", { ...payload, workflow_run: { ...run, head_repository: place } });
}

/** A scene in which whatever happens makes a run of its own. */
async function openChains(databases: Parameters<typeof openDispatch>[0]) {
  const scene = await openDispatch(databases);
  allow(scene.forge, "fleet-bot", "write");
  const sources = ["comment", "push", "workflow_run", "label", "pull_request"] as const;
  await declareRule(scene, "any", { sources: [...sources], dedupePolicy: { key: ["number", "head"] } });
  return scene;
}

/** What the records say once a run has written to the forge. */
async function wrote({ store }: DispatchScene, run: string, result: string, account?: string) {
  const metadata = { namespace: organization, name: `${run}-wrote` };
  const spec = agentApproval.spec.parse({
    ...agentApproval.example.spec,
    run,
    action: "comment",
  });
  await store.write(async (writer) => {
    await writer.create(agentApproval, { kind: agentApproval.kind, metadata, spec }, { phase: "Approved" });
    const idempotencyKey = `uid-of-${run}:comment:issue:12:sha256-0`;
    const told = { idempotencyKey, result, ...(account === undefined ? {} : { account }) };
    await writer.setStatus(agentApproval, metadata, { phase: "Applied", ...told });
  });
}

const nameOf = (run: { readonly metadata: { readonly name: string } } | undefined) =>
  certain(run).metadata.name;

/** A run that is the last of a chain of so many. */
async function runAtDepth(scene: DispatchScene, depth: number): Promise<string> {
  const name = `deep-${depth}`;
  const spec = agentDispatchRun.spec.parse({ ...agentDispatchRun.example.spec, chainDepth: depth });
  const metadata = { namespace: organization, name };
  await scene.store.write((writer) =>
    writer.create(agentDispatchRun, { kind: agentDispatchRun.kind, metadata, spec }, { phase: "Succeeded" }),
  );
  return name;
}

describeOnBoth("a chain of runs", (databases) => {
  test("goes on where a record knows the comment, commit or pull request of an event, though no mark is in it (P-25)", async () => {
    await using scene = await openChains(databases);
    pull(scene.forge, 9);
    const first = nameOf((await dispatchOne(scene, labelled(12))).run);
    await wrote(scene, first, `${address}/issues/20#issuecomment-41`);
    const second = (await dispatchOne(scene, commented(20, 41))).run;
    expect(second?.spec).toMatchObject({ parentRun: first, chainDepth: 1 });
    await wrote(scene, nameOf(second), `pushed ${commit("a")} to fix/gate: ${address}/pulls/9.`);
    const opened = {
      action: "opened",
      repository: place,
      sender: { login: "mira" },
      pull_request: { number: 9, html_url: `${address}/pulls/9`, base: { ref: "main", sha: commit("2") } },
    };
    for (const event of [pushed(commit("a")), failed(commit("a")), incoming("pull_request", opened)]) {
      const { run, execution } = await dispatchOne(scene, event);
      if (run) expect(run.spec).toMatchObject({ parentRun: nameOf(second), chainDepth: 2 });
      // The push and its failing check are one to the rule.
      else expect(execution.spec.decision).toBe("Coalesced");
    }
  });

  test("goes on by a mark in a comment, by a trailer of a commit, and by the key of a write-back", async () => {
    await using scene = await openChains(databases);
    const first = nameOf((await dispatchOne(scene, labelled(12))).run);
    await wrote(scene, first, "written");
    const events = [
      commented(13, 1, `Done.\n\n${hiddenRunMark(first)}`),
      commented(14, 2, `Done.\n<!-- identikit:uid-of-${first}:comment:issue:12:sha256-0 -->`),
      pushed(commit("b"), `Close the gate\n\n${runTrailer(first)}`),
    ];
    for (const event of events)
      expect((await dispatchOne(scene, event)).run?.spec).toMatchObject({ parentRun: first, chainDepth: 1 });
  });

  test("cannot be made shorter: of a mark and the record, the longer chain counts", async () => {
    await using scene = await openChains(databases);
    const shallow = nameOf((await dispatchOne(scene, labelled(12))).run);
    const deep = await runAtDepth(scene, 2);
    await wrote(scene, deep, `${address}/issues/20#issuecomment-5`);
    const { run } = await dispatchOne(scene, commented(20, 5, hiddenRunMark(shallow)));
    expect(run?.spec).toMatchObject({ parentRun: deep, chainDepth: 3 });
  });

  test("is refused where it is too long, at dispatch and by a budget, with the reason", async () => {
    await using scene = await openChains(databases);
    const deep = await runAtDepth(scene, 3);
    await wrote(scene, deep, `${address}/issues/12#issuecomment-5`);
    const { execution, run } = await dispatchOne(scene, commented(12, 5));
    expect(run).toBeUndefined();
    expect(execution.spec).toMatchObject({ decision: "Rejected", code: "ADMISSION_DENIED" });
    expect(execution.spec.admission?.reasons[0]).toMatchObject({ code: "CHAIN_TOO_DEEP", effect: "deny" });
    await declare(scene, agentBudget, "short", {
      target: { kind: "Organization", name: organization },
      chainDepth: 0,
    });
    const first = await runAtDepth(scene, 0);
    const marked = await dispatchOne(scene, commented(15, 6, hiddenRunMark(first)));
    expect(marked.execution.spec.admission?.reasons[0]).toMatchObject({ code: "CHAIN_TOO_DEEP" });
  });

  test("is refused at launch, where a budget has become narrower since", async () => {
    await using scene = await openChains(databases);
    const first = nameOf((await dispatchOne(scene, labelled(12))).run);
    await wrote(scene, first, `${address}/issues/20#issuecomment-5`);
    const { run } = await dispatchOne(scene, commented(20, 5));
    await declare(scene, agentBudget, "short", {
      target: { kind: "Organization", name: organization },
      chainDepth: 0,
    });
    await expect(launchRun(scene.services, certain(run).metadata, scene.signal)).rejects.toMatchObject({
      code: "DISPATCH_REFUSED",
      message: expect.stringContaining("CHAIN_TOO_DEEP"),
    });
  });

  test("goes on where the account that writes for runs does something that no record knows", async () => {
    await using scene = await openChains(databases);
    const [there, elsewhere] = [await runAtDepth(scene, 1), await runAtDepth(scene, 2)];
    await wrote(scene, there, `${address}/issues/12#issuecomment-5`, "Fleet-Bot");
    await wrote(scene, elsewhere, `${address}/issues/80#issuecomment-6`, "Fleet-Bot");
    const same = await dispatchOne(scene, commented(12, 99, "", "fleet-bot"));
    expect(same.run?.spec).toMatchObject({ parentRun: there, chainDepth: 2 });
    const unknown = await dispatchOne(scene, pushed(commit("c"), "", "fleet-bot"));
    expect(unknown.run?.spec).toMatchObject({ parentRun: elsewhere, chainDepth: 3 });
  });

  test("ends where a person does something of their own on what a run wrote", async () => {
    await using scene = await openChains(databases);
    const first = await runAtDepth(scene, 1);
    await wrote(scene, first, `${address}/issues/12 ${address}/issues/12#issuecomment-5`, "fleet-bot");
    for (const event of [labelled(12), commented(12, 6, "thanks")]) {
      const { spec } = certain((await dispatchOne(scene, event)).run);
      expect([spec.parentRun, spec.chainDepth]).toEqual([undefined, 0]);
      scene.clock.forward(1000);
      await scene.store.write(async (writer) => {
        for (const { metadata } of (await writer.list(agentDispatchRun)).items)
          await writer.setStatus(agentDispatchRun, metadata, { phase: "Succeeded" });
      });
    }
  });

  test("is known when the delivery is replayed, and after an action on a run's page", async () => {
    await using scene = await openChains(databases);
    const first = nameOf((await dispatchOne(scene, labelled(12))).run);
    const action = {
      kind: agentAction.kind,
      metadata: { namespace: organization, name: "by-hand" },
      spec: agentAction.spec.parse({
        target: { kind: agentDispatchRun.kind, name: first },
        action: "write-back",
        actor: { kind: "User", name: "mira" },
      }),
    };
    const result = `${address}/issues/20#issuecomment-5`;
    await scene.store.write((writer) => writer.create(agentAction, action, { phase: "Done", result }));
    const { delivery, run } = await dispatchOne(scene, commented(20, 5));
    expect(run?.spec).toMatchObject({ parentRun: first, chainDepth: 1 });
    await scene.store.write((writer) =>
      writer.setStatus(agentDispatchRun, certain(run).metadata, { phase: "Succeeded" }),
    );
    const { name } = delivery.metadata;
    const again = replayDelivery({
      name,
      spec: delivery.spec,
      now: scene.clock.at.toISOString(),
      request: "r",
    });
    const stored = await storeSpec(scene.services, organization, again);
    const planned = await planStoredDelivery(scene.services, stored.delivery.metadata, scene.signal);
    const repeated = await scene.store.read((reader) =>
      reader.get(agentDispatchRun, { namespace: organization, name: planned.executions[0]?.spec.run ?? "" }),
    );
    expect(repeated?.spec).toMatchObject({ parentRun: first, chainDepth: 1 });
  });

  test("takes no run of another organisation for a parent, and no name that is none", async () => {
    await using scene = await openChains(databases);
    const body = `<!-- identikit:run=../etc --><!-- identikit:run=nobody -->${"<!-- identikit:x -->".repeat(500)}`;
    expect((await dispatchOne(scene, commented(12, 5, body))).run?.spec.chainDepth).toBe(0);
  });
});
