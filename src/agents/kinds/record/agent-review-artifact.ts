import { z } from "zod";
import { actor } from "../actor.ts";
import { statusFields } from "../condition.ts";
import { forgeTarget, referenceTo, sha256 } from "../fields.ts";
import { defineKind } from "../kind.ts";

const finding = z.strictObject({
  path: z.string().min(1).max(1000).describe("The file."),
  line: z.int().min(1).optional().describe("The line."),
  endLine: z.int().min(1).optional().describe("The last line."),
  side: z.enum(["old", "new"]).default("new").describe("Which side of the diff."),
  severity: z.enum(["error", "warning", "note"]).describe("How bad it is."),
  message: z.string().min(1).max(10_000).describe("What was found."),
  suggestion: z.string().max(20_000).optional().describe("What should stand there."),
});

/** A review that an agent wrote. */
export const agentReviewArtifact = defineKind({
  kind: "AgentReviewArtifact",
  plural: "agentreviewartifacts",
  shortNames: ["review", "reviews"],
  storage: "record",
  summary: "A review that an agent wrote, and what people made of it.",
  spec: z.strictObject({
    run: referenceTo("The run"),
    targetRef: forgeTarget.describe("What was reviewed."),
    head: z.string().max(64).optional().describe("The commit that was reviewed."),
    decision: z.enum(["approve", "comment", "request_changes"]).describe("What the agent came to."),
    summary: z.string().max(60_000).optional().describe("In words."),
    findings: z.array(finding).max(1000).optional().describe("What it found, by file and line."),
    digest: sha256.optional().describe("The digest of all of it."),
  }),
  status: z.strictObject({
    phase: z.enum(["Open", "ChangesRequested", "Resolved"]).optional().describe("What people made of it."),
    ...statusFields,
    decidedBy: actor.optional().describe("Who decided."),
    comment: z.string().max(10_000).optional().describe("What they said."),
  }),
  phases: {
    Open: "Nobody has decided yet.",
    ChangesRequested: "Somebody wants changes; it is not written back before that is done.",
    Resolved: "It can be written back.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Run", path: ".spec.run" },
    { name: "Decision", path: ".spec.decision" },
  ],
  immutable: [".spec"],
  example: {
    name: "run-0f3a-review",
    spec: { run: "run-0f3a", targetRef: { kind: "pull_request", id: "12" }, decision: "comment" },
  },
});
