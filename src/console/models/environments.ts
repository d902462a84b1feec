import type { Finding } from "../../fault/finding.ts";
import { addressOf, withQuery } from "../page/address.ts";
import type { AccessFacts, EnvironmentFacts, ExplainedAgent } from "../page/console-sources.ts";
import type { OwnPageLoader } from "../page/page-ask.ts";
import type { ShownPlot } from "../page/shown.ts";
import { driftPlot } from "./plots/drift-plot.ts";
import { fortnightBefore } from "./plots/time-steps.ts";

/** The env directories of the agents, each as it is now. */
export interface EnvironmentsModel {
  readonly environments: readonly {
    readonly agent: string;
    readonly href: string;
    readonly state: EnvironmentFacts["state"];
    readonly findings: number;
    readonly first?: string | undefined;
  }[];
  readonly next?: string | undefined;
  /** How many differed over time; nothing where they were never compared. */
  readonly drift: readonly ShownPlot[];
}

/** One env directory: how it differs, and what the agent in it is. */
export interface EnvironmentModel {
  readonly agent: ExplainedAgent;
  readonly state: EnvironmentFacts["state"] | "unknown";
  readonly findings: readonly Finding[];
  readonly reads: readonly AccessFacts[];
}

const pageSize = 50;

export const environmentsPage: OwnPageLoader<"environments"> = {
  resource: "environments",
  load: async ({ organization, query, sources, now }) => {
    const after = query.get("after") ?? "";
    const rest = (await sources.agentNames()).filter((name) => name > after);
    const names = rest.slice(0, pageSize);
    const found = await sources.environments(names);
    const here = addressOf(organization, "environments");
    const since = fortnightBefore(now);
    const asked = { namespace: organization, figure: "env-directories", since } as const;
    const plot = driftPlot(await sources.samples(asked), now);
    return {
      model: {
        drift: plot ? [plot] : [],
        environments: found.map(({ agent, state, findings }) => ({
          agent,
          state,
          href: addressOf(organization, "environments", agent),
          findings: findings.length,
          first: findings[0] && `${findings[0].code} ${findings[0].path}`,
        })),
        ...(rest.length > names.length ? { next: withQuery(here, { after: names.at(-1) }) } : {}),
      },
    };
  },
};

export const environmentPage: OwnPageLoader<"environment"> = {
  resource: "environments",
  load: async ({ organization, params: { agent: name = "" }, sources }) => {
    const agent = await sources.agent(name);
    const [environment] = await sources.environments([name]);
    return {
      title: name,
      crumbs: [{ word: "Environments", href: addressOf(organization, "environments") }],
      model: {
        agent,
        state: environment?.state ?? "unknown",
        findings: environment?.findings ?? [],
        reads: await sources.accesses({ agent: name, limit: 20 }),
      },
    };
  },
};
