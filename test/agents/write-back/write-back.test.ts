import { expect, test } from "vitest";
import { decideReview } from "../../../src/agents/approvals/decide-review.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentReviewArtifact } from "../../../src/agents/kinds/record/agent-review-artifact.ts";
import { agentWorkspace } from "../../../src/agents/kinds/record/agent-workspace.ts";
import { workItem } from "../../../src/agents/kinds/record/work-item.ts";
import { askRunAction } from "../../../src/agents/workspaces/ask-run-action.ts";
import { certain } from "../../../src/fault/certain.ts";
import { IdentikitError } from "../../../src/fault/error.ts";
import { describeOnBoth } from "../../config/databases.ts";
import {
  declare,
  declareRule,
  declareStack,
  organization,
  pull,
  repository,
  requested,
} from "../dispatch/scene.ts";
import { everyWrite, recordsOf } from "../results/scene.ts";
import { unreachable } from "./memory-forge.ts";
import { actionsOf, approve, approveAll, bringBack, settle, writeBackScene } from "./scene.ts";

const never = everyWrite.map((entry) => ({ ...entry, approval: "never" as const }));
const free = { stack: { writeBack: never }, rule: { writeBack: never } };
const comment = { type: "comment" as const, body: "Done, @mira. Fixes #12" };
const pullRequest = { type: "pull_request" as const, title: "Close the gate", body: "It stayed open." };
const phases = (
  approvals: readonly {
    readonly spec: { readonly action: string };
    readonly status: { readonly phase?: string | undefined };
  }[],
) => Object.fromEntries(approvals.map(({ spec, status }) => [spec.action, status.phase]));

describeOnBoth("what an agent asks to have written back", (databases) => {
  test("waits for a person who sees exactly what is sent, and is sent once (P-17, P-57)", async () => {
    await using scene = await writeBackScene(databases);
    const { approvals, run } = await bringBack(scene, { requests: [comment, comment] });
    expect(scene.writer.sent).toEqual([]);
    expect(approvals).toMatchObject([
      {
        spec: {
          action: "comment",
          requestedBy: { kind: "ServiceAccount", name: "fixer" },
          target: { kind: "issue", id: "12" },
          risk: "low",
          preview: expect.stringContaining("@\u200bmira. F\u200bixes #12"),
          reasons: ["the stack fixer or its rule wants a person to approve each comment"],
        },
        status: { phase: "Pending" },
      },
    ]);
    expect(run.status.conditions).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: "ApprovalBlocked", status: "True" })]),
    );
    const after = await approveAll(scene);
    const { uid } = certain(approvals[0]).metadata;
    const { artifactDigest } = certain(approvals[0]).spec;
    expect(scene.writer.sent).toMatchObject([
      {
        write: { action: "comment", number: 12, repository },
        key: `${uid}:comment:issue:12:${artifactDigest}`,
      },
    ]);
    expect(after.approvals).toMatchObject([
      {
        status: {
          phase: "Applied",
          result: "https://forge.example.test/0",
          idempotencyKey: scene.writer.sent[0]?.key,
          intentAt: expect.any(String),
        },
      },
    ]);
    await settle(scene);
    expect(scene.writer.sent).toHaveLength(1);
  });

  test("is on record with who approved it, the digests, the stack and the snapshot of rights (P-38)", async () => {
    await using scene = await writeBackScene(databases);
    await bringBack(scene, { requests: [comment] });
    const { approvals, attempt } = await approveAll(scene);
    const done = (await actionsOf(scene)).filter(({ status }) => status.phase === "Done");
    expect(done).toMatchObject([
      {
        spec: {
          action: "write-back",
          actor: { kind: "ServiceAccount", name: "fixer" },
          arguments: {
            approvedBy: ["jon"],
            artifactDigest: approvals[0]?.spec.artifactDigest,
            sent: approvals[0]?.spec.write,
            stack: attempt.spec.stackSnapshot.digest,
            permission: attempt.spec.permissionSnapshot,
          },
        },
      },
    ]);
  });

  test("moves the card of the run's work item once the forge has the label of another column (P-11)", async () => {
    await using scene = await writeBackScene(databases);
    const requests = [{ type: "label" as const, add: ["in-review"], remove: ["doing"] }];
    const { run } = await bringBack(scene, { requests });
    const item = { namespace: organization, name: "berths-12" };
    await scene.store.write(async (writer) => {
      const spec = { repository, target: { kind: "issue" as const, id: "12" }, state: "doing" };
      await writer.create(workItem, { kind: workItem.kind, metadata: item, spec });
      const { namespace, name, labels, annotations } = run.metadata;
      const metadata = { namespace, name, labels, annotations };
      await writer.update(agentDispatchRun, {
        ...{ kind: agentDispatchRun.kind, metadata },
        spec: { ...run.spec, workItem: item.name },
      });
    });
    const columnNow = async () =>
      (await scene.store.read((reader) => reader.get(workItem, item)))?.spec.state;
    expect(await columnNow(), "nothing moves before a person approves it").toBe("doing");
    const { approvals } = await approveAll(scene);
    expect(phases(approvals)).toEqual({ label: "Applied" });
    expect(await columnNow()).toBe("in-review");
  });

  test("waits for room in the column of the board that it would move a card into, and who asks for more is refused (P-11)", async () => {
    await using scene = await writeBackScene(databases);
    await declareRule(scene, "board", {
      ...{ match: { repositories: ["acme/*"] }, lifecycle: "Paused" },
      workItem: { mode: "update", limits: [{ state: "In-Review", most: 1 }] },
    });
    const putItem = (id: string, state: string) =>
      declare(scene, workItem, `fleet-${id}`, { repository, target: { kind: "issue", id }, state });
    await bringBack(scene, { requests: [{ type: "label", add: ["in-review"] }] });
    await putItem("13", "in-review");
    const held = await approveAll(scene);
    expect(phases(held.approvals)).toEqual({ label: "Approved" });
    expect(held.run.status.conditions).toContainEqual(
      expect.objectContaining({
        ...{ type: "WriteBackBlocked", status: "True", reason: "WRITE_BACK_WIP" },
        message: expect.stringContaining("the column in-review of acme/fleet takes 1 work items, and has 1"),
        remedy: expect.stringContaining("Move another card out of the column"),
      }),
    );
    const ports = { store: scene.store, organizations: scene.services.organizations };
    const action = {
      ...{ namespace: organization, name: scene.run, action: "write-back" as const, via: "api" as const },
      request: { type: "label" as const, number: 12, add: ["in-review"] },
      ...{ by: { kind: "User" as const, name: "ada" }, host: { permission: "write" as const } },
    };
    await expect(askRunAction(ports, action, scene.clock.now())).rejects.toMatchObject({
      ...{ code: "RESOURCE_INVALID", message: expect.stringContaining("add: the column in-review") },
    });
    expect(scene.writer.sent).toEqual([]);
    await putItem("13", "done");
    await settle(scene);
    const freed = await recordsOf(scene);
    expect(phases(freed.approvals)).toEqual({ label: "Applied" });
    expect(scene.writer.sent).toHaveLength(1);
    expect(freed.run.status.conditions).toContainEqual(
      expect.objectContaining({ type: "WriteBackBlocked", status: "False" }),
    );
  });

  test("is sent at once where rule and stack both say never and the work is trusted, and that is said", async () => {
    await using scene = await writeBackScene(databases, free);
    const { approvals } = await bringBack(scene, {
      requests: [
        comment,
        { type: "label", add: ["done"] },
        { type: "status", context: "ci/build", state: "success" },
      ],
    });
    expect(phases(approvals)).toEqual({ comment: "Applied", label: "Applied", status: "Applied" });
    expect(approvals.map(({ spec }) => spec.rule)).toEqual(Array(3).fill("write-back policy: never"));
    expect(scene.writer.sent.map(({ write }) => write)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: "status", context: "agent/ci/build", commit: scene.main }),
      ]),
    );
  });

  test("waits for a person all the same where the agent changed its own identity", async () => {
    await using scene = await writeBackScene(databases, free);
    const identity = { digest: `sha256:${"e".repeat(64)}`, unchanged: false, findings: ["changed"] };
    const { approvals } = await bringBack(scene, { requests: [comment], more: { identity } });
    expect(approvals).toMatchObject([
      {
        spec: { risk: "high", reasons: ["the agent changed its own env directory (IDENTITY_CHANGED)"] },
        status: { phase: "Pending" },
      },
    ]);
  });

  test.each<[string, object, string, RegExp]>([
    [
      "that the stack does not allow",
      { type: "issue", title: "x", body: "y" },
      "WRITE_BACK_NOT_ALLOWED",
      /do not both allow issue/,
    ],
    ["about another issue", { ...comment, number: 99 }, "WRITE_BACK_TARGET", /not about #99/],
    [
      "with a credential in it",
      { ...comment, body: `use ghp_${"a1B2".repeat(9)}` },
      "WRITE_BACK_SECRET",
      /credential/,
    ],
    [
      "with a credential in a branch",
      { ...pullRequest, branch: `ghp_${"a1B2".repeat(9)}` },
      "WRITE_BACK_SECRET",
      /credential/,
    ],
    ["for a patch that is not there", pullRequest, "WRITE_BACK_NOTHING", /changed no file/],
    ["with a branch that git refuses", { ...pullRequest, branch: "a..b" }, "WRITE_BACK_REF", /a\.\.b/],
    [
      "into another branch",
      { ...pullRequest, base: "release" },
      "WRITE_BACK_TARGET",
      /allows no other target/,
    ],
    [
      "for a label that it may not set",
      { type: "label", add: ["agent:fix"] },
      "WRITE_BACK_LABELS",
      /may name done/,
    ],
    ["that is no request", { type: "comment" }, "WRITE_BACK_INVALID", /body/],
  ])("%s is refused with the reason, also on the run (P-84)", async (name, request, code, problem) => {
    const writeBack = never
      .filter(({ action }) => action !== "issue")
      .map((entry) => (entry.action === "label" ? { ...entry, labels: ["done"] } : entry));
    await using scene = await writeBackScene(databases, { stack: { writeBack }, rule: { writeBack: never } });
    const needsPatch = name.includes("branch");
    const { approvals, run } = await bringBack(scene, {
      requests: [JSON.stringify(request)],
      ...(needsPatch ? { files: { a: "x" } } : {}),
    });
    expect(approvals).toEqual([]);
    expect(scene.writer.sent).toEqual([]);
    expect(await actionsOf(scene)).toMatchObject([
      { status: { phase: "Denied", code, message: expect.stringMatching(problem) } },
    ]);
    if (code !== "WRITE_BACK_INVALID")
      expect(run.status.conditions).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ type: "WriteBackBlocked", status: "True", reason: code }),
        ]),
      );
  });

  test("is counted over the whole run, and what is over the limit is refused", async () => {
    await using scene = await writeBackScene(databases, {
      stack: { writeBack: [{ action: "comment", limit: 2, approval: "never" }] },
      rule: { writeBack: never },
    });
    await bringBack(scene, { requests: ["one", "two", "three"].map((body) => ({ ...comment, body })) });
    expect(scene.writer.sent).toHaveLength(2);
    expect((await actionsOf(scene)).map(({ status }) => status.code)).toContain("WRITE_BACK_LIMIT");
  });

  test("is nothing where the attempt failed", async () => {
    await using scene = await writeBackScene(databases, free);
    await bringBack(scene, {
      requests: [comment],
      more: { outcome: { phase: "Failed", reason: "BUDGET_SPENT" } },
    });
    expect(scene.writer.sent).toEqual([]);
    expect(await actionsOf(scene)).toMatchObject([{ status: { code: "WRITE_BACK_ENDED" } }]);
  });

  test("is a pull request whose commit has the approved content, and says run, stack, approver and key (P-38)", async () => {
    await using scene = await writeBackScene(databases);
    await bringBack(scene, {
      requests: [pullRequest],
      files: { "src/gate.ts": "closed\n", "old.txt": null },
    });
    expect(scene.commits.pushes).toBe(0);
    const { approvals, artifacts, attempt } = await approveAll(scene);
    expect(phases(approvals)).toEqual({ pull_request: "Applied" });
    const branch = `identikit/${scene.run}`;
    expect(scene.commits.branches(repository)).toEqual([branch, "main"]);
    expect(scene.commits.show(repository, branch, "src/gate.ts")).toBe("closed");
    const tip = certain(await scene.commits.tip(repository, branch));
    expect(tip.message.split("\n\n").at(-1)?.split("\n")).toEqual([
      `Identikit-Run: acme/${scene.attempt}`,
      `Identikit-Stack: ${attempt.spec.stackSnapshot.digest}`,
      "Identikit-Approved-By: jon",
      `Identikit-Key: ${scene.writer.sent[0]?.key}`,
    ]);
    expect(scene.writer.sent).toMatchObject([
      { write: { action: "pull_request", branch, into: "main", base: scene.main } },
    ]);
    expect(artifacts.find(({ spec }) => spec.kind === "patch")?.status.phase).toBe("Applied");
  });

  test("is not done where the branch that it should make is somebody else's", async () => {
    await using scene = await writeBackScene(databases, free);
    scene.commits.commitBy(repository, "identikit/mine", { "src/gate.ts": "open\n" });
    const request = { type: "branch" as const, name: "mine" };
    const { approvals } = await bringBack(scene, {
      requests: [request],
      files: { "src/gate.ts": "closed\n" },
    });
    expect(approvals).toMatchObject([
      {
        status: {
          phase: "ApplyFailed",
          result: expect.stringContaining("is there already, with other changes"),
        },
      },
    ]);
    scene.commits.commitBy(repository, "identikit/same", { "src/gate.ts": "closed\n" });
    expect(scene.commits.show(repository, "identikit/mine", "src/gate.ts")).toBe("open");
  });

  test("is superseded where the target has moved since it was approved", async () => {
    await using scene = await writeBackScene(databases);
    const { approvals } = await bringBack(scene, { requests: [pullRequest], files: { a: "x" } });
    await approve(scene, certain(approvals[0]).metadata.name);
    scene.commits.commitBy(repository, "main", { b: "y" });
    await settle(scene);
    const { approvals: after } = await recordsOf(scene);
    expect(after).toMatchObject([
      { status: { phase: "Superseded", result: expect.stringContaining("has moved from") } },
    ]);
    expect([scene.commits.pushes, scene.writer.sent.length]).toEqual([0, 0]);
  });

  test("of paths that steer agents or CI waits for an escalation as well, which not everybody may give (P-57)", async () => {
    await using scene = await writeBackScene(databases, free);
    const { approvals } = await bringBack(scene, {
      requests: [pullRequest],
      files: { ".GitHub/workflows/x.yml": "on: push\n", "src/a.ts": "x" },
    });
    expect(phases(approvals)).toEqual({ pull_request: "Pending", escalation: "Pending" });
    const nameOf = (action: string) =>
      certain(approvals.find(({ spec }) => spec.action === action)).metadata.name;
    await approve(scene, nameOf("pull_request"), { permission: "write" });
    await settle(scene);
    expect(scene.commits.pushes).toBe(0);
    expect((await recordsOf(scene)).run.status.conditions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: "WriteBackBlocked", reason: "WRITE_BACK_ESCALATION" }),
      ]),
    );
    const refused = approve(scene, nameOf("escalation"), { permission: "write" });
    await expect(refused).rejects.toMatchObject({
      code: "POLICY_DENIED",
      message: expect.stringContaining("agentapprovals/escalation"),
    });
    await approve(scene, nameOf("escalation"));
    await settle(scene);
    const after = await recordsOf(scene);
    expect(phases(after.approvals)).toEqual({ pull_request: "Applied", escalation: "Applied" });
    expect(after.run.status.conditions).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: "WriteBackBlocked", status: "False" })]),
    );
  });

  test("takes two people for the paths of which the policy says so", async () => {
    const writeBack = [{ action: "pull_request" as const, approval: "never" as const, fourEyes: ["db/**"] }];
    await using scene = await writeBackScene(databases, { stack: { writeBack }, rule: { writeBack: never } });
    const { approvals } = await bringBack(scene, {
      requests: [pullRequest],
      files: { "db/schema.sql": "x" },
    });
    const { name } = certain(approvals[0]).metadata;
    expect(approvals).toMatchObject([{ spec: { needed: 2 }, status: { phase: "Pending" } }]);
    await approve(scene, name);
    await settle(scene);
    expect(scene.commits.pushes).toBe(0);
    await approve(scene, name, { by: "ada" });
    await settle(scene);
    expect(scene.commits.pushes).toBe(1);
  });

  test("is held up while a review of the run asks for changes, and done when it is resolved (P-15, P-25)", async () => {
    await using scene = await writeBackScene(databases, free);
    const key = { namespace: organization, name: "rev-1" };
    const spec = agentReviewArtifact.spec.parse({
      ...{ run: scene.run, targetRef: { kind: "issue", id: "12" }, decision: "comment" },
    });
    const declared = { kind: agentReviewArtifact.kind, metadata: key, spec };
    await scene.store.write((writer) => writer.create(agentReviewArtifact, declared, { phase: "Open" }));
    const ports = { store: scene.store, organizations: scene.services.organizations, now: scene.clock.now };
    const review = (
      verdict: "resolve" | "request-changes",
      name = "jon",
      permission: "read" | "write" = "write",
    ) =>
      decideReview(ports, {
        ...{ ...key, verdict, via: "command", comment: "Not like this." },
        ...{ by: { kind: "User", name }, host: { permission } },
      });
    await expect(review("request-changes", "eve", "read")).rejects.toMatchObject({ code: "POLICY_DENIED" });
    expect((await review("request-changes")).status).toMatchObject({
      ...{ phase: "ChangesRequested", decidedBy: { name: "jon" }, comment: "Not like this." },
    });
    await expect(review("request-changes")).rejects.toMatchObject({ code: "CONFLICT" });
    const { run, approvals } = await bringBack(scene, { requests: [comment] });
    expect(phases(approvals)).toEqual({ comment: "Approved" });
    expect(run.status.conditions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          reason: "WRITE_BACK_REVIEW",
          message: expect.stringContaining("Not like this."),
        }),
      ]),
    );
    expect(scene.writer.sent).toEqual([]);
    await expect(review("resolve", "Mira"), "mira started the run").rejects.toMatchObject({
      code: "POLICY_DENIED",
      message: expect.stringContaining("their own run"),
    });
    await review("resolve", "ada");
    await settle(scene);
    expect(scene.writer.sent).toHaveLength(1);
    const { items } = await scene.store.read((reader) => reader.list(agentAction));
    const tried = items.filter(({ spec: { target } }) => target.kind === agentReviewArtifact.kind);
    expect(
      tried.map(({ spec, status }) => `${spec.actor.name} ${spec.action} ${status.phase}`).sort(),
    ).toEqual([
      "Mira resolve Denied",
      "ada resolve Done",
      "eve request-changes Denied",
      "jon request-changes Done",
    ]);
  });

  test("is held up by conflicts of the workspace, where it is a commit (P-84)", async () => {
    await using scene = await writeBackScene(databases, free);
    const workspace = {
      ...{ name: `w-${scene.run}`, git: { conflicts: ["src/a.ts"], rebase: "conflicts" as const } },
      ...{ storeIntact: true, refused: [] },
    };
    const { run } = await bringBack(scene, {
      requests: [comment, pullRequest],
      files: { "src/a.ts": "x" },
      more: { workspace },
    });
    expect(scene.writer.sent.map(({ write }) => write.action)).toEqual(["comment"]);
    expect(run.status.conditions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          reason: "WRITE_BACK_CONFLICTS",
          message: expect.stringContaining("src/a.ts"),
        }),
      ]),
    );
    await scene.store.write(async (writer) => {
      const held = certain(
        await writer.hold(agentWorkspace, { namespace: organization, name: workspace.name }),
      );
      await writer.setStatus(agentWorkspace, held.metadata, { ...held.status, git: { rebase: "done" } });
    });
    await settle(scene);
    expect(scene.commits.pushes).toBe(1);
  });

  test("is no patch where the git store was touched", async () => {
    await using scene = await writeBackScene(databases, free);
    const workspace = { name: `w-${scene.run}`, git: {}, storeIntact: false, refused: [] };
    await bringBack(scene, { requests: [pullRequest], files: { a: "x" }, more: { workspace } });
    expect(await actionsOf(scene)).toMatchObject([{ status: { code: "WRITE_BACK_TAMPERED" } }]);
  });

  test("does not hold any more where the stack has stopped to allow it", async () => {
    await using scene = await writeBackScene(databases);
    const { approvals } = await bringBack(scene, { requests: [comment] });
    await declareStack(scene, "fixer", { writeBack: [] });
    await approve(scene, certain(approvals[0]).metadata.name);
    await settle(scene);
    expect(scene.writer.sent).toEqual([]);
    expect((await recordsOf(scene)).run.status.conditions).toEqual(
      expect.arrayContaining([expect.objectContaining({ reason: "WRITE_BACK_NOT_ALLOWED" })]),
    );
    expect(
      await scene.store.read((reader) => reader.get(agentStack, { namespace: organization, name: "fixer" })),
    ).toBeDefined();
  });

  test("is a review at the lines of a pull request, for its head, and never an approval (P-15)", async () => {
    await using scene = await writeBackScene(databases, {
      ...free,
      rule: { ...free.rule, sources: ["pull_request"] },
      event: requested(7),
      prepare: async ({ forge }) => pull(forge, 7),
    });
    const head = "1".repeat(40);
    scene.writer.heads.set("pull_request 7", head);
    const finding = {
      path: "src/a.ts",
      line: 3,
      side: "new" as const,
      severity: "error" as const,
      message: "No.",
      suggestion: "```\nYes",
    };
    await bringBack(scene, {
      requests: [{ type: "review", decision: "approve", summary: "Good, @mira", findings: [finding] }],
    });
    // The work of a pull request's branch is not trusted: a person approves it.
    await approveAll(scene);
    expect(scene.writer.sent).toMatchObject([
      {
        write: {
          ...{ action: "review", number: 7, head, verdict: "comment" },
          body: "The agent has no objections.\n\nGood, @\u200bmira",
          findings: [{ path: "src/a.ts", line: 3, body: expect.stringContaining("````\n```\nYes\n````") }],
        },
      },
    ]);
  });

  test("stays to be done where the forge does not answer or refuses the token, and is done later", async () => {
    await using scene = await writeBackScene(databases, free);
    scene.writer.refuses = unreachable;
    await bringBack(scene, { requests: [comment] });
    expect(phases((await recordsOf(scene)).approvals)).toEqual({ comment: "Approved" });
    scene.writer.refuses = new IdentikitError("HOST_DENIED", "403", { remedy: "Give a token." });
    await settle(scene);
    expect(phases((await recordsOf(scene)).approvals)).toEqual({ comment: "Approved" });
    scene.writer.refuses = undefined;
    await settle(scene);
    expect(phases((await recordsOf(scene)).approvals)).toEqual({ comment: "Applied" });
    expect(scene.writer.sent).toHaveLength(1);
  });

  test("has failed where the forge will never take it", async () => {
    await using scene = await writeBackScene(databases, free);
    scene.writer.refuses = new IdentikitError("HOST_UNREACHABLE", "422 too long", { remedy: "Shorten it." });
    await bringBack(scene, { requests: [comment] });
    expect((await recordsOf(scene)).approvals).toMatchObject([
      { status: { phase: "ApplyFailed", result: "HOST_UNREACHABLE: 422 too long" } },
    ]);
  });

  test("is not sent any more where the run was cancelled", async () => {
    await using scene = await writeBackScene(databases);
    const { approvals } = await bringBack(scene, { requests: [comment] });
    await scene.store.write(async (writer) => {
      const held = certain(await writer.hold(agentDispatchRun, { namespace: organization, name: scene.run }));
      await writer.setStatus(agentDispatchRun, held.metadata, { ...held.status, phase: "Cancelled" });
    });
    await settle(scene);
    expect((await recordsOf(scene)).approvals).toMatchObject([{ status: { phase: "Superseded" } }]);
    await expect(approve(scene, certain(approvals[0]).metadata.name)).rejects.toMatchObject({
      code: "APPROVAL_CLOSED",
    });
  });

  test("can be asked for by a person on the run, who does not approve it then (P-2, P-57)", async () => {
    await using scene = await writeBackScene(databases);
    const ports = { store: scene.store, organizations: scene.services.organizations };
    const ask = async (name: string, permission: "read" | "write" = "write") => {
      const by = { kind: "User" as const, name };
      const asked = {
        namespace: organization,
        name: scene.run,
        request: pullRequest,
        via: "command" as const,
      };
      const action = { ...asked, action: "write-back" as const, by, host: { permission } };
      const { metadata } = await askRunAction(ports, action, scene.clock.now());
      await settle(scene);
      return certain(await scene.store.read((reader) => reader.get(agentAction, metadata)));
    };
    const early = await ask("ada");
    expect(early.status, "the attempt has not reported yet").toEqual({ phase: "Admitted" });
    await expect(ask("mallory", "read")).rejects.toMatchObject({ code: "POLICY_DENIED" });
    await bringBack(scene, { files: { "src/a.ts": "x" } });
    const planned = await scene.store.read((reader) => reader.get(agentAction, early.metadata));
    expect(planned?.status).toMatchObject({
      phase: "Done",
      result: expect.stringContaining("NeedsApproval: "),
    });
    expect((await ask("ada")).status).toEqual({ phase: "Done", result: "it was asked for before" });
    const { approvals } = await recordsOf(scene);
    expect(approvals).toMatchObject([
      { spec: { action: "pull_request", requestedBy: { kind: "User", name: "ada" } } },
    ]);
    const { name } = certain(approvals[0]).metadata;
    await expect(approve(scene, name, { by: "Ada" })).rejects.toMatchObject({ code: "POLICY_DENIED" });
    await approve(scene, name);
    await settle(scene);
    expect(scene.commits.pushes).toBe(1);
    const tried = (await actionsOf(scene)).filter(({ status }) => status.phase === "Denied");
    expect(tried).toMatchObject([
      { spec: { actor: { name: "mallory" } }, status: { code: "POLICY_DENIED" } },
    ]);
  });
});
