import { z } from "zod";
import { statusFields } from "../condition.ts";
import {
  eventSource,
  line,
  login,
  longText,
  objectName,
  pathPattern,
  repositoryPattern,
  sha256,
} from "../fields.ts";
import { defineKind } from "../kind.ts";

/** A reviewed piece of a prompt. */
export const agentContextLabel = defineKind({
  kind: "AgentContextLabel",
  plural: "agentcontextlabels",
  storage: "config",
  summary:
    "A reviewed piece of a prompt that people and rules add to a run by its name, such as a label on an issue.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    promptFragment: longText.describe("What the agent is told."),
    allowedSources: z
      .array(eventSource)
      .min(1)
      .max(20)
      .describe("The kinds of event that may bring it into a run."),
    allowedRepositories: z
      .array(repositoryPattern)
      .max(200)
      .optional()
      .describe("Where it may be used; everywhere if left out."),
    forgeLabel: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe("The label on the forge that stands for it; its own name if left out."),
    attachments: z
      .array(
        z.strictObject({
          path: pathPattern.describe("A file of the repository that the run is about."),
          as: objectName.optional().describe("What the context calls it."),
        }),
      )
      .max(50)
      .optional()
      .describe("Files that are added, read at the base commit."),
    reviewers: z
      .array(login)
      .max(50)
      .optional()
      .describe("Who has reviewed it; pull requests that change it name them."),
  }),
  status: z.strictObject({
    ...statusFields,
    digest: sha256.optional().describe("The digest of fragment and attachments."),
  }),
  columns: [{ name: "Sources", path: ".spec.allowedSources" }],
  example: {
    name: "needs-test",
    spec: {
      promptFragment: "Write a failing test before you change the code.",
      allowedSources: ["label", "comment"],
    },
  },
});
