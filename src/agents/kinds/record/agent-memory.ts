import { z } from "zod";
import { actor } from "../actor.ts";
import { statusFields } from "../condition.ts";
import { commitId, referenceTo, sha256, timestamp } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** The memory as a run saw it. */
export const agentMemorySnapshot = defineKind({
  kind: "AgentMemorySnapshot",
  plural: "agentmemorysnapshots",
  storage: "record",
  summary:
    "The state of the organisation's memory that a run was given: a time in words, and the commit that it means.",
  spec: z.strictObject({
    run: referenceTo("The run").optional(),
    repository: referenceTo("The memory repository"),
    asked: z.string().min(1).max(200).describe("What was asked for, such as two days ago."),
    at: timestamp.optional().describe("The moment that this means."),
    commit: commitId.describe("The commit that this is."),
  }),
  status: z.strictObject(statusFields),
  columns: [
    { name: "Run", path: ".spec.run" },
    { name: "Commit", path: ".spec.commit" },
  ],
  immutable: [".spec"],
  example: { name: "run-0f3a", spec: { repository: "brain", asked: "two days ago", commit: "0".repeat(40) } },
});

/** Something that was looked up. */
export const agentMemoryQuery = defineKind({
  kind: "AgentMemoryQuery",
  plural: "agentmemoryqueries",
  storage: "record",
  summary:
    "Something that a run or a person looked up in the memory, what was found, and what they may not see.",
  spec: z.strictObject({
    run: referenceTo("The run").optional(),
    snapshot: referenceTo("The state that was searched").optional(),
    by: actor.describe("Who asked."),
    text: z.string().max(1000).optional().describe("The text that was looked for."),
    paths: z.array(z.string().max(400)).max(100).optional().describe("Where."),
    kinds: z.array(z.string().max(100)).max(100).optional().describe("Which kinds of record."),
  }),
  status: z.strictObject({
    phase: z.enum(["Answered", "Denied"]).optional().describe("What became of it."),
    ...statusFields,
    message: z.string().max(1000).optional().describe("Why they may not."),
    commit: commitId.optional().describe("The commit that was searched."),
    records: z.array(z.string().max(1000)).max(1000).optional().describe("What was found."),
    withheld: z.int().min(0).optional().describe("How many records they may not see."),
  }),
  phases: { Answered: "It was answered.", Denied: "They may not search there." },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "By", path: ".spec.by.name" },
    { name: "Text", path: ".spec.text" },
  ],
  immutable: [".spec"],
  example: { name: "q-0f3a", spec: { by: { kind: "User", name: "mira" }, text: "berth allocation" } },
});

/** A change of the memory that somebody proposes. */
export const agentMemoryUpdate = defineKind({
  kind: "AgentMemoryUpdate",
  plural: "agentmemoryupdates",
  storage: "record",
  summary:
    "A change of the memory that a run proposes, with what is wrong with it, its reviewers and its pull request.",
  spec: z.strictObject({
    run: referenceTo("The run").optional(),
    repository: referenceTo("The memory repository"),
    base: commitId.describe("The commit that it changes."),
    artifactDigest: sha256.describe("The digest of the patch."),
    title: z.string().max(300).optional().describe("What it is about."),
    paths: z.array(z.string().max(1000)).max(1000).optional().describe("The files that it changes."),
    reviewers: z.array(z.string().max(253)).max(50).optional().describe("Who should look at it."),
  }),
  status: z.strictObject({
    phase: z.enum(["Proposed", "Approved", "Merged", "Rejected"]).optional().describe("What became of it."),
    ...statusFields,
    validation: z
      .array(z.string().max(1000))
      .max(1000)
      .optional()
      .describe("What is wrong with it; empty where nothing is."),
    pullRequest: z.string().max(2000).optional().describe("Its pull request, as a URL."),
    mergedAt: timestamp.optional().describe("When it was merged."),
  }),
  phases: {
    Proposed: "Nobody has decided yet.",
    Approved: "A pull request is made of it.",
    Merged: "It is part of the memory.",
    Rejected: "Somebody said no.",
  },
  conditions: { Valid: "Its records are well formed, and their links lead somewhere." },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Repository", path: ".spec.repository" },
    { name: "Title", path: ".spec.title" },
  ],
  immutable: [".spec"],
  example: {
    name: "run-0f3a-memory",
    spec: { repository: "brain", base: "0".repeat(40), artifactDigest: `sha256:${"0".repeat(64)}` },
  },
});
