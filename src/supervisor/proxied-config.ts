import type { Ticket } from "../agents/tickets/ticket.ts";
import { mcpServerShape } from "../config/rows/client-shapes.ts";
import type { AgentConfig, Json, Resolved } from "../config/schema/agent-config.ts";
import { IdentikitError } from "../fault/error.ts";
import { fillPlaceholders, findPlaceholders } from "../secret/placeholder.ts";

/** A way through the supervisor's proxy to one host, on which headers are added. */
export interface ProxiedServer {
  /** The MCP server. */
  readonly key: string;
  /** Where requests go in the end, such as `https://forge.example.test`. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ProxiedConfig {
  readonly config: AgentConfig;
  readonly servers: readonly ProxiedServer[];
}

/**
 * A configuration in which no secret stands that only the proxy may have: a server whose headers need one is reached through the proxy,
 * which adds them.
 * @param addressOf what the proxy answers on for a server
 * @throws {IdentikitError} `PROXY_SECRET_MISPLACED` where such a secret stands anywhere else, or the server is on another host than the
 * grant is for
 */
export function proxiedConfig(
  config: AgentConfig,
  secrets: Ticket["secrets"],
  values: Readonly<Record<string, string>>,
  addressOf: (key: string) => string,
): ProxiedConfig {
  const hidden = hiddenSecrets(secrets);
  const servers: ProxiedServer[] = [];
  const mcpServers = config.mcpServers.map((server) => {
    const where = `the MCP server ${server.key}`;
    const named = placed(server.value, where, hidden);
    if (named.length === 0) return server;
    const { origin, path, kept, headers } = throughProxy(server, named, hidden);
    servers.push({
      key: server.key,
      origin,
      headers: fillPlaceholders(headers, new Map(Object.entries(values)), where),
    });
    return { ...server, value: { ...kept, url: `${addressOf(server.key)}${path}` } };
  });
  for (const { key, value } of config.settings)
    for (const { name } of placed(value, `the setting ${key}`, hidden))
      throw misplaced(name, `the setting ${key}`);
  return { config: { ...config, mcpServers }, servers };
}

/** Secrets that the agent never holds, each with the hosts that get it. One that another grant gives it openly is none. */
function hiddenSecrets(secrets: Ticket["secrets"]): ReadonlyMap<string, ReadonlySet<string>> {
  const open = new Set(secrets.flatMap(({ name, mountPolicy }) => (mountPolicy === "proxy" ? [] : [name])));
  const hidden = new Map<string, Set<string>>();
  for (const { name, mountPolicy, proxyHost } of secrets) {
    if (mountPolicy !== "proxy" || open.has(name)) continue;
    const hosts = hidden.get(name) ?? new Set();
    if (proxyHost !== undefined) hosts.add(proxyHost.toLowerCase());
    hidden.set(name, hosts);
  }
  return hidden;
}

type Hidden = ReturnType<typeof hiddenSecrets>;

function placed(value: Json, where: string, hidden: Hidden) {
  return findPlaceholders(value, where).filter(({ name }) => hidden.has(name));
}

function throughProxy({ key, value }: Resolved<Json>, named: ReturnType<typeof placed>, hidden: Hidden) {
  const where = `the MCP server ${key}`;
  const server = mcpServerShape.parse(value);
  const [first] = named;
  if (server.type === "stdio" || named.some(({ path: [field] }) => field !== "headers"))
    throw misplaced(first?.name ?? "", where);
  const url = URL.parse(server.url);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw misplaced(first?.name ?? "", where);
  for (const { name } of named)
    if (!hidden.get(name)?.has(url.host.toLowerCase()) && !hidden.get(name)?.has(url.hostname.toLowerCase()))
      throw new IdentikitError(
        "PROXY_SECRET_MISPLACED",
        `${where} is on ${url.host}, and the secret ${name} is granted for ${[...(hidden.get(name) ?? [])].join(", ") || "no host"}`,
        { remedy: "Correct proxyHost in the grant, or the server's address." },
      );
  const { headers = {}, url: _, ...kept } = server;
  return { origin: url.origin, path: `${url.pathname}${url.search}`, kept: jsonOf(kept), headers };
}

/** A row's value is JSON, whatever shape was read of it. */
function jsonOf(value: object): { readonly [key: string]: Json } {
  return JSON.parse(JSON.stringify(value));
}

function misplaced(name: string, where: string): IdentikitError {
  return new IdentikitError(
    "PROXY_SECRET_MISPLACED",
    `the secret ${name} is for the proxy alone, and ${where} needs it in a place where the agent would read it`,
    {
      remedy:
        "Put it into a header of a server that is reached by http or https, or grant it with env or file.",
    },
  );
}
