import { z } from "zod";
import { actor } from "../actor.ts";
import { statusFields } from "../condition.ts";
import { commitId, forgeTarget, login, referenceTo, sha256, timestamp, writeBackAction } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** The gates at which a person decides. */
export const approvalAction = z.enum([
  ...writeBackAction.options,
  "dispatch",
  "grant",
  "tool",
  "shell",
  "network",
  "secret",
  "rebase",
  "release",
  "escalation",
  "cleanup",
]);

/** A decision that a person has to make. */
export const agentApproval = defineKind({
  kind: "AgentApproval",
  plural: "agentapprovals",
  shortNames: ["approval", "approvals"],
  storage: "record",
  summary:
    "A decision that a person has to make. It holds for one artifact and one state of its target, and for nothing else.",
  spec: z.strictObject({
    run: referenceTo("The run"),
    action: approvalAction.describe("What is to be done."),
    requestedBy: actor.describe("Who asked for it."),
    artifactDigest: sha256.describe("What it is about: the artifact, or the request itself."),
    artifact: referenceTo("The artifact").optional(),
    write: sha256
      .optional()
      .describe("For a write-back: the digest of exactly what is sent, with every text in its last form."),
    target: forgeTarget.optional().describe("What is changed."),
    targetHead: commitId.optional().describe("The state of the target that it holds for."),
    title: z.string().max(300).optional().describe("What it is about, in a line."),
    preview: z.string().max(60_000).optional().describe("Exactly what would be done."),
    risk: z.enum(["low", "medium", "high"]).optional().describe("How much can go wrong."),
    reasons: z
      .array(z.string().max(1000))
      .max(100)
      .optional()
      .describe("Why a person is asked, and which policy says so."),
    rule: z.string().max(300).optional().describe("The policy that asks."),
    approvers: z
      .array(z.string().min(1).max(253))
      .max(200)
      .optional()
      .describe("Who may decide, where not everybody may who has the right."),
    needed: z.int().min(1).max(10).default(1).describe("How many people have to approve."),
    expires: timestamp.optional().describe("When it is too late."),
  }),
  status: z.strictObject({
    phase: z
      .enum(["Pending", "Approved", "Rejected", "Expired", "Superseded", "Applied", "ApplyFailed"])
      .optional()
      .describe("What was decided."),
    ...statusFields,
    decisions: z
      .array(
        z.strictObject({
          by: actor.describe("Who decided."),
          verdict: z.enum(["approve", "reject"]).describe("What."),
          comment: z.string().max(10_000).optional().describe("Why."),
          via: z.enum(["console", "command", "comment"]).describe("How."),
          time: timestamp.describe("When."),
        }),
      )
      .max(100)
      .optional()
      .describe("What people said, oldest first."),
    intentAt: timestamp.optional().describe("When the write was begun."),
    idempotencyKey: z
      .string()
      .max(1000)
      .optional()
      .describe("What is looked for before anything is sent again."),
    result: z
      .string()
      .max(4000)
      .optional()
      .describe("What came of it. Each URL and commit in it counts as written by the run."),
    account: login.optional().describe("The account of the forge that it was written under."),
  }),
  phases: {
    Pending: "Nobody has decided yet.",
    Approved: "It may be done.",
    Rejected: "It is not done.",
    Expired: "Nobody decided in time.",
    Superseded: "The artifact or its target has changed since; it has to be asked again.",
    Applied: "It was done.",
    ApplyFailed: "It may be done and was not; the result says why.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Run", path: ".spec.run" },
    { name: "Action", path: ".spec.action" },
  ],
  immutable: [".spec"],
  example: {
    name: "run-0f3a-pull-request",
    spec: {
      run: "run-0f3a",
      action: "pull_request",
      requestedBy: { kind: "ServiceAccount", name: "fixer" },
      artifactDigest: `sha256:${"0".repeat(64)}`,
    },
  },
});
