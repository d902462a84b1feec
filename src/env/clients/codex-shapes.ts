import { z } from "zod";

// What Codex takes (0.169.0). One wrong entry keeps it from starting, so everything that it knows is checked; what it does
// not know it passes over, so nothing of that is written.

const text = z.string().min(1);
const strings = z.record(z.string(), z.string());
const seconds = z.number().positive();

const common = {
  enabled: z.boolean().optional(),
  startup_timeout_sec: seconds.optional(),
  tool_timeout_sec: seconds.optional(),
  enabled_tools: z.array(text).optional(),
  disabled_tools: z.array(text).optional(),
};

/** A server that Codex starts. */
export const codexStdioShape = z.strictObject({
  command: text,
  args: z.array(z.string()).optional(),
  env: strings.optional(),
  env_vars: z.array(text).optional(),
  cwd: text.optional(),
  ...common,
});

/** A server at an address, which talks streamable HTTP. */
export const codexRemoteShape = z.strictObject({
  url: text,
  bearer_token_env_var: text.optional(),
  http_headers: strings.optional(),
  env_http_headers: strings.optional(),
  ...common,
});

/** What the name of a server may be: Codex makes the names of tools from it. */
export const codexServerName: z.ZodString = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/, "must be letters, digits, dashes and underscores");

/** The keys of `config.toml` that are ours. */
export const codexFileShape: z.ZodType = z.looseObject({
  mcp_servers: z.record(codexServerName, z.union([codexStdioShape, codexRemoteShape])).optional(),
  model: text.optional(),
  shell_environment_policy: z.looseObject({ set: strings.optional() }).optional(),
});
