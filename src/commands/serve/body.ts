import { resolve } from "node:path";
import { runControllers } from "../../agents/control/run-controllers.ts";
import { GitMemoryStore } from "../../agents/memory/git-memory-store.ts";
import type { MemoryStore } from "../../agents/memory/memory-store.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { serverNames } from "../../api/doors/server-names.ts";
import { HttpServer } from "../../api/http-server.ts";
import { parseListenAddress } from "../../api/listen-address.ts";
import { isLoopback } from "../../http/loopback.ts";
import { openProject } from "../../project/project.ts";
import { workLine } from "../accounts/control.ts";
import type { CommandContext } from "../context.ts";
import { bundleVerifier } from "../places/bundle-keys.ts";
import { type ControllerServices, makeControllers } from "../places/controllers.ts";
import { openConfigDatabase } from "../places/database.ts";
import { gitDirectoryOf } from "../places/dispatch-services.ts";
import { lastingContext } from "../places/lasting-context.ts";
import { newWorkerName } from "../places/worker-name.ts";
import type { CommandResult } from "../result.ts";
import { frontOf } from "./front.ts";
import type { ServeCommandOptions } from "./serve.ts";
import { openSignIn } from "./sign-in.ts";

export async function run(given: CommandContext, options: ServeCommandOptions): Promise<CommandResult> {
  const { signal, log } = given;
  const project = await openProject(given.cwd, options.root);
  const address = parseListenAddress(options.listen);
  const names = serverNames(address, options.publicUrl);
  const signIn = await openSignIn(given, address, options);
  const verifier = await bundleVerifier(given, project, options.requireSignature);
  using lasting = lastingContext(given);
  await using database = await openConfigDatabase(lasting.context, project, options.database);
  lasting.lasts();
  await using store = new SqlStore(database);
  const { startPrograms, memory } = options;
  const services = { context: given, project, database, store, startPrograms };
  const end = new AbortController();
  const controlling = options.controllers ? control(services, end.signal) : Promise.resolve();
  controlling.catch(() => end.abort());
  try {
    let isControlling = options.controllers;
    controlling.finally(() => (isControlling = false)).catch(() => {});
    const app = frontOf(services, {
      ...{ memory: memoryAt(given, memory), verifier },
      ...{ options, names, signIn: signIn.signIn, signal: AbortSignal.any([signal, end.signal]) },
      controls: options.controllers ? async () => isControlling : undefined,
    });
    const takesPathTokens = isLoopback(address.host) && options.publicUrl === undefined;
    await using server = await HttpServer.start({
      address,
      auth: { kind: "inside", takesPathTokens },
      app,
      signal,
    });
    log.info(`serving the objects of ${database.name} at ${server.url}`);
    log.info(`kubectl finds them by the file that identikit kubeconfig --server ${server.url} writes`);
    signIn.started(server.url);
    await stoppedBy(AbortSignal.any([signal, end.signal]));
    end.abort();
    await controlling;
    return { outputs: { url: server.url }, account: ["stopped"] };
  } finally {
    end.abort();
    await controlling.catch(() => {});
  }
}

function memoryAt({ cwd, env }: CommandContext, directory: string | undefined): MemoryStore | undefined {
  return directory === undefined
    ? undefined
    : new GitMemoryStore(gitDirectoryOf(resolve(cwd, directory)), env);
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
