import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import type { Finding } from "../../fault/finding.ts";
import { addressOf, withQuery } from "../page/address.ts";
import type { TraceFacts } from "../page/console-sources.ts";
import { objectAddress } from "../page/object-address.ts";
import type { OwnPageLoader } from "../page/page-ask.ts";
import { PageRefused } from "../page/page-refused.ts";

/** Where an identity comes from and where it went, each link verified while the page was made. */
export interface TraceModel {
  readonly asked: string;
  /** Left out before anything was asked. */
  readonly graph?: TraceFacts["graph"];
  readonly findings: readonly Finding[];
  /** The page of each thing that has one, by its id. */
  readonly hrefs: Readonly<Record<string, string>>;
}

/**
 * Names of things that are known here, and digests. A reference or a path would make the server ask a registry, or read a directory, that a
 * viewer names.
 */
const askable =
  /^(?:(?:template|agent|stack|run|attempt):)?[\w.-]{1,200}(?:@[\w.-]{1,200})?$|^sha256:[0-9a-f]{64}$/;

export const tracePage: OwnPageLoader<"trace"> = {
  resource: "traces",
  load: async ({ organization, query, sources }) => {
    const asked = query.get("what") ?? "";
    if (asked === "") return { model: { asked, findings: [], hrefs: {} } };
    if (!askable.test(asked))
      throw new PageRefused(
        422,
        `${JSON.stringify(asked)} is neither a name nor a digest`,
        "Images of other registries and directories are traced on the command line: identikit trace.",
      );
    const { graph, findings } = await sources.trace(asked);
    const hrefs = graph.nodes.flatMap((node) => {
      const href = hrefOf(organization, node);
      return href === undefined ? [] : [[node.id, href] as const];
    });
    return {
      title: `Trace of ${asked}`,
      crumbs: [{ word: "Trace", href: addressOf(organization, "trace") }],
      model: { asked, graph, findings, hrefs: Object.fromEntries(hrefs) },
    };
  },
};

/** The address of a trace. */
export function traceAddress(organization: string, what: string): string {
  return withQuery(addressOf(organization, "trace"), { what });
}

function hrefOf(
  organization: string,
  { kind, name }: TraceFacts["graph"]["nodes"][number],
): string | undefined {
  switch (kind) {
    case "template":
      return addressOf(organization, "templates", name);
    case "agent":
      return addressOf(organization, "environments", name);
    case "stack":
      return objectAddress(organization, agentStack, name);
    case "run":
      return objectAddress(organization, agentDispatchRun, name);
    default:
      return undefined;
  }
}
