import type { AccessGraph } from "../../agents/admission/access/access-graph.ts";
import type { DryRun } from "../../agents/context/dry-run.ts";
import type { agentMemoryRepository } from "../../agents/kinds/config/agent-memory-repository.ts";
import type { MemoryStore } from "../../agents/memory/memory-store.ts";
import type { Resource, ResourceKey } from "../../agents/resource/resource.ts";
import type { FigureSample, SamplesAsked } from "../../agents/store/figures/figure-samples.ts";
import type { Finding } from "../../fault/finding.ts";
import type { DrawnGraph } from "../../trace/graph/draw-graph.ts";
import type { Rehearse } from "../compose/compose-form.ts";
import type { ObjectHistoryEntry } from "../object/object-history.ts";
import type { ChangeProposals } from "../propose/change-proposals.ts";

/** A template that the repository names, with what it resolved to. */
export interface TemplateFacts {
  readonly name: string;
  /** What it is a template of: an agent's workspace, an organisation, or a plugin. */
  readonly kind: "workspace" | "organisation" | "plugin";
  readonly repository: string;
  readonly ref?: string | undefined;
  readonly path?: string | undefined;
  /** What the lock file has of it; nothing before the first fetch with a lock. */
  readonly locked?: LockedFacts | undefined;
  /** The agents that are made from it. */
  readonly agents: readonly string[];
}

export interface LockedFacts {
  readonly commit: string | null;
  readonly treeDigest: string;
  /** Every asset by path with its digest. */
  readonly files: readonly { readonly path: string; readonly digest: string }[];
}

/** How an agent's env directory was found to be. */
export interface EnvironmentFacts {
  readonly agent: string;
  readonly state: "clean" | "drifted" | "repaired" | "unverified";
  readonly findings: readonly Finding[];
}

/** A row of the config database; nothing secret is in it. */
export interface RowFacts {
  readonly table: string;
  readonly scope: string;
  readonly reference: string;
  readonly key: string;
  readonly enabled: boolean;
  readonly value: string;
}

/** A value of an agent's configuration, with where it came from. */
export interface ExplainedFacts {
  readonly group: string;
  readonly key: string;
  readonly enabled: boolean;
  readonly value: string;
  readonly from: string;
  readonly over: readonly string[];
}

export interface ExplainedAgent {
  readonly name: string;
  readonly type: string;
  readonly runtime: string;
  readonly entries: readonly ExplainedFacts[];
}

export interface SecretFacts {
  readonly name: string;
  readonly version: string;
  readonly keyId: string;
}

/** A read of a secret, as the access log has it. */
export interface AccessFacts {
  readonly time: string;
  readonly secret: string;
  readonly agent: string;
  readonly accessor: string;
  readonly reason: string;
}

export interface AuditFacts {
  readonly number: number;
  readonly time: string;
  readonly run: string;
  readonly record: string;
  readonly entry: string;
}

/** What came of checking a chain of lines. */
export interface ChainFacts {
  readonly lines: number;
  readonly verdict: "clean" | "drift" | "unverified";
  readonly findings: readonly Finding[];
}

export type TraceFacts = DrawnGraph;

/**
 * What the console shows that is not an object of the platform. Each question is answered from where the command line takes its answer,
 * at the moment at which it is asked.
 */
export interface ConsoleSources {
  /** @throws {IdentikitError} where the repository's files cannot be read */
  templates(): Promise<readonly TemplateFacts[]>;
  /** Who has which role where, compared with what the repository declares. */
  accessGraph(): Promise<AccessGraph>;
  /** Every link from where an identity is written to what carries it, verified now. @throws {IdentikitError} `NOT_FOUND` */
  trace(what: string): Promise<TraceFacts>;
  /** The names of all agents of the config database, in byte order. */
  agentNames(): Promise<readonly string[]>;
  /** The env directories of some agents, compared with what they should hold. Nothing is written. */
  environments(agents: readonly string[]): Promise<readonly EnvironmentFacts[]>;
  /** @throws {IdentikitError} `AGENT_UNKNOWN` */
  agent(name: string): Promise<ExplainedAgent>;
  rows(filter: RowQuestion): Promise<{ readonly rows: readonly RowFacts[]; readonly total: number }>;
  /** The sealed secrets by name; their values have no way here. */
  secrets(): Promise<readonly SecretFacts[]>;
  /** Newest first. */
  accesses(filter: {
    readonly secret?: string;
    readonly agent?: string;
    readonly limit: number;
  }): Promise<readonly AccessFacts[]>;
  /** Lines of the audit before a number, newest first. */
  auditLines(filter: { readonly before?: number; readonly limit: number }): Promise<readonly AuditFacts[]>;
  verifyAudit(): Promise<ChainFacts>;
  verifyAccessLog(): Promise<ChainFacts>;
  /** What a run made, by its digest. @throws {IdentikitError} `BLOB_MISSING` */
  content(run: ResourceKey, digest: string): Promise<Uint8Array>;
  /** The repository of a memory, where it is at hand. */
  memory(repository: Resource<typeof agentMemoryRepository>["spec"]): MemoryStore | undefined;
  /** What would come of a stored delivery for a rule; nothing is stored. @throws {IdentikitError} `NOT_FOUND` */
  dryRun(rule: string, delivery: string): Promise<DryRun>;
  /** What would come of a run; nothing is stored. */
  readonly rehearse: Rehearse;
  /** Pull requests for what the repository declares. */
  readonly proposals: ChangeProposals;
  /** What was measured of an organisation, the oldest first. */
  samples(asked: SamplesAsked): Promise<readonly FigureSample[]>;
  /** What the audit says of a record, the newest lines first; some at most. */
  recordHistory(asked: AuditAsked): Promise<readonly ObjectHistoryEntry[]>;
}

/** A record of the audit. */
export interface AuditAsked {
  readonly organization: string;
  /** KIND/NAME. */
  readonly record: string;
  /** The run that it is about; empty where it is about none. */
  readonly run: string;
}

export interface RowQuestion {
  readonly table?: string | undefined;
  readonly scope?: string | undefined;
  readonly key?: string | undefined;
  readonly limit: number;
}
