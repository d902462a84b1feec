import { IdentikitError } from "../fault/error.ts";
import { type IsolationKind, isolationKinds, type NetworkMode } from "./isolation.ts";
import type { IsolationSupport } from "./probe-isolation.ts";

/** What a run asks of its isolation. */
export interface IsolationDemand {
  /** The weakest that its tool profile allows. */
  readonly weakest: IsolationKind;
  readonly tier: "trusted" | "untrusted";
  readonly network: NetworkMode;
  /** Whether it has secrets that the proxy adds; then it needs the proxy with the network policy none, too. */
  readonly hasProxySecrets?: boolean;
  /** Whether an image is known in which a container could run it. */
  readonly hasImage: boolean;
}

/**
 * The strongest isolation that is there, never one below what the run asks for. Untrusted work gets a container or nothing.
 * @throws {IdentikitError} `ISOLATION_UNAVAILABLE` with what each kind lacks, `NETWORK_UNHELD` where one would do but for the network
 */
export function chooseIsolation(found: readonly IsolationSupport[], demand: IsolationDemand): IsolationKind {
  const weakest = demand.tier === "untrusted" ? "container" : demand.weakest;
  const allowed = isolationKinds.slice(0, isolationKinds.indexOf(weakest) + 1);
  const lacks: string[] = [];
  let isForTheNetwork = false;
  for (const kind of allowed) {
    const support = found.find((each) => each.kind === kind);
    const lack = lackOf(support, kind, demand);
    if (lack === undefined) return kind;
    isForTheNetwork ||= lack === support?.networkMissing || lack === support?.proxyMissing;
    lacks.push(`${kind}: ${lack}`);
  }
  const why =
    demand.tier === "untrusted"
      ? "untrusted work runs in a container only"
      : `its tool profile asks for ${weakest} or stronger`;
  if (isForTheNetwork)
    throw new IdentikitError(
      "NETWORK_UNHELD",
      `nothing that will do here holds an agent to the network policy ${demand.network}: ${why} (${lacks.join("; ")})`,
      {
        remedy:
          "Run the supervisor as root on the engine's machine, install bubblewrap, or let root make network namespaces (iproute2); open in networkPolicy asks for nothing of this.",
      },
    );
  throw new IdentikitError(
    "ISOLATION_UNAVAILABLE",
    `no isolation that will do is here: ${why} (${lacks.join("; ")})`,
    {
      remedy: "Add what is missing to the machine, or run it in a runner pool that has it.",
    },
  );
}

function lackOf(
  support: IsolationSupport | undefined,
  kind: IsolationKind,
  { network, hasImage, hasProxySecrets = false }: IsolationDemand,
): string | undefined {
  if (!support) return "it was not looked for";
  if (support.missing !== undefined) return support.missing;
  if (kind === "container" && !hasImage) return "no image is named for the run";
  if (network === "open") return undefined;
  return (
    support.networkMissing ?? (network === "proxy" || hasProxySecrets ? support.proxyMissing : undefined)
  );
}
