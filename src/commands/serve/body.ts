import { Hono } from "hono";
import { runControllers } from "../../agents/control/run-controllers.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { ApiTokens } from "../../agents/store/tokens/api-tokens.ts";
import { agentsApi } from "../../api/agents/agents-api.ts";
import { checkDoor } from "../../api/door.ts";
import { HttpServer } from "../../api/http-server.ts";
import { kubernetesApi } from "../../api/kubernetes/kubernetes-api.ts";
import { TokenAccess } from "../../api/kubernetes/token-access.ts";
import { parseListenAddress } from "../../api/listen-address.ts";
import { webhookRoutes } from "../../api/webhooks.ts";
import { asFault } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { version } from "../../runtime/version.ts";
import { workLine } from "../accounts/control.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { agentsApiPorts } from "../places/agents-api.ts";
import { type ControllerServices, makeControllers } from "../places/controllers.ts";
import { openConfigDatabase } from "../places/database.ts";
import { lastingContext } from "../places/lasting-context.ts";
import { takeWebhook, webhookSecrets } from "../places/webhooks.ts";
import { newWorkerName } from "../places/worker-name.ts";
import type { CommandResult } from "../result.ts";
import type { ServeCommandOptions } from "./serve.ts";

export async function run(given: CommandContext, options: ServeCommandOptions): Promise<CommandResult> {
  const { signal, log } = given;
  const project = await openProject(given.cwd, options.root);
  const address = parseListenAddress(options.listen);
  // Every request is asked for a token anyway; without --auth the server is for this machine only.
  if (options.auth === "loopback") checkDoor(address, { kind: "loopback" });
  using lasting = lastingContext(given);
  await using database = await openConfigDatabase(lasting.context, project, options.database);
  lasting.lasts();
  await using store = new SqlStore(database);
  const { startPrograms } = options;
  const services = { context: given, project, database, store, startPrograms };
  const end = new AbortController();
  const controlling = options.controllers ? control(services, end.signal) : Promise.resolve();
  controlling.catch(() => end.abort());
  try {
    const app = appOf(services, AbortSignal.any([signal, end.signal]));
    await using server = await HttpServer.start({ address, auth: { kind: "inside" }, app, signal });
    log.info(`serving the objects of ${database.name} at ${server.url}`);
    log.info(`kubectl finds them by the file that identikit kubeconfig --server ${server.url} writes`);
    await stoppedBy(AbortSignal.any([signal, end.signal]));
    end.abort();
    await controlling;
    return { outputs: { url: server.url }, account: ["stopped"] };
  } finally {
    end.abort();
    await controlling.catch(() => {});
  }
}

function appOf(services: ControllerServices, signal: AbortSignal): Hono {
  const { context, project, database, store } = services;
  const now = () => context.clock.now();
  const { organization, organizations } = accessPlace(project, {});
  const access = new TokenAccess({ tokens: new ApiTokens(database), store, organizations, now });
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
  const typed = agentsApi({
    ...{ access, store, database, organization, organizations, now, signal, onFault },
    ...agentsApiPorts(services, organization),
    objects: (request) => api.fetch(request),
  });
  const app = new Hono().route("/", typed).route("/", api);
  const secrets = webhookSecrets(context);
  if (secrets.length === 0) return app;
  const take = takeWebhook({ database, store, now, namespace: organization, secrets });
  return app.route("/", webhookRoutes({ take, onFault }));
}

async function control(services: ControllerServices, until: AbortSignal): Promise<void> {
  const { context, database } = services;
  await runControllers({
    database,
    controllers: makeControllers(services, []),
    worker: newWorkerName(),
    until,
    onOutcome: (outcome) => (outcome.fault ? context.log.warn : context.log.debug)(workLine(outcome)),
    onOutage: ({ code, message }) => context.log.warn(`${code}: ${message}; trying again`),
  });
}

async function stoppedBy(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
}
