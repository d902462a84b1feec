import { expect, test } from "vitest";
import { decideApproval } from "../../../src/agents/approvals/decide-approval.ts";
import { agentSecretGrant } from "../../../src/agents/kinds/config/agent-secret-grant.ts";
import { agentAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../src/agents/kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { approvalScene, digest, otherDigest, person, writes } from "./approval-scene.ts";

const by = (name: string, changes: object = {}) => ({
  ...{ namespace: "acme", name: "approval-1", digest, verdict: "approve" as const, via: "command" as const },
  ...{ by: person(name), host: writes(), ...changes },
});
const commit = (letter: string) => letter.repeat(40);

describeOnBoth("approvals (P-37)", (databases) => {
  test("let a run go on that waited, when somebody approves who may; the decision is on record (P-2)", async () => {
    await using scene = await approvalScene(databases);
    await scene.stack();
    await scene.run();
    await scene.approval();
    await scene.settle();
    expect((await scene.read(agentApproval, "approval-1")).status.phase).toBe("Pending");
    const waiting = await scene.read(agentDispatchRun, "run-1");
    expect(waiting.status.phase).toBe("Waiting");
    expect(waiting.status.conditions).toMatchObject([
      { type: "ApprovalBlocked", status: "True", remedy: `identikit approve approval-1 ${digest}` },
    ]);
    const decided = await decideApproval(scene.decides, by("jon", { comment: "Looks right." }));
    expect(decided.status).toMatchObject({
      phase: "Approved",
      decisions: [{ by: { name: "jon" }, comment: "Looks right." }],
    });
    await scene.settle();
    const run = await scene.read(agentDispatchRun, "run-1");
    expect(run.status).toMatchObject({
      phase: "Queued",
      conditions: [{ type: "ApprovalBlocked", status: "False" }],
    });
    expect((await scene.read(agentApproval, "approval-1")).status.phase).toBe("Applied");
    const { items } = await scene.store.read((reader) => reader.list(agentAction));
    expect(items).toMatchObject([
      {
        spec: { action: "approve", actor: { name: "jon" }, target: { name: "approval-1" } },
        status: { phase: "Done" },
      },
    ]);
  });

  test("block a run with the reason for as long as somebody has to decide (P-26)", async () => {
    await using scene = await approvalScene(databases);
    await scene.stack();
    await scene.run();
    await scene.approval({ needed: 2 });
    await decideApproval(scene.decides, by("jon"));
    await scene.settle();
    expect((await scene.read(agentDispatchRun, "run-1")).status).toMatchObject({
      phase: "Waiting",
      conditions: [
        { type: "ApprovalBlocked", status: "True", message: "A person has to decide approval-1." },
      ],
    });
    await expect(decideApproval(scene.decides, by("Jon"))).rejects.toMatchObject({ code: "APPROVAL_CLOSED" });
    await decideApproval(scene.decides, by("ada"));
    await scene.settle();
    expect((await scene.read(agentDispatchRun, "run-1")).status.phase).toBe("Queued");
  });

  test("end a run that somebody refuses, or about which nobody decides in time", async () => {
    await using refused = await approvalScene(databases);
    await refused.stack();
    await refused.run();
    await refused.approval();
    await decideApproval(refused.decides, by("jon", { verdict: "reject" }));
    await refused.settle();
    expect((await refused.read(agentDispatchRun, "run-1")).status).toMatchObject({
      ...{ phase: "Cancelled", reason: "APPROVAL_REJECTED", finishedAt: "2026-11-22T10:00:00.000Z" },
    });
    await using late = await approvalScene(databases);
    await late.stack();
    await late.run();
    await late.approval({ expires: "2026-11-22T11:00:00Z" });
    await late.settle();
    late.pass(60 * 60_000);
    await expect(decideApproval(late.decides, by("jon"))).rejects.toMatchObject({ code: "APPROVAL_CLOSED" });
    await late.foreign("UPDATE agent_queue SET due_at = 0;");
    await late.settle();
    expect((await late.read(agentApproval, "approval-1")).status.phase).toBe("Expired");
    expect((await late.read(agentDispatchRun, "run-1")).status).toMatchObject({
      ...{ phase: "Cancelled", reason: "APPROVAL_EXPIRED" },
    });
  });

  test("refuse who may not, and write down that they tried (P-2)", async () => {
    await using scene = await approvalScene(databases);
    await scene.stack();
    await scene.run();
    await scene.approval();
    const denied = async (verdict: ReturnType<typeof by>, why: string) =>
      await expect(decideApproval(scene.decides, verdict)).rejects.toMatchObject({
        code: "POLICY_DENIED",
        message: expect.stringContaining(why),
      });
    await denied(by("eve", { host: writes("read") }), "may not update agentapprovals/decision");
    await denied(by("eve", { host: undefined }), "may not update agentapprovals/decision");
    await denied(by("mira"), "nobody approves what they asked for");
    await denied(by("MIRA"), "nobody approves what they asked for");
    await denied(
      { ...by("fixer"), by: { kind: "ServiceAccount", name: "fixer" } },
      "only a person can decide",
    );
    await expect(decideApproval(scene.decides, by("jon", { digest: otherDigest }))).rejects.toMatchObject({
      code: "APPROVAL_DIFFERS",
    });
    expect((await scene.read(agentApproval, "approval-1")).status.decisions).toBe(undefined);
    const { items } = await scene.store.read((reader) => reader.list(agentAction));
    expect(items.map(({ status }) => [status.phase, status.code]).sort()).toEqual([
      ["Denied", "APPROVAL_DIFFERS"],
      ...Array.from({ length: 5 }, () => ["Denied", "POLICY_DENIED"]),
    ]);
    await expect(decideApproval(scene.decides, by("jon", { name: "absent" }))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    // Who asked may take it back.
    await decideApproval(scene.decides, by("mira", { verdict: "reject" }));
  });

  test("let who asked approve trusted work where the stack says so, and never other work", async () => {
    await using scene = await approvalScene(databases);
    await scene.stack({ approvers: "anyone" });
    await scene.run({}, { trustTier: "restricted" });
    await scene.approval();
    await expect(decideApproval(scene.decides, by("mira"))).rejects.toMatchObject({ code: "POLICY_DENIED" });
    const run = await scene.read(agentDispatchRun, "run-1");
    await scene.store.write((writer) =>
      writer.setStatus(agentDispatchRun, run.metadata, { ...run.status, trustTier: "trusted" }),
    );
    expect((await decideApproval(scene.decides, by("mira"))).status.phase).toBe("Approved");
  });

  test("take write permission for what comes from a fork, the right to grant for a missing grant, and named people where they are named", async () => {
    await using scene = await approvalScene(databases);
    await scene.stack();
    const host = {
      host: "gitea",
      actor: "mira",
      permission: "none",
      isFork: true,
      isProtectedRef: false,
    } as const;
    await scene.run({ host }, { trustTier: "untrusted" });
    await scene.approval({ action: "tool" });
    const binding = `{"spec":{"subject":{"kind":"User","name":"ada"},"roleRef":{"kind":"RoleTemplate","name":"approver"},"scope":{"kind":"Organization"}}}`;
    await scene.foreign(
      `INSERT INTO agent_declaration (kind, namespace, name, value) VALUES ('AgentRoleBinding', 'acme', 'ada', '${binding}');`,
    );
    await expect(decideApproval(scene.decides, by("ada", { host: writes("read") }))).rejects.toMatchObject({
      message: expect.stringContaining("takes write permission on tidewater/berths, and they have read"),
    });
    expect((await decideApproval(scene.decides, by("ada"))).status.phase).toBe("Approved");
    await scene.approval({ action: "grant" }, "approval-2");
    await expect(decideApproval(scene.decides, by("jon", { name: "approval-2" }))).rejects.toMatchObject({
      message: expect.stringContaining("may not create agentsecretgrants"),
    });
    await scene.approval({ action: "tool", approvers: ["tidewater/leads"] }, "approval-3");
    await expect(decideApproval(scene.decides, by("jon", { name: "approval-3" }))).rejects.toMatchObject({
      message: expect.stringContaining("it is for tidewater/leads to decide"),
    });
    const lead = by("jon", { name: "approval-3", host: { ...writes(), teams: ["Tidewater/Leads"] } });
    expect((await decideApproval(scene.decides, lead)).status.phase).toBe("Approved");
  });

  test("of a missing grant give the least one, for that run only, when somebody approves who may grant", async () => {
    await using scene = await approvalScene(databases);
    await scene.stack({
      missingGrants: "ask",
      secrets: ["MODEL_KEY"],
      mcpServers: undefined,
      skills: undefined,
      toolProfile: undefined,
    });
    await scene.run();
    const reasons = ["the secret MODEL_KEY that AgentStack fixer needs (model) is not given by any grant"];
    await scene.approval({ action: "grant", reasons });
    const grants = () => scene.store.read((reader) => reader.list(agentSecretGrant));
    await expect(decideApproval(scene.decides, by("jon"))).rejects.toMatchObject({ code: "POLICY_DENIED" });
    expect((await grants()).items).toEqual([]);
    const binding = `{"spec":{"subject":{"kind":"User","name":"gil"},"roleRef":{"kind":"RoleTemplate","name":"admin"},"scope":{"kind":"Organization"}}}`;
    await scene.foreign(
      `INSERT INTO agent_declaration (kind, namespace, name, value) VALUES ('AgentRoleBinding', 'acme', 'gil', '${binding}');`,
    );
    await decideApproval(scene.decides, by("gil"));
    expect((await grants()).items).toMatchObject([
      {
        spec: {
          ...{
            secretRef: { name: "MODEL_KEY" },
            subject: { kind: "AgentStack", name: "fixer" },
            effect: "allow",
          },
          ...{ run: "run-1", purpose: "model", allowedRepositories: ["tidewater/berths"] },
        },
      },
    ]);
  });

  test("hold for one artifact: another one, or a later one of the same run, makes them Superseded", async () => {
    await using scene = await approvalScene(databases);
    await scene.stack();
    await scene.run({}, { phase: "Succeeded" });
    await scene.artifact("patch-1");
    await scene.approval({ action: "pull_request", artifact: "patch-1" });
    await scene.approval(
      { action: "branch", artifact: "patch-1", artifactDigest: otherDigest },
      "approval-2",
    );
    await decideApproval(scene.decides, by("jon"));
    await scene.settle();
    expect((await scene.read(agentApproval, "approval-2")).status).toMatchObject({ phase: "Superseded" });
    expect((await scene.read(agentArtifact, "patch-1")).status.phase).toBe("Approved");
    expect((await scene.read(agentDispatchRun, "run-1")).status.phase).toBe("Succeeded");
    await scene.artifact("patch-2", { attempt: "run-1-2", digest: otherDigest });
    await scene.settle();
    expect((await scene.read(agentApproval, "approval-1")).status).toMatchObject({
      ...{ phase: "Superseded", result: "the run has made patch-2 since" },
    });
    expect((await scene.read(agentArtifact, "patch-1")).status.phase).toBe("Ready");
  });

  test("hold for one state of their target, of one decision, and of a run that is there", async () => {
    let head = commit("1");
    await using scene = await approvalScene(databases, { headOf: async () => head });
    await scene.stack();
    await scene.run();
    const target = { kind: "branch", id: "main" } as const;
    await scene.approval({ action: "branch", target, targetHead: commit("1") });
    await scene.approval({ action: "dispatch", artifactDigest: otherDigest }, "approval-2");
    await scene.settle();
    expect((await scene.read(agentApproval, "approval-1")).status.phase).toBe("Pending");
    expect((await scene.read(agentApproval, "approval-2")).status).toMatchObject({ phase: "Superseded" });
    head = commit("2");
    await scene.foreign("UPDATE agent_queue SET due_at = 0;");
    await scene.settle();
    expect((await scene.read(agentApproval, "approval-1")).status).toMatchObject({
      ...{ phase: "Superseded", result: `the target has moved from ${commit("1")} to ${commit("2")}` },
    });
    await scene.approval({ action: "tool" }, "approval-3");
    await scene.settle();
    const run = await scene.read(agentDispatchRun, "run-1");
    await scene.store.write((writer) =>
      writer.setStatus(agentDispatchRun, run.metadata, { ...run.status, phase: "Cancelled" }),
    );
    await scene.settle();
    expect((await scene.read(agentApproval, "approval-3")).status.phase).toBe("Superseded");
  });

  test("leave what is being applied to who applies it", async () => {
    await using scene = await approvalScene(databases);
    await scene.stack();
    await scene.run();
    await scene.approval({ action: "branch", artifact: "gone" });
    for (const phase of ["Approved", "Applied", "ApplyFailed"] as const) {
      const { metadata } = await scene.read(agentApproval, "approval-1");
      const status = {
        phase,
        intentAt: "2026-11-22T10:00:00Z",
        idempotencyKey: "key",
        observedGeneration: 1,
      };
      await scene.store.write((writer) => writer.setStatus(agentApproval, metadata, status));
      await scene.settle();
      expect((await scene.read(agentApproval, "approval-1")).status).toEqual(status);
    }
  });
});
