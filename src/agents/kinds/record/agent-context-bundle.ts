import { z } from "zod";
import { statusFields } from "../condition.ts";
import { commitId, objectName, referenceTo, sha256, timestamp } from "../fields.ts";
import { defineKind } from "../kind.ts";

const source = z.strictObject({
  kind: z
    .enum([
      "label",
      "event",
      "comment",
      "issue",
      "pull_request",
      "diff",
      "file",
      "log",
      "artifact",
      "memory",
      "message",
    ])
    .describe("What it is."),
  name: z.string().min(1).max(1000).describe("Which one."),
  url: z.string().max(2000).optional().describe("Where a person sees it."),
  author: z.string().max(253).optional().describe("Who wrote it."),
  trust: z
    .enum(["instruction", "data", "stranger"])
    .describe("What it counts as: reviewed words, data of the team, or text of strangers."),
  digest: sha256.describe("The digest of its text before redaction."),
  generation: z.int().min(1).optional().describe("For a label: its generation."),
  bytes: z.int().min(0).describe("Its length."),
  redactions: z.int().min(0).describe("How many credentials were taken out."),
  truncated: z.boolean().describe("Whether its end was cut off."),
  hidden: z
    .int()
    .min(0)
    .optional()
    .describe("Pieces of hidden markup and invisible characters that were made visible."),
});

const layer = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(200)
    .describe("Which layer: the stack's prompt, the role, a label, the task, the quoted data."),
  digest: sha256.describe("The digest of its text."),
  bytes: z.int().min(0).describe("Its length."),
});

/** All that a run is told. */
export const agentContextBundle = defineKind({
  kind: "AgentContextBundle",
  plural: "agentcontextbundles",
  storage: "record",
  summary:
    "All that a run is told: each source with its trust and digest, each layer of the prompt with its digest. It never changes.",
  spec: z.strictObject({
    run: referenceTo("The run"),
    digest: sha256.describe("The digest of all of it."),
    sources: z.array(source).max(1000).describe("Where it comes from."),
    layers: z.array(layer).max(200).optional().describe("The layers of the prompt, in order."),
    text: z.string().max(2_000_000).optional().describe("The whole prompt, with credentials taken out."),
    memory: z
      .strictObject({
        repository: objectName.describe("The memory repository."),
        asked: z.string().max(200).describe("The state that was asked for, such as two days ago."),
        at: timestamp.optional().describe("The moment that this means."),
        commit: commitId.describe("The commit that this is."),
        query: z.array(z.string().max(1000)).max(100).optional().describe("What was looked up."),
        records: z.array(z.string().max(1000)).max(1000).optional().describe("The records that were found."),
        stale: z.array(z.string().max(1000)).max(1000).optional().describe("Those of them that are stale."),
      })
      .optional()
      .describe("What was looked up in the organisation's memory."),
    createdAt: timestamp.optional().describe("When it was put together."),
  }),
  status: z.strictObject(statusFields),
  columns: [
    { name: "Run", path: ".spec.run" },
    { name: "Digest", path: ".spec.digest" },
  ],
  immutable: [".spec"],
  example: { name: "run-0f3a", spec: { run: "run-0f3a", digest: `sha256:${"0".repeat(64)}`, sources: [] } },
});
