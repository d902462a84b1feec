import { z } from "zod";
import { tokenCount } from "../stream/usage-sum.ts";

const tokenLine = z.object({
  payload: z.object({
    type: z.literal("token_count"),
    info: z.object({ total_token_usage: z.object({ input_tokens: tokenCount, output_tokens: tokenCount }) }),
  }),
});

/** Tokens that a session has used: of its rollout, a line of JSON for each thing that happened, the last count. */
export function codexTokens(rollouts: readonly string[]): number {
  let most = 0;
  for (const line of rollouts.flatMap((text) => text.split("\n"))) {
    if (!line.includes('"token_count"')) continue;
    const { data } = tokenLine.safeParse(parsed(line));
    const usage = data?.payload.info.total_token_usage;
    most = Math.max(most, (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0));
  }
  return most;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
