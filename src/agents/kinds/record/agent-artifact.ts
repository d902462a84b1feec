import { z } from "zod";
import { statusFields } from "../condition.ts";
import { commitId, referenceTo, sha256 } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** Something that a run made. */
export const agentArtifact = defineKind({
  kind: "AgentArtifact",
  plural: "agentartifacts",
  shortNames: ["artifact", "artifacts"],
  storage: "record",
  summary: "Something that a run made, such as a patch, by its digest.",
  spec: z.strictObject({
    run: referenceTo("The run"),
    attempt: referenceTo("The attempt").optional(),
    kind: z
      .enum(["patch", "file", "log", "transcript", "report", "outbox", "session", "memory_patch"])
      .describe("What it is."),
    digest: sha256.describe("The digest of its content."),
    title: z.string().max(300).optional().describe("What it is called."),
    bytes: z.int().min(0).optional().describe("Its length."),
    mediaType: z.string().max(200).optional().describe("Its type, as MIME has them."),
    base: commitId.optional().describe("For a patch: the commit that it changes."),
    files: z.int().min(0).optional().describe("For a patch: how many files it changes."),
    paths: z.array(z.string().max(1000)).max(10_000).optional().describe("For a patch: which."),
    workspaceRef: referenceTo("The workspace that it was made in").optional(),
    suspectedSecrets: z
      .int()
      .min(0)
      .optional()
      .describe("Places that look like credentials; such an artifact is not written back."),
    location: z.string().max(2000).optional().describe("Where its content is."),
  }),
  status: z.strictObject({
    phase: z.enum(["Pending", "Ready", "Approved", "Applied"]).optional().describe("How far it is."),
    ...statusFields,
  }),
  phases: {
    Pending: "Its content is not here yet.",
    Ready: "Its content is here, and its digest is right.",
    Approved: "A person has approved that it is written back.",
    Applied: "It was written back.",
  },
  conditions: { Clean: "Nothing in it looks like a credential." },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Run", path: ".spec.run" },
    { name: "Kind", path: ".spec.kind" },
  ],
  immutable: [".spec"],
  example: {
    name: "run-0f3a-patch",
    spec: { run: "run-0f3a", kind: "patch", digest: `sha256:${"0".repeat(64)}` },
  },
});
