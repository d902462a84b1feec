import { z } from "zod";
import { tokenCount } from "../stream/usage-sum.ts";

// What Codex (0.169.0) writes with `exec --json`, as far as it is read here.

const text = z.string().optional().catch(undefined);
const change = z.looseObject({ path: z.string(), kind: text });

/** A part of a turn. Which fields it has depends on its type. */
export const codexItem = z.looseObject({
  id: text,
  type: z.string(),
  text,
  command: text,
  aggregated_output: text,
  exit_code: z.number().int().nullish().catch(undefined),
  status: text,
  changes: z.array(change).max(10_000).optional().catch(undefined),
  server: text,
  tool: text,
  arguments: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.looseObject({ message: text }).nullish().catch(undefined),
  query: text,
  message: text,
  prompt: text,
  items: z
    .array(z.looseObject({ text: z.string(), completed: z.boolean().optional().catch(undefined) }))
    .max(1000)
    .optional()
    .catch(undefined),
});
export type CodexItem = z.output<typeof codexItem>;

/** A line, of whichever type. */
export const codexLine = z.looseObject({
  type: z.string(),
  thread_id: text,
  item: codexItem.optional().catch(undefined),
  usage: z.looseObject({ input_tokens: tokenCount, output_tokens: tokenCount }).optional().catch(undefined),
  message: text,
  error: z.looseObject({ message: text }).optional().catch(undefined),
});
