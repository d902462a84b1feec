import type { Launch } from "../launch.ts";

/** The name of the outbox's MCP server in a client's configuration. */
export const outboxServer = "identikit";

/** What the outbox's server has to know of tools that need an approval. */
export interface ApprovalRules {
  /** Tools that a person is asked for, servers among them (`mcp__NAME`); `*` for all that are not closed. */
  readonly asked: readonly string[];
  /** Servers of which nothing else may be called. */
  readonly closed: readonly string[];
}

/** How the MCP server of the outbox is started; nothing where it cannot be. */
export function outboxCall(
  { outbox, places }: Pick<Launch, "outbox" | "places">,
  rules: ApprovalRules = { asked: [], closed: [] },
): { readonly command: string; readonly args: readonly string[] } | undefined {
  if (!outbox) return undefined;
  const lists = [
    ...rules.asked.flatMap((tool) => ["--ask", tool]),
    ...rules.closed.flatMap((server) => ["--closed", server]),
  ];
  return {
    command: outbox.node,
    args: [outbox.program, "--file", places.outbox, "--answers", places.answers, ...lists],
  };
}
