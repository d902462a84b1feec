import { adapterNamed } from "../adapters/adapters.ts";
import type { LaunchSession } from "../adapters/launch.ts";
import { readLaunchParts } from "../adapters/launch-parts.ts";
import type { SecretFinder } from "../adapters/masking/secret-finder.ts";
import { unpackIdentity } from "../agents/identity/packed-identity.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import { spanMs } from "../agents/triggers/span.ts";
import { asFault } from "../fault/error.ts";
import { agentEnvironment } from "../isolation/agent-environment.ts";
import { AgentProxy } from "../isolation/proxy/agent-proxy.ts";
import { type AgentProcess, type AgentRun, followAgent } from "./agent-run.ts";
import { agentVariables } from "./agent-variables.ts";
import type { AttemptPlace } from "./attempt-place.ts";
import { launchClient } from "./client-launch.ts";
import type { EventLog } from "./event-log.ts";
import type { LiveReports } from "./live-reports.ts";
import { modelAccess } from "./model-access.ts";
import type { OpenedTicket } from "./opened-ticket.ts";
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

/** One attempt on its way; what it has come to so far is there when it is broken off. */
export class SupervisedAttempt {
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
