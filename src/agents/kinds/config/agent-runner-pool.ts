import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line, referenceTo, repositoryName, timestamp, trustTier } from "../fields.ts";
import { defineKind } from "../kind.ts";

/** Machines of the CI host that run agents. */
export const agentRunnerPool = defineKind({
  kind: "AgentRunnerPool",
  plural: "agentrunnerpools",
  shortNames: ["pool"],
  storage: "config",
  summary: "Runners of the CI host on which agents run, and the key for which secrets are sealed for them.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    labels: z
      .array(z.string().min(1).max(100))
      .min(1)
      .max(20)
      .describe("The labels that a job needs to run there, as in runs-on."),
    publicKey: z
      .string()
      .regex(/^age1[02-9ac-hj-np-z]{58}$/, "must be the public key of an age identity: age1…")
      .describe("Tickets are sealed for it (age, X25519); only runners of the pool have the other half."),
    serviceAccount: referenceTo("The service account of the runners").optional(),
    trustTiers: z
      .array(trustTier)
      .min(1)
      .max(3)
      .default(["trusted"])
      .describe("The tiers of work that it takes."),
    workflow: z
      .strictObject({
        repository: repositoryName.describe("The repository that has the workflow."),
        file: z
          .string()
          .min(1)
          .max(200)
          .regex(/^[A-Za-z0-9._-]+\.ya?ml$/)
          .describe("The workflow's file name."),
        ref: z.string().min(1).max(200).default("main").describe("The branch that it runs on."),
      })
      .optional()
      .describe("The workflow that is started for a queued run."),
    capacity: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe("Attempts at work at the same time, of one organisation; not limited if left out."),
  }),
  status: z.strictObject({
    ...statusFields,
    running: z.int().min(0).optional().describe("Runs that are under way."),
    lastSeen: timestamp.optional().describe("When a runner of the pool reported last."),
  }),
  conditions: { Ready: "Its key is valid, and its service account exists." },
  columns: [
    { name: "Labels", path: ".spec.labels" },
    { name: "Running", path: ".status.running", type: "integer" },
  ],
  example: {
    name: "linux",
    spec: {
      labels: ["ubuntu-latest"],
      publicKey: "age186espk9x6plad4wekr67uj72eswcuuy3zff8rs3xj75t0fqegu2qv5t2jd",
      trustTiers: ["trusted", "restricted"],
    },
  },
});
