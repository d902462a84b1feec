import { createHash, timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import type { MemoryStore } from "../../agents/memory/memory-store.ts";
import { takeReport } from "../../agents/results/take-report.ts";
import { ObjectDrafts } from "../../agents/store/drafts/object-drafts.ts";
import { readStoreFigures } from "../../agents/store/figures/store-figures.ts";
import { ApiTokens } from "../../agents/store/tokens/api-tokens.ts";
import { appendTokensOf } from "../../agents/tickets/append-token.ts";
import { spanMs } from "../../agents/triggers/span.ts";
import { agentsApi } from "../../api/agents/agents-api.ts";
import { type AttemptReportsOptions, attemptReports } from "../../api/agents/attempt-reports.ts";
import { csrfTokenOf } from "../../api/doors/csrf-token.ts";
import { doors } from "../../api/doors/doors.ts";
import { TrustedPeers } from "../../api/doors/peers.ts";
import type { ServerNames } from "../../api/doors/server-names.ts";
import { Sessions } from "../../api/doors/sessions.ts";
import type { SignIn } from "../../api/doors/sign-in.ts";
import { bearerToken } from "../../api/kubernetes/access.ts";
import { kubernetesApi } from "../../api/kubernetes/kubernetes-api.ts";
import { TokenAccess } from "../../api/kubernetes/token-access.ts";
import { type ProbeOptions, probeRoutes } from "../../api/probes/probe-routes.ts";
import { RequestFigures } from "../../api/probes/request-figures.ts";
import { storeFamilies } from "../../api/probes/store-families.ts";
import { webhookRoutes } from "../../api/webhooks.ts";
import type { BundleVerifier } from "../../config/bundle/bundle-signature.ts";
import { readMadeSchema } from "../../config/migrate/schema-state.ts";
import { schemaVersion } from "../../config/schema/migrations.ts";
import { readConsoleAssets } from "../../console/assets.ts";
import { consoleApp } from "../../console/console-app.ts";
import { asFault } from "../../fault/error.ts";
import { version } from "../../runtime/version.ts";
import { accessPlace } from "../places/access.ts";
import { agentsApiPorts } from "../places/agents-api.ts";
import { consoleSources } from "../places/console-sources.ts";
import type { ControllerServices } from "../places/controllers.ts";
import { findKeyring } from "../places/keys.ts";
import { takeWebhook, webhookSecrets } from "../places/webhooks.ts";
import type { ServeCommandOptions } from "./serve.ts";

/** What the server's front is made from, beside the services. */
export interface FrontOptions {
  readonly options: ServeCommandOptions;
  readonly names: ServerNames;
  readonly signIn: SignIn;
  readonly signal: AbortSignal;
  /** The memory's repository, where it is at hand. */
  readonly memory: MemoryStore | undefined;
  /** Whose signature a bundle must carry that is sent here. */
  readonly verifier: BundleVerifier | undefined;
  /** Whether the controllers still work, where this process runs them. */
  readonly controls: (() => Promise<boolean>) | undefined;
}

/** Everything that the server answers: its doors, and the API behind them. */
export function frontOf(
  services: ControllerServices,
  { options, names, signIn, signal, controls, memory, verifier }: FrontOptions,
): Hono {
  const { context, project, database, store } = services;
  const now = () => context.clock.now();
  const { organization, organizations } = accessPlace(project, {});
  const tokens = new ApiTokens(database);
  const access = new TokenAccess({ tokens, store, organizations, now });
  const [idleMs, longestMs] = [spanMs(options.sessionIdle), spanMs(options.sessionMax)];
  const sessions = new Sessions({ tokens, names, organization, idleMs, longestMs, now });
  const onFault = (thrown: unknown) => {
    const { code, message } = asFault(thrown);
    context.log.warn(`a request could not be answered: ${code}: ${message}`);
  };
  const api = kubernetesApi({
    store,
    organisations: { list: async () => [organization] },
    authenticator: access,
    authorizer: access,
    authorOf: (user) => access.authorOf(user),
    version,
    now,
    signal,
    onFault,
  });
  const ports = agentsApiPorts(services, organization, verifier);
  const typed = agentsApi({
    ...{ access, store, database, organization, organizations, now, signal, onFault, version },
    ...ports,
    memory: memory && (() => memory),
    objects: (request) => api.fetch(request),
  });
  const apis = new Hono().route("/", typed).route("/", api);
  const app = new Hono();
  // Runners report with tokens made of the keys; without keys nobody can.
  const keyring = findKeyring(context, project);
  if (keyring) {
    const tokensOf = appendTokensOf(keyring);
    const take: AttemptReportsOptions["take"] = (key, report) =>
      takeReport({ store, database, now }, key, report);
    app.route("/", attemptReports({ store, organization, take, tokensOf, onFault }));
  }
  const pages = consoleApp({
    ...{ store, access, now, onFault, csrfTokenOf, home: organization },
    api: (request) => apis.fetch(request),
    drafts: new ObjectDrafts(database),
    sources: consoleSources(services, ports, memory),
    assets: readConsoleAssets(),
  });
  app
    .route("/", apis)
    .route("/", pages)
    .onError((thrown, { body }) => {
      onFault(thrown);
      return body(null, 500);
    });
  const secrets = webhookSecrets(context);
  if (secrets.length > 0) {
    const take = takeWebhook({ database, store, now, namespace: organization, secrets });
    app.route("/", webhookRoutes({ take, onFault }));
  }
  const figures = new RequestFigures();
  const elapsed = () => performance.now();
  const families = async () => [...figures.families(), ...storeFamilies(await readStoreFigures(database))];
  const checks = {
    database: async () => await isCurrent(services),
    ...(controls === undefined ? {} : { controllers: controls }),
  };
  const metricsToken = context.env.IDENTIKIT_METRICS_TOKEN;
  if (metricsToken) context.log.mask(metricsToken);
  const refuse = figuresDoor(access, organization, metricsToken);
  const probes = probeRoutes({ checks, families, refuse, elapsed });
  const peers = new TrustedPeers(options.trustedProxy);
  return doors({ signIn, sessions, access, names, app, probes, figures, peers, elapsed, onFault });
}

/** Whether the database answers, and this program may write its schema. */
async function isCurrent({ database }: ControllerServices): Promise<boolean> {
  const state = await database.transaction("read", ({ query, sql }) => readMadeSchema(query, sql));
  return state.version >= schemaVersion && state.minWriter <= schemaVersion;
}

/** Who may read the figures: who has the token for it, and who may get `/metrics`, or list the runs that it counts. */
function figuresDoor(
  access: TokenAccess,
  organization: string,
  secret: string | undefined,
): ProbeOptions["refuse"] {
  const expected = secret ? hashOf(secret) : undefined;
  return async ({ headers }) => {
    const token = bearerToken(headers.get("authorization"));
    if (token === undefined) return { status: 401, message: "the figures are for who bears a token" };
    if (expected && timingSafeEqual(expected, hashOf(token))) return undefined;
    const user = await access.authenticate(token);
    if (!user) return { status: 401, message: "the token does not count" };
    const may = await access.authorize({ user, kind: "path", verb: "get", path: "/metrics" });
    const runs = {
      verb: "list",
      group: "identikit.dev",
      resource: "agentdispatchruns",
      namespace: organization,
    };
    if (may.allowed || (await access.authorize({ user, kind: "resource", ...runs })).allowed)
      return undefined;
    return {
      status: 403,
      message: `${user.name} may neither get /metrics nor list the runs of ${organization}`,
    };
  };
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
