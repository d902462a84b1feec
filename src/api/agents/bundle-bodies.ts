import { z } from "zod";

/** Characters of a bundle that is sent; a larger one is imported with the command, beside the database. */
export const longestBundle = 1_000_000;

const digest = z.templateLiteral(["sha256:", z.string().regex(/^[0-9a-f]{64}$/)]);
const count = z.int().min(0);
const counts = z.strictObject({ create: count, change: count, delete: count });
const prune = z.boolean().optional().describe("Whether rows that the bundle lacks are deleted.");

/** What an import was agreed on, as `identikit config plan --out` writes it. */
export const agreedPlan = z.object({ bundle: digest, base: digest, prune: z.boolean(), counts });

/** What is sent to see what importing a bundle would do. */
export const planBody = z.strictObject({
  bundle: z.string().describe("The bundle, as identikit config export writes it."),
  prune,
});

/** What is sent to import a bundle. */
export const importBody = planBody.extend({
  plan: agreedPlan
    .optional()
    .describe("The plan that was agreed to; 409 where the bundle or the database is another by now."),
  dryRun: z.boolean().optional().describe("Does everything but keep it."),
});

/** What an import would do. */
export const plannedBundle = z.object({
  plan: agreedPlan,
  /** The rows that would change, some at most; nothing secret is in them. */
  rows: z.array(
    z.object({
      kind: z.enum(["create", "change", "delete"]),
      table: z.string(),
      /** Which copies it reaches: `builtin`, `global`, `type` or `instance`; left out for agents, types and secrets. */
      scope: z.string().optional(),
      key: z.string(),
      /** What it was and is, in lines. */
      lines: z.array(z.string()),
    }),
  ),
  /** What would have no effect, a sentence each. */
  waiting: z.array(z.string()),
});
export type PlannedBundle = z.output<typeof plannedBundle>;

/** What an import did, or would have done. */
export const importedBundle = z.object({
  bundle: digest,
  counts,
  /** The agents that became due by it. */
  agents: z.array(z.string()),
  /** The record of the import, where all rows are there and the record could not be closed: it still says Admitted. */
  openRecord: z.string().optional(),
});
export type ImportedBundle = z.output<typeof importedBundle>;
