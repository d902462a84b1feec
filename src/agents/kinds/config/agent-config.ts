import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** A named set of plain values. */
export const agentConfigSet = defineKind({
  kind: "AgentConfig",
  plural: "agentconfigs",
  storage: "config",
  summary: "A named set of plain values that grants give to agents and tools. Secrets do not belong here.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    data: z
      .record(
        z
          .string()
          .max(253)
          .regex(/^[-._a-zA-Z0-9]+$/, "must be letters, digits, -, _ and ."),
        z.string().max(100_000),
      )
      .describe("The values by their keys."),
  }),
  status: z.strictObject(statusFields),
  conditions: { Plain: "No value looks like a credential." },
  columns: [{ name: "Title", path: ".spec.title" }],
  example: { name: "endpoints", spec: { data: { CATALOGUE_URL: "https://catalogue.example.test" } } },
});
