// Longer than other files: one class, which takes an attempt from its ticket to its bundle.
import { adapterNamed } from "../adapters/adapters.ts";
import type { LaunchSession } from "../adapters/launch.ts";
import { readLaunchParts } from "../adapters/launch-parts.ts";
import { SecretFinder } from "../adapters/masking/secret-finder.ts";
import { ticketDigest } from "../agents/dispatch/run-ticket.ts";
import { unpackIdentity } from "../agents/identity/packed-identity.ts";
import { artifactsOf } from "../agents/results/result-objects.ts";
import { type RunBundle, runBundle } from "../agents/run-bundle/run-bundle.ts";
import { treePatch } from "../agents/run-bundle/tree-patch.ts";
import type { SealedContent } from "../agents/tickets/sealed-content.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import { spanMs } from "../agents/triggers/span.ts";
import { asFault } from "../fault/error.ts";
import { agentEnvironment } from "../isolation/agent-environment.ts";
import { AgentProxy } from "../isolation/proxy/agent-proxy.ts";
import { BlobFolder } from "../workspace/files/blob-folder.ts";
import { type AgentProcess, type AgentRun, followAgent } from "./agent-run.ts";
import { agentVariables } from "./agent-variables.ts";
import { AttemptPlace } from "./attempt-place.ts";
import { launchClient } from "./client-launch.ts";
import { collectResults } from "./collect-results.ts";
import { EventLog } from "./event-log.ts";
import { LiveReports, writeAnswers } from "./live-reports.ts";
import { modelAccess } from "./model-access.ts";
import type { AgentIsolation, SupervisorPorts } from "./ports.ts";
import { proxiedConfig } from "./proxied-config.ts";
import { RunEnvDirectory } from "./run-env-directory.ts";
import { outcomeOf, type RunOutcome } from "./run-outcome.ts";
import type { RunWorkspace } from "./run-workspace.ts";
import { TicketSecrets } from "./ticket-secrets.ts";

/** Bytes that an agent may write to its output. */
const outputBytes = 256 * 1024 * 1024;
/** What a call may take that only asks whether something works. */
const probeLimits = { outputBytes: 64 * 1024, milliseconds: 30_000 } as const;

/** A ticket that was opened, with what was sealed in it. */
export interface OpenedTicket {
  readonly ticket: Ticket;
  readonly content: SealedContent;
  /** The pool's secret key, for which the session is sealed again. */
  readonly poolIdentity: string;
  /** The task, where it is another one than the ticket's context says. */
  readonly prompt?: string | undefined;
  /** The session that the attempt goes on with. */
  readonly session?:
    | { readonly launch: LaunchSession; readonly lay: (envDirectory: string) => readonly string[] }
    | undefined;
}

/** What one attempt came to: `run.json`, and the folder that has the content of its parts. */
export interface SupervisedRun extends Disposable {
  readonly run: RunBundle;
  readonly blobs: BlobFolder;
  /** To be called once the bundle is written: only then may the workspace's files go. @throws {IdentikitError} `FILE_UNWRITABLE` */
  kept(): void;
}

/**
 * Runs one attempt, from its ticket to what came of it. Whatever goes wrong after the ticket was opened is an outcome, so that the attempt
 * ends where it is known: nothing is thrown but for what is wrong with this machine's own folders, and where another process runs the attempt.
 * @param signal ends the agent; what it did until then is kept
 * @throws {IdentikitError} `FILE_UNWRITABLE`, `LOCK_HELD`
 */
export async function supervise(
  ports: SupervisorPorts,
  opened: OpenedTicket,
  signal: AbortSignal,
): Promise<SupervisedRun> {
  const { ticket, content } = opened;
  const place = await AttemptPlace.take(ports.root, ticket.attempt);
  const blobs = new BlobFolder(place.blobs);
  const startedAt = ports.clock.now().toISOString();
  const secrets = new SecretFinder(Object.values(content.secrets));
  const send = ports.reportsOf?.(ticket, content);
  const { runner, log } = ports;
  const over = new AbortController();
  const onOver = () => over.abort();
  const reports = send && new LiveReports({ send, runner, log, secrets, onOver, ...place.exchange });
  const events = new EventLog(ports.clock, (event) => reports?.take(event));
  const attempt = new Attempt(ports, opened, place, events, secrets, reports);
  try {
    writeAnswers(place.answers, ticket.earlier?.answers ?? []);
    reports?.start();
    const outcome = await attempt.run(AbortSignal.any([signal, over.signal]));
    const results = await collectResults({
      ...attempt.results(),
      ticket,
      outcome,
      blobs,
      place,
      events,
      secrets,
    });
    // Not before: taking out the work of a large workspace takes a while, in which nobody should miss the runner.
    await reports?.end();
    const run = runBundle.parse({
      ...{ version: 1, namespace: ticket.namespace, run: ticket.run, attempt: ticket.attempt },
      ticket: { id: ticket.jti, digest: ticketDigest(ticket) },
      repository: ticket.repository,
      runner: { ...ports.runner, pool: ticket.aud },
      startedAt,
      finishedAt: ports.clock.now().toISOString(),
      ...results,
    });
    await reports?.announce(announcedBy(run, blobs));
    return {
      run,
      blobs,
      kept: () => attempt.results().workspace?.kept(),
      [Symbol.dispose]: () => {
        blobs[Symbol.dispose]();
        place[Symbol.dispose]();
      },
    };
  } catch (caught) {
    await reports?.end();
    blobs[Symbol.dispose]();
    place[Symbol.dispose]();
    throw caught;
  }
}

/** What a bundle will bring, as it is said before. */
function announcedBy(run: RunBundle, blobs: BlobFolder) {
  const patch =
    run.patch === undefined
      ? undefined
      : treePatch.parse(JSON.parse(Buffer.from(blobs.read(run.patch)).toString("utf8")));
  return artifactsOf(run, patch).map(({ spec: { run: _, attempt: __, location: ___, ...said } }) => said);
}

/** One attempt on its way; what it has come to so far is there when it is broken off. */
class Attempt {
  readonly #ports: SupervisorPorts;
  readonly #opened: OpenedTicket;
  readonly #place: AttemptPlace;
  readonly #events: EventLog;
  readonly #secrets: SecretFinder;
  readonly #reports: LiveReports | undefined;
  #workspace: RunWorkspace | undefined;
  #env: RunEnvDirectory | undefined;
  #isolation: AgentIsolation | undefined;
  #agent: AgentRun | undefined;
  #session: LaunchSession | undefined;

  constructor(
    ports: SupervisorPorts,
    opened: OpenedTicket,
    place: AttemptPlace,
    events: EventLog,
    secrets: SecretFinder,
    reports: LiveReports | undefined,
  ) {
    this.#ports = ports;
    this.#opened = opened;
    this.#place = place;
    this.#events = events;
    this.#secrets = secrets;
    this.#reports = reports;
  }

  results() {
    return {
      ...{ poolIdentity: this.#opened.poolIdentity },
      ...{ workspace: this.#workspace, env: this.#env, isolation: this.#isolation },
      ...{ agent: this.#agent, session: this.#session },
    };
  }

  /** @returns how it ended, as far as that is known before its outbox is read */
  async run(signal: AbortSignal): Promise<RunOutcome> {
    try {
      return await this.#run(signal);
    } catch (caught) {
      if (signal.aborted)
        return { phase: "Cancelled", reason: "CANCELLED", message: "the job was told to stop" };
      const { code, message } = asFault(caught);
      this.#events.add({ type: "status", status: "failed", text: message });
      return { phase: "Failed", reason: code, message: message.slice(0, 4000) };
    }
  }

  async #run(signal: AbortSignal): Promise<RunOutcome> {
    const { ticket, content, session } = this.#opened;
    const profile = readLaunchParts(ticket.stack.profile);
    const [place, ports] = [this.#place, this.#ports];
    for (const line of ticket.identity.leftOut)
      this.#events.add({ type: "status", text: `left out: ${line}` });
    const network = profile.toolProfile?.networkPolicy ?? { mode: "none" };
    const proxied = proxiedConfig(unpackIdentity(ticket.identity), ticket.secrets, content.secrets);
    const model = modelAccess(profile.adapter.name, ticket.secrets, content.secrets, proxied.used);
    const added = [...proxied.secrets, ...(model ? [model.secret] : [])];
    const isolation = await ports.isolation(
      {
        ...{ weakest: profile.toolProfile?.isolation ?? "user", tier: ticket.trustTier },
        ...{ network: network.mode, image: imageOf(ticket), hasProxySecrets: added.length > 0 },
      },
      signal,
    );
    this.#isolation = isolation;
    const workspace = await ports.workspaces.make(ticket, signal);
    this.#workspace = workspace;
    await using proxy = await AgentProxy.open({
      ...{ mode: network.mode, hosts: network.hosts ?? [], secrets: added },
      listens: network.mode === "open" ? "on this machine" : "in the agent's network",
      onEvent: ({ method, target, outcome, reason }) =>
        this.#events.add({
          ...{ type: "tool", tool: "network", status: outcome === "passed" ? "completed" : "denied" },
          text: `${method} ${target}${reason === undefined ? "" : `: ${reason}`}`.slice(0, 1000),
        }),
    });
    const addressOf = (host: string) => proxy.baseUrlOf(host);
    const env = await RunEnvDirectory.render({
      root: place.env,
      config: proxied.configWith(addressOf),
      secrets: new TicketSecrets(content.secrets),
      accessor: ticket.attempt,
      clock: ports.clock,
      signal,
    });
    this.#env = env;
    const texts = session?.lay(env.path) ?? [];
    const adapter = adapterNamed(profile.adapter.name);
    const granted = agentVariables(ticket, content.secrets, place.files);
    const around = { path: isolation.path, home: place.home, temporary: isolation.temporary };
    const environmentOf = (client: Readonly<Record<string, string>>, secrets: typeof granted.secrets) =>
      agentEnvironment({
        ...around,
        client: { ...workspace.git.environment, ...client },
        ...{ secrets, proxy: proxy.variables },
      });
    const apart = {
      attempt: ticket.attempt,
      cwd: workspace.path,
      mounts: [
        ...workspace.git.paths.map(({ path, writable }) => ({ source: path, target: path, writable })),
        ...[env.path, place.outbox, place.home].map((path) => ({
          source: path,
          target: path,
          writable: true,
        })),
        { source: place.files, target: place.files, writable: false, isPrivate: true },
        { source: place.answers, target: place.answers, writable: false },
      ],
      network: { mode: network.mode },
      // A machine that needs no way out gets none.
      proxy: network.mode === "proxy" || added.length > 0 ? proxy : undefined,
      image: imageOf(ticket),
    };
    const hasClientSandbox = await endsWell(adapter.sandboxProbe, (argv) => {
      const limits = { outputBytes: probeLimits.outputBytes, milliseconds: probeLimits.milliseconds };
      return isolation.start({ ...apart, argv, env: environmentOf({}, {}), limits }, "", signal);
    });
    const client = launchClient(ticket, {
      ...{ place, workspace: workspace.path, envDirectory: env.path },
      ...{ isolation: isolation.kind, outbox: isolation.outbox, hasClientSandbox },
      session: session?.launch,
      prompt: this.#opened.prompt ?? ticket.context.text,
    });
    this.#session = client.session;
    const variables = { ...client.command.env, ...granted.configs, ...model?.variables(addressOf) };
    const request = {
      ...apart,
      argv: client.command.argv,
      env: environmentOf(variables, granted.secrets),
      limits: { outputBytes, milliseconds: timeOf(ticket) },
    };
    const started = await isolation.start(request, client.command.stdin, signal);
    const agent = await followAgent({
      ...{ adapter, command: client.command, agent: started, budget: ticket.budget },
      ...{ secrets: this.#secrets, events: this.#events, tokensBefore: adapter.tokensOf(texts) },
      onSession: (sessionId) => this.#reports?.bind(sessionId),
    });
    this.#agent = agent;
    const { ending, result, spent } = agent;
    return outcomeOf({ ending, result, spent, isCancelled: signal.aborted });
  }
}

/** Whether a call of the client's own ends well where the agent will be; of a client without one, no. */
async function endsWell(
  argv: readonly string[] | undefined,
  start: (argv: readonly string[]) => Promise<AgentProcess>,
): Promise<boolean> {
  if (!argv) return false;
  const { lines, ended } = await start(argv);
  // What it says is of no use to anybody, and it ends only when it was heard.
  for await (const _ of lines);
  return (await ended).code === 0;
}

function timeOf({ budget, exp, iat }: Ticket): number {
  // Without a bound of its own a run has the hours that its ticket has.
  return budget.time === undefined ? (exp - iat) * 1000 : spanMs(budget.time);
}

function imageOf({ stack: { profile } }: Ticket): string | undefined {
  return typeof profile.image === "string" ? profile.image : undefined;
}
