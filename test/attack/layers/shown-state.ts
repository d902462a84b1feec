import { z } from "zod";

const entry = z.object({
  path: z.string(),
  kind: z.string(),
  mode: z.int(),
  uid: z.int(),
  gid: z.int(),
  target: z.string().default(""),
  digest: z.string().default(""),
  /** Extended attributes, in hexadecimal. */
  attributes: z.record(z.string(), z.string()).default({}),
  /** Whether the image's user can read it. */
  readable: z.boolean(),
});

const state = z.object({
  entries: z.array(entry),
  above: z.array(entry),
  resolved: z.string(),
  userError: z.string().default(""),
});

/** What one oracle came to. */
const outcome = z.object({ error: z.string().default(""), state: z.int() });

export const oracleAnswer = z.object({
  number: z.int(),
  oracles: z.record(z.string(), outcome),
  states: z.array(state),
});

/** One thing that a container shows, as an engine's own code unpacked it. */
export type ShownEntry = z.infer<typeof entry>;
/** What a container shows at the destination. */
export type ShownState = z.infer<typeof state>;
export type OracleAnswer = z.infer<typeof oracleAnswer>;
