import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { addressOf, withQuery } from "../page/address.ts";
import type { AccessFacts, AuditFacts, ChainFacts } from "../page/console-sources.ts";
import { objectAddress } from "../page/object-address.ts";
import type { OwnPageLoader } from "../page/page-ask.ts";

/** What was done, line by line, newest first. */
export interface AuditModel {
  readonly lines: readonly (AuditFacts & { readonly runHref?: string | undefined })[];
  readonly older?: string | undefined;
  readonly verify: string;
  /** What came of checking the chain, where that was asked for. */
  readonly checked?: ChainFacts | undefined;
}

/** Which secrets were read, by whom and for which agent, newest first. */
export interface AccessesModel {
  readonly reads: readonly AccessFacts[];
  readonly filter: { readonly secret: string; readonly agent: string };
  readonly verify: string;
  readonly checked?: ChainFacts | undefined;
}

const pageSize = 100;

export const auditPage: OwnPageLoader<"audit"> = {
  resource: "auditlines",
  load: async ({ organization, query, sources }) => {
    const before = Number(query.get("before") ?? "");
    const lines = await sources.auditLines({
      ...(Number.isSafeInteger(before) && before > 0 ? { before } : {}),
      limit: pageSize,
    });
    const here = addressOf(organization, "audit");
    const last = lines.at(-1);
    return {
      model: {
        lines: lines.map((line) => ({
          ...line,
          ...(line.run === "" ? {} : { runHref: objectAddress(organization, agentDispatchRun, line.run) }),
        })),
        ...(last && lines.length === pageSize
          ? { older: withQuery(here, { before: String(last.number) }) }
          : {}),
        verify: withQuery(here, { verify: "1" }),
        ...(query.get("verify") === "1" ? { checked: await sources.verifyAudit() } : {}),
      },
    };
  },
};

export const accessesPage: OwnPageLoader<"accesses"> = {
  resource: "secretaccesses",
  load: async ({ organization, query, sources }) => {
    const filter = { secret: query.get("secret") ?? "", agent: query.get("agent") ?? "" };
    const here = addressOf(organization, "audit", "secrets");
    return {
      crumbs: [{ word: "Audit", href: addressOf(organization, "audit") }],
      model: {
        filter,
        reads: await sources.accesses({
          ...(filter.secret === "" ? {} : { secret: filter.secret }),
          ...(filter.agent === "" ? {} : { agent: filter.agent }),
          limit: pageSize,
        }),
        verify: withQuery(here, { verify: "1" }),
        ...(query.get("verify") === "1" ? { checked: await sources.verifyAccessLog() } : {}),
      },
    };
  },
};
