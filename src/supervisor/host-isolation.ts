import { existsSync } from "node:fs";
import { join } from "node:path";
import type { OutboxProgram } from "../adapters/launch.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import { chooseIsolation } from "../isolation/choose-isolation.ts";
import { endLeftovers } from "../isolation/end-leftovers.ts";
import type { IsolatedRequest, IsolationHost, IsolationKind, NetworkMode } from "../isolation/isolation.ts";
import { probeIsolation } from "../isolation/probe-isolation.ts";
import { startIsolated } from "../isolation/start-isolated.ts";
import type { AgentIsolation } from "./ports.ts";

/** What a run asks of its isolation. */
export interface IsolationWish {
  readonly weakest: IsolationKind;
  readonly tier: Ticket["trustTier"];
  readonly network: NetworkMode;
  readonly image: string | undefined;
  /** Whether the proxy has secrets to add. */
  readonly hasProxySecrets: boolean;
}

export interface HostIsolationOptions {
  readonly host: IsolationHost;
  /** Folders with programs of agents, such as their clients: agents see them, read-only, and find programs in them first. */
  readonly programs: readonly string[];
  /** The outbox's server, with the Node.js that runs it; agents see both. */
  readonly outbox: OutboxProgram | undefined;
  /** What must stay out of the agent's reach: files, and values that must not stand in a command line. */
  readonly guards: { readonly paths: readonly string[]; readonly values: readonly string[] };
}

/** Where programs are on every system that agents run on. */
const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The isolations of this machine: the strongest that is there, looked for once. */
export function hostIsolation(
  options: HostIsolationOptions,
): (wish: IsolationWish, signal: AbortSignal) => Promise<AgentIsolation> {
  const { host, programs, outbox, guards } = options;
  let found: ReturnType<typeof probeIsolation> | undefined;
  return async ({ weakest, tier, network, image, hasProxySecrets }, signal) => {
    found ??= probeIsolation(host, signal);
    const kind = chooseIsolation(await found, {
      ...{ weakest, network, hasImage: image !== undefined, hasProxySecrets },
      tier: tier === "untrusted" ? "untrusted" : "trusted",
    });
    // A container has the programs of its image.
    const own = kind === "container" ? [] : programs;
    const seen = kind === "container" ? undefined : outbox;
    const shown = [...own, ...(seen ? [seen.program, seen.node] : [])].filter(
      (path) => !path.startsWith("/usr/") && existsSync(path),
    );
    const mounts = shown.map((path) => ({ source: path, target: path, writable: false }));
    return {
      kind,
      path: [
        ...own.flatMap((path) =>
          [join(path, "node_modules/.bin"), join(path, "bin"), path].filter(existsSync),
        ),
        systemPath,
      ].join(":"),
      temporary: "/tmp",
      outbox: seen,
      async start(request: Omit<IsolatedRequest, "isolation">, stdin, until) {
        // A job that was killed may have left its agent at work; the attempt starts again from nothing.
        await endLeftovers(request.attempt, host);
        const started = await startIsolated(
          { ...request, isolation: kind, mounts: [...request.mounts, ...mounts], guards },
          host,
          until,
        );
        started.stdin.end(stdin);
        return {
          lines: started.lines(),
          ended: started.ended,
          stderr: () => started.stderrTail(),
          end: () => started.end(),
        };
      },
    };
  };
}
