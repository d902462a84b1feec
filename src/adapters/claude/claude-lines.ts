import { z } from "zod";
import { dollars, tokenCount } from "../stream/usage-sum.ts";

// What Claude Code (2.1.330) writes with --output-format stream-json, as far as it is read here. Fields that are not as they should be
// are passed over one by one, so that a new release loses no more than what it changed.

const text = z.string().optional().catch(undefined);

/** `system`, of many subtypes. */
export const systemLine = z.looseObject({
  subtype: text,
  session_id: text,
  model: text,
  claude_code_version: text,
  permissionMode: text,
  mcp_servers: z
    .array(z.looseObject({ name: z.string(), status: z.string() }))
    .max(1000)
    .optional()
    .catch(undefined),
  tool_name: text,
  tool_use_id: text,
  subagent_type: text,
  description: text,
  status: text,
  summary: text,
  message: text,
});

const textBlock = z.looseObject({ type: z.literal("text"), text: z.string() });
const thinkingBlock = z.looseObject({ type: z.literal("thinking"), thinking: z.string() });
const toolUseBlock = z.looseObject({
  type: z.enum(["tool_use", "server_tool_use", "mcp_tool_use"]),
  id: z.string(),
  name: z.string(),
  input: z.record(z.string(), z.unknown()).catch({}),
});
const toolResultBlock = z.looseObject({
  type: z.literal("tool_result"),
  tool_use_id: z.string(),
  content: z.unknown().optional(),
  is_error: z.boolean().optional().catch(undefined),
});

/** A part of a message. */
export const claudeBlock = z.union([textBlock, thinkingBlock, toolUseBlock, toolResultBlock]);
export type ClaudeBlock = z.output<typeof claudeBlock>;
export type ToolUse = z.output<typeof toolUseBlock>;
export type ToolResult = z.output<typeof toolResultBlock>;

const counts = z.looseObject({
  input_tokens: tokenCount,
  output_tokens: tokenCount,
  cache_creation_input_tokens: tokenCount,
  cache_read_input_tokens: tokenCount,
});

/** `assistant` and `user`: a message, or a part of one. */
export const messageLine = z.looseObject({
  parent_tool_use_id: z.string().nullish().catch(undefined),
  message: z.looseObject({
    id: text,
    content: z.union([z.string(), z.array(z.unknown()).max(10_000)]),
    usage: counts.optional().catch(undefined),
  }),
});

const modelUsage = z.looseObject({
  inputTokens: tokenCount,
  outputTokens: tokenCount,
  cacheReadInputTokens: tokenCount,
  cacheCreationInputTokens: tokenCount,
  costUSD: dollars,
});

/** `result`: there is more than one where subagents end after their agent. */
export const resultLine = z.looseObject({
  subtype: text,
  is_error: z.boolean().optional().catch(undefined),
  result: text,
  errors: z.array(z.string()).max(1000).optional().catch(undefined),
  session_id: text,
  num_turns: tokenCount,
  total_cost_usd: dollars,
  usage: counts.optional().catch(undefined),
  model_usage_since_last_result: z.record(z.string(), modelUsage).optional().catch(undefined),
});
export type ResultLine = z.output<typeof resultLine>;

/** Tokens of a message, or of a result. */
export function tokensIn(usage: z.output<typeof counts> | undefined): number {
  return (
    (usage?.input_tokens ?? 0) +
    (usage?.output_tokens ?? 0) +
    (usage?.cache_creation_input_tokens ?? 0) +
    (usage?.cache_read_input_tokens ?? 0)
  );
}

/** What was used since the result before this one, by all models and all subagents. */
export function usedSince({
  model_usage_since_last_result: byModel,
}: ResultLine): { tokens: number; cost: number } | undefined {
  if (!byModel) return undefined;
  const models = Object.values(byModel);
  const sum = (values: readonly (number | undefined)[]) =>
    values.reduce((all: number, one) => all + (one ?? 0), 0);
  return {
    tokens: sum(
      models.flatMap((one) => [
        one.inputTokens,
        one.outputTokens,
        one.cacheReadInputTokens,
        one.cacheCreationInputTokens,
      ]),
    ),
    cost: sum(models.map(({ costUSD }) => costUSD)),
  };
}
