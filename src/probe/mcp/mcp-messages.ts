import { z } from "zod";
import { canonicalJson } from "../../document/canonical-json.ts";
import { version } from "../../runtime/version.ts";
import { digestOf } from "../../tree/digest.ts";
import { McpTrouble } from "./mcp-trouble.ts";

/** The revisions of the protocol in which these two calls mean what they mean here; the first is offered. */
const revisions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"] as const;
const [mostTools, mostPages] = [1000, 50];

/** A way to a server: one request at a time. */
export interface McpChannel {
  /** @returns the result @throws {McpTrouble} */
  request(method: string, params: object): Promise<unknown>;
  notify(method: string): Promise<void>;
  /** What was agreed, for transports that say it with every request. */
  agree(protocolVersion: string): void;
}

const name = z.string().min(1).max(256);
const initialized = z.looseObject({
  protocolVersion: z.enum(revisions),
  capabilities: z.looseObject({ tools: z.looseObject({}).optional() }),
  serverInfo: z.looseObject({ name, version: z.string().max(256) }),
});
const toolPage = z.looseObject({
  tools: z
    .array(z.looseObject({ name, description: z.string().optional(), inputSchema: z.looseObject({}) }))
    .max(mostTools),
  nextCursor: z.string().max(4096).optional(),
});
type Tool = z.output<typeof toolPage>["tools"][number];

/** What a server said of itself, as it said it. */
export interface McpSelf {
  readonly serverName: string;
  readonly serverVersion: string;
  readonly protocolVersion: string;
  readonly tools: readonly Tool[];
}

/**
 * Asks a server for itself and its tools, all pages of them.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle
 * @throws {McpTrouble}
 */
export async function introduce(channel: McpChannel): Promise<McpSelf> {
  const result = await channel.request("initialize", {
    protocolVersion: revisions[0],
    capabilities: {},
    clientInfo: { name: "identikit", version },
  });
  const { protocolVersion, capabilities, serverInfo } = read(initialized, result, "initialize");
  channel.agree(protocolVersion);
  await channel.notify("notifications/initialized");
  const common = { serverName: serverInfo.name, serverVersion: serverInfo.version, protocolVersion };
  const tools = capabilities.tools ? await allTools(channel) : [];
  return { ...common, tools };
}

async function allTools(channel: McpChannel): Promise<Tool[]> {
  const tools: Tool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const result = await channel.request("tools/list", cursor === undefined ? {} : { cursor });
    const { tools: some, nextCursor } = read(toolPage, result, "tools/list");
    tools.push(...some);
    if (tools.length > mostTools) break;
    if (nextCursor === undefined) return tools;
    cursor = nextCursor;
  }
  throw new McpTrouble(
    `it offers more than ${mostTools} tools, or its list does not end`,
    "Divide the server.",
  );
}

/** One digest for a list of tools in any order: what each is called, says of itself, and takes. */
export function toolsDigestOf(tools: readonly Tool[], mask: (text: string) => string): string {
  const texts = tools.map((tool) => mask(canonicalJson(tool))).sort();
  return digestOf(JSON.stringify(texts));
}

/** What a schema says is wrong names places only: a value may be a secret. */
function read<Schema extends z.ZodType>(schema: Schema, value: unknown, method: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const place = result.error.issues[0]?.path.join(".") || "the result";
  throw new McpTrouble(
    `it answered ${method} with something else than the protocol asks (${place})`,
    "Update the server, or look at what it answers.",
  );
}
