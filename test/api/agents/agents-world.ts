import { join } from "node:path";
import { Hono } from "hono";
import { localOwners } from "../../../src/agents/admission/rbac/identity.ts";
import { ApiTokens, type TokenGrant } from "../../../src/agents/store/tokens/api-tokens.ts";
import { agentsApi } from "../../../src/api/agents/agents-api.ts";
import { kubernetesApi } from "../../../src/api/kubernetes/kubernetes-api.ts";
import { TokenAccess } from "../../../src/api/kubernetes/token-access.ts";
import { bundlePorts } from "../../../src/commands/places/config-bundles.ts";
import { openStoreAt } from "../../agents/store/scene.ts";
import { scratchDirectory } from "../../scratch.ts";

/** The organisation of the tests. */
const organization = "acme";

/** The typed routes on a real store, without a socket; mira may do everything. */
export async function agentsWorld(memory?: Parameters<typeof agentsApi>[0]["memory"]) {
  const stop = new AbortController();
  const scene = await openStoreAt(join(scratchDirectory(), "objects.db"));
  const { store, database } = scene;
  const now = () => new Date();
  const tokens = new ApiTokens(database);
  const organizations = [{ name: organization, repositories: ["*/*"] }];
  const access = new TokenAccess({ tokens, store, organizations, now });
  const faults: unknown[] = [];
  const onFault = (thrown: unknown) => void faults.push(thrown);
  const common = { store, now, signal: stop.signal, onFault, version: "0.0.1" };
  const objects = kubernetesApi({
    ...common,
    organisations: { list: async () => [organization] },
    authenticator: access,
    authorizer: access,
    authorOf: (user) => access.authorOf(user),
  });
  const api = agentsApi({
    ...{ ...common, access, database, organization, organizations },
    objects: (request) => objects.fetch(request),
    memory,
    secretNames: async () => [],
    dryRun: async () => ({}),
    replay: async () => {
      throw new Error("no delivery is stored");
    },
    bundles: bundlePorts({ context: { clock: { now } }, database, store }, organization, undefined),
    factsOf: async () => ({ permission: "admin", teams: [] }),
  });
  const app = new Hono().route("/", api).route("/", objects);
  const issue = (grant: Partial<TokenGrant> = {}) =>
    tokens.issue(
      {
        ...{ actor: { kind: "User", name: "mira", groups: [localOwners] }, namespace: organization },
        expires: new Date(Date.now() + 3600_000),
        ...grant,
      },
      now(),
    );
  const token = await issue();
  return {
    ...{ store, database, api, tokens, faults, issue, token },
    ask: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      Promise.resolve(
        app.request(path, {
          method,
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await scene[Symbol.asyncDispose]();
    },
  };
}
