import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line, login, pathPattern, referenceTo, repositoryPattern } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** Which memory belongs to which repositories. */
export const agentMemorySource = defineKind({
  kind: "AgentMemorySource",
  plural: "agentmemorysources",
  storage: "config",
  summary: "Which part of the organisation's memory runs of a repository can look up.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    repository: referenceTo("The memory repository; the only one if left out").optional(),
    appliesTo: z.array(repositoryPattern).min(1).max(200).describe("The repositories whose runs may use it."),
    include: z
      .strictObject({
        paths: z
          .array(pathPattern)
          .max(200)
          .optional()
          .describe("Paths of the memory repository; all if left out."),
        kinds: z
          .array(z.string().min(1).max(100))
          .max(100)
          .optional()
          .describe("Kinds of record; all if left out."),
      })
      .describe("What belongs to it."),
    readers: z
      .array(z.string().min(1).max(253))
      .max(200)
      .optional()
      .describe("Users and groups that may see it; everybody who may read the repository if left out."),
    queryMode: z
      .enum(["off", "search", "graph"])
      .default("search")
      .describe("How runs look things up: not at all, by text, or along links too."),
    owners: z.array(login).max(100).optional().describe("Who answers for it."),
  }),
  status: z.strictObject(statusFields),
  conditions: { Resolved: "Its memory repository exists, and its paths lead to records." },
  columns: [
    { name: "Applies to", path: ".spec.appliesTo" },
    { name: "Mode", path: ".spec.queryMode" },
  ],
  example: { name: "harbour", spec: { appliesTo: ["tidewater/*"], include: { paths: ["services/**"] } } },
});
