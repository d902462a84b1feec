import { accessGraph } from "../../agents/admission/access/access-graph.ts";
import { auditNewest } from "../../agents/audit/audit-line.ts";
import { verifyAudit } from "../../agents/audit/verify-audit.ts";
import type { MemoryStore } from "../../agents/memory/memory-store.ts";
import { readAdmissionSnapshot } from "../../agents/snapshot/read-snapshot.ts";
import { BlobStore } from "../../agents/store/blobs/blob-store.ts";
import { readSamples } from "../../agents/store/figures/figure-samples.ts";
import { listAccesses } from "../../config/access-log/read-log.ts";
import { verifyLog } from "../../config/access-log/verify-log.ts";
import { agentNames } from "../../config/rows/agent-names.ts";
import { explainAgent } from "../../config/rows/explain.ts";
import { listRows } from "../../config/rows/list-rows.ts";
import { loadRows } from "../../config/rows/load-rows.ts";
import { scopes } from "../../config/schema/agent-config.ts";
import { listSecrets } from "../../config/secrets/secret-store.ts";
import { auditLinesOf } from "../../console/object/audit-lines.ts";
import type { ChainFacts, ConsoleSources, ExplainedAgent } from "../../console/page/console-sources.ts";
import { type Finding, verdictOf } from "../../fault/finding.ts";
import { shortened } from "../../fault/visible.ts";
import { editableTables } from "../options/row.ts";
import { trace as traceCommand } from "../trace/trace.ts";
import { accessPlace } from "./access.ts";
import { openProposals } from "./change-proposals.ts";
import { compareEnvironments } from "./compare-environments.ts";
import type { ControllerServices } from "./controllers.ts";
import { declaredHere } from "./declared-here.ts";
import { dispatchServices } from "./dispatch-services.ts";
import { findKeyring } from "./keys.ts";
import { rehearseRun } from "./rehearse-run.ts";
import { templateFacts } from "./template-facts.ts";
import { openTrace } from "./trace.ts";

const valueLength = 300;

/** What the console shows of this repository and its database besides the objects, by the functions that the commands use. */
export function consoleSources(
  services: ControllerServices,
  { dryRun }: Pick<ConsoleSources, "dryRun">,
  memory: MemoryStore | undefined,
): ConsoleSources {
  const { context, project, database, store } = services;
  const { organization } = project.settings.platform;
  const dispatch = dispatchServices(context, project, { database, store }, organization);
  const blobs = new BlobStore(database);
  return {
    content: (run, digest) => blobs.get(run, digest),
    memory: () => memory,
    dryRun,
    templates: async () => templateFacts(project),
    accessGraph: async () => {
      const { organization, organizations } = accessPlace(project, {});
      const declared = declaredHere(project, organization);
      const now = context.clock.now();
      const options = { organization, organizations, now, declared };
      return accessGraph(organization, await readAdmissionSnapshot(database, options));
    },
    trace: async (what) => {
      await using tracing = await openTrace(context, project, traceCommand.options.parse({ what }));
      return await tracing.trace(what);
    },
    agentNames: () => agentNames(database),
    environments: (agents) => compareEnvironments(services, agents),
    agent: async (name) => agentFacts(explainAgent(await loadRows(database, [name]), name)),
    rows: async ({ table, scope, key, limit }) => {
      const tables = editableTables.filter((one) => table === undefined || one === table);
      const known = scopes.find((one) => one === scope);
      if (tables.length === 0 || (scope !== undefined && known === undefined)) return { rows: [], total: 0 };
      const found = await listRows(database, {
        ...{ tables, key, limit },
        scope: known,
      });
      const rows = found.rows.map((row) => ({
        ...row,
        value: shortened(JSON.stringify(row.value), valueLength),
      }));
      return { rows, total: found.total };
    },
    secrets: () => listSecrets(database),
    accesses: async (filter) => (await listAccesses(database, filter)).reverse(),
    auditLines: ({ before, limit }) => database.read((query) => auditNewest(query, { before, limit })),
    verifyAudit: async () => chainFacts(await verifyAudit(database, findKeyring(context, project))),
    verifyAccessLog: async () => chainFacts(await verifyLog(database, findKeyring(context, project))),
    rehearse: rehearseRun({ ...dispatch, memory: memory && (() => memory) }, context.signal),
    proposals: openProposals(services),
    samples: (asked) => readSamples(database, asked),
    recordHistory: (asked) => auditLinesOf(database, asked),
  };
}

function agentFacts({ name, type, runtime, ...groups }: ReturnType<typeof explainAgent>): ExplainedAgent {
  const { plugins, marketplaces, mcpServers, systemPrompt, skills, settings, files } = groups;
  const all = { plugins, marketplaces, mcpServers, systemPrompt, skills, settings, files };
  const place = ({ scope, of }: { readonly scope: string; readonly of: string | null }) =>
    of === null ? scope : `${scope} ${of}`;
  return {
    ...{ name, type, runtime },
    entries: Object.entries(all).flatMap(([group, entries]) =>
      entries.map((entry) => ({
        ...{ group, key: entry.key, enabled: entry.enabled, from: place(entry) },
        value: shortened(JSON.stringify(entry.value), valueLength),
        over: entry.overrides.map(place),
      })),
    ),
  };
}

function chainFacts({
  lines,
  findings,
}: {
  readonly lines: number;
  readonly findings: readonly Finding[];
}): ChainFacts {
  return { lines, findings, verdict: verdictOf(findings) };
}
