import type { Adapter } from "../adapters/adapter.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import { IdentikitError } from "../fault/error.ts";
import type { ProxySecret } from "../isolation/proxy/proxy-options.ts";

/** How a client is led to its model through the proxy, and what its provider calls the key. */
const clients = {
  claude: {
    base: "ANTHROPIC_BASE_URL",
    key: "ANTHROPIC_API_KEY",
    path: "",
    header: "x-api-key",
    form: (key: string) => key,
  },
  codex: {
    base: "OPENAI_BASE_URL",
    key: "OPENAI_API_KEY",
    path: "/v1",
    header: "authorization",
    form: (key: string) => `Bearer ${key}`,
  },
} as const;

/** The key of a model that the agent never holds. */
export interface ModelAccess {
  readonly secret: ProxySecret;
  /** The client's variables, once it is known where the proxy answers for the host. */
  variables(addressOf: (host: string) => string): Readonly<Record<string, string>>;
}

/**
 * The one secret that is granted by proxy and that no server needs: it is the model's key.
 * @param used names of secrets that servers need
 * @throws {IdentikitError} `PROXY_SECRET_MISPLACED` for a client that cannot be led to its model, or several such secrets
 */
export function modelAccess(
  adapter: Adapter["name"],
  secrets: Ticket["secrets"],
  values: Readonly<Record<string, string>>,
  used: ReadonlySet<string>,
): ModelAccess | undefined {
  const [first, ...others] = secrets.filter(
    ({ name, mountPolicy }) => mountPolicy === "proxy" && !used.has(name),
  );
  if (!first) return undefined;
  const { name, proxyHost: host } = first;
  if (adapter === "command" || others.length > 0 || host === undefined)
    throw new IdentikitError(
      "PROXY_SECRET_MISPLACED",
      `the secret ${[first, ...others].map((one) => one.name).join(", ")} is granted by proxy, and nothing says which requests get it`,
      {
        remedy:
          "Put its placeholder into a header of an MCP server, or grant it with env or file; the key of a model is one secret with its host, for Claude Code and Codex.",
      },
    );
  const { base, key, path, header, form } = clients[adapter];
  return {
    secret: { host, header, value: form(values[name] ?? "") },
    // The client wants to have a key before it asks anybody; what it has is none.
    variables: (addressOf) => ({ [base]: `${addressOf(host)}${path}`, [key]: "added-by-the-proxy" }),
  };
}
