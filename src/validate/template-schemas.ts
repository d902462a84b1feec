import { z } from "zod";

const text = z.string().min(1);

/** `config.yaml` of a template, as far as Identikit reads it. The file is the agent platform's, so other keys are let through. */
export const templateConfigSchema = z.looseObject({
  $schema: z.string().optional().describe("The JSON Schema that an editor checks this file with."),
  name: text.optional(),
  description: z.string().optional(),
  role: z.string().optional(),
  runtime: text.optional().describe("The program that runs the agent."),
  model: text.nullish(),
  version: z.union([z.string(), z.number()]).optional(),
  prompt_files: z
    .array(text)
    .nullish()
    .describe(
      "The files that the prompt is made of, in order; relative to the template's root, else to prompts/.",
    ),
  agent_card: z
    .looseObject({
      name: text.optional(),
      description: z.string().optional(),
      skills: z
        .array(z.union([text, z.looseObject({ id: text.optional(), name: text.optional() })]))
        .nullish(),
    })
    .nullish(),
});

const transports = ["stdio", "http", "streamable-http", "sse", "ws"] as const;
const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** One server of `mcp_servers.yaml`. */
export const templateServerSchema = z.looseObject({
  transport: z.enum(transports).optional().describe("`stdio` where there is a command, else `http`."),
  type: z.enum(transports).optional().describe("Another name for `transport`."),
  purpose: z.string().optional(),
  description: z.string().optional(),
  command: text.optional(),
  args: z.array(z.union([z.string(), z.number()])).nullish(),
  env: values.nullish(),
  url: text.optional(),
  headers: values.nullish(),
  timeout: z.number().positive().optional(),
  credential: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "must be the name of a secret")
    .optional()
    .describe("A secret: a variable of its name for a command, a bearer token for an address."),
  enabled: z.boolean().optional().describe("False for a server that no agent gets."),
  tools: z.unknown().optional(),
});

const servers = z.record(text, templateServerSchema);

/** `mcp_servers.yaml` of a template: servers by name. */
export const templateServersSchema = z.looseObject({
  $schema: z.string().optional().describe("The JSON Schema that an editor checks this file with."),
  mcp_servers: servers.nullish(),
  mcpServers: servers.nullish(),
});
