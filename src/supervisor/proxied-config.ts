import type { Ticket } from "../agents/tickets/ticket.ts";
import { mcpServerShape } from "../config/rows/client-shapes.ts";
import type { AgentConfig, Json, Resolved } from "../config/schema/agent-config.ts";
import { IdentikitError } from "../fault/error.ts";
import type { ProxySecret } from "../isolation/proxy/proxy-options.ts";
import { fillPlaceholders, findPlaceholders } from "../secret/placeholder.ts";

/** A configuration in which no secret stands that only the proxy may have. */
export interface ProxiedConfig {
  /** What the proxy adds to requests. */
  readonly secrets: readonly ProxySecret[];
  /** The names of the secrets that servers need and the agent never has. */
  readonly used: ReadonlySet<string>;
  /** @param addressOf where the proxy answers for a host, such as `http://127.0.0.1:3128/…` */
  configWith(addressOf: (host: string) => string): AgentConfig;
}

/**
 * Takes secrets that only the proxy may have out of a configuration: a server whose headers need one is reached through the proxy, which
 * adds these headers.
 * @throws {IdentikitError} `PROXY_SECRET_MISPLACED` where such a secret stands anywhere else, or the server is on another host than the
 * grant is for
 */
export function proxiedConfig(
  config: AgentConfig,
  secrets: Ticket["secrets"],
  values: Readonly<Record<string, string>>,
): ProxiedConfig {
  const hidden = hiddenSecrets(secrets);
  const known = new Map(Object.entries(values));
  const added: ProxySecret[] = [];
  const used = new Set<string>();
  const hosts = new Map<string, string>();
  for (const { key, value } of config.settings)
    for (const { name } of placed(value, `the setting ${key}`, hidden))
      throw misplaced(name, `the setting ${key}`);
  const mcpServers = config.mcpServers.map((server) => {
    const where = `the MCP server ${server.key}`;
    const named = placed(server.value, where, hidden);
    if (named.length === 0) return server;
    const { url, kept, withSecret } = throughProxy(server, named, hidden);
    for (const { name } of named) used.add(name);
    for (const [header, text] of withSecret)
      added.push({
        host: url.host,
        header: header.toLowerCase(),
        value: fillPlaceholders(text, known, where),
      });
    hosts.set(server.key, url.host);
    return { ...server, value: { ...kept, url: `${url.pathname}${url.search}` } };
  });
  return {
    secrets: added,
    used,
    configWith: (addressOf) => ({
      ...config,
      mcpServers: mcpServers.map((server) => {
        const host = hosts.get(server.key);
        if (host === undefined) return server;
        const { url, ...others } = { url: "", ...objectOf(server.value) };
        return { ...server, value: { ...others, url: `${addressOf(host)}${url}` } };
      }),
    }),
  };
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
  // The proxy speaks TLS to the hosts of secrets.
  if (url?.protocol !== "https:") throw misplaced(first?.name ?? "", where);
  for (const { name } of named) {
    const hosts = hidden.get(name) ?? new Set();
    if (hosts.has(url.host.toLowerCase()) || hosts.has(url.hostname.toLowerCase())) continue;
    throw new IdentikitError(
      "PROXY_SECRET_MISPLACED",
      `${where} is on ${url.host}, and the secret ${name} is granted for ${[...hosts].join(", ") || "no host"}`,
      { remedy: "Correct proxyHost in the grant, or the server's address." },
    );
  }
  const { headers = {}, url: _, ...others } = server;
  const withSecret = Object.entries(headers).filter(([, text]) => placed(text, where, hidden).length > 0);
  const plain = Object.entries(headers).filter(([, text]) => placed(text, where, hidden).length === 0);
  const kept = objectOf(others);
  return {
    url,
    withSecret,
    kept: plain.length === 0 ? kept : { ...kept, headers: Object.fromEntries(plain) },
  };
}

/** A row's value is JSON, whatever shape was read of it. */
function objectOf(value: unknown): { readonly [key: string]: Json } {
  return JSON.parse(JSON.stringify(value));
}

function misplaced(name: string, where: string): IdentikitError {
  return new IdentikitError(
    "PROXY_SECRET_MISPLACED",
    `the secret ${name} is for the proxy alone, and ${where} needs it in a place where the agent would read it`,
    {
      remedy: "Put it into a header of a server that is reached by https, or grant it with env or file.",
    },
  );
}
