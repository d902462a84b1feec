import { z } from "zod";
import { statusFields } from "../condition.ts";
import { commitId, line, login, pathPattern, repositoryName, timestamp } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** The repository that holds an organisation's memory. */
export const agentMemoryRepository = defineKind({
  kind: "AgentMemoryRepository",
  plural: "agentmemoryrepositories",
  storage: "config",
  summary: "The repository of Markdown files that is an organisation's memory.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    repositoryRef: z
      .strictObject({
        name: repositoryName.describe("The repository."),
        url: z
          .string()
          .min(1)
          .max(2000)
          .optional()
          .describe("Where it is cloned from; the forge's own URL if left out."),
        ref: z.string().min(1).max(200).default("main").describe("Its branch."),
      })
      .describe("Where it is."),
    owners: z.array(login).max(100).optional().describe("Who answers for it."),
    staleAfter: z
      .string()
      .regex(/^[1-9][0-9]{0,4}d$/, "must be a number of days, such as 180d")
      .default("180d")
      .describe("After how long without a change a file counts as stale."),
    kinds: z
      .record(z.string().min(1).max(100), pathPattern)
      .optional()
      .describe("The kinds of record, each with the paths that hold them; front matter says it otherwise."),
  }),
  status: z.strictObject({
    ...statusFields,
    commit: commitId.optional().describe("The commit that was read last."),
    readAt: timestamp.optional().describe("When it was read last."),
    files: z.int().min(0).optional().describe("How many records it has."),
    stale: z.int().min(0).optional().describe("How many of them are stale."),
    brokenLinks: z.int().min(0).optional().describe("Links between records that lead nowhere."),
  }),
  conditions: {
    Healthy: "It could be read, and its records are well formed.",
    Fresh: "What was read is its newest commit.",
  },
  columns: [
    { name: "Repository", path: ".spec.repositoryRef.name" },
    { name: "Commit", path: ".status.commit" },
    { name: "Files", path: ".status.files", type: "integer" },
  ],
  example: { name: "brain", spec: { repositoryRef: { name: "tidewater/brain" } } },
});
