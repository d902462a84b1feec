import type { GrantWorld } from "../../agents/admission/grants/grant-world.ts";
import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { chainProofs, recordProofs } from "../../agents/proof/audit-proofs.ts";
import { decisionProofs } from "../../agents/proof/decision-proofs.ts";
import { launchProofs } from "../../agents/proof/launch-proofs.ts";
import type { RunProof } from "../../agents/proof/proof.ts";
import { type RunEvidence, runEvidence } from "../../agents/proof/run-evidence.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { parseFieldSelector } from "../../agents/resource/selector.ts";
import type { SqlStore } from "../../agents/store/sql-store.ts";
import type { CommitPort } from "../../agents/write-back/write-ports.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import type { Keyring } from "../../secret/keyring.ts";
import type { Draft } from "../graph/draft.ts";
import { type Carried, carriedIdentity } from "./carried-identity.ts";
import { proofVerdict } from "./proof-verdict.ts";
import { addMade } from "./run-results.ts";

/** The records of agent runs, and how they are proven. */
export interface RunArea {
  readonly database: ConfigDatabase;
  readonly store: SqlStore;
  readonly organization: string;
  readonly keyring: Keyring | undefined;
  /** The forge, for what was pushed; without it that is unverified. */
  readonly commits?: CommitPort | undefined;
  /** Grants and what they are about: what a run's identity is resolved with. */
  grants(): Promise<GrantWorld>;
  /** Runs of each stack that are looked at, the newest first. */
  readonly mostRuns: number;
  /** The word that a person asked about: the run of that name is looked at, however old it is. */
  readonly word: string;
  /** The node of an image that a stack or an attempt names; nothing where it could not be read. */
  imageNode(reference: string): Promise<string | undefined>;
  readonly signal: AbortSignal;
}

type Stack = Resource<typeof agentStack>;

/** Adds stacks and their runs, with attempts, what they made, and what of it was written back. */
export async function addRuns(draft: Draft, area: RunArea): Promise<void> {
  const { store, organization: namespace } = area;
  const stacks = await store.read((reader) => Array.fromAsync(reader.each(agentStack, { namespace })));
  const chain = once(() => chainProofs(area.database, area.keyring, undefined));
  for (const stack of stacks) await addStack(draft, area, stack);
  for (const name of await runNames(draft, area, stacks)) {
    const evidence = await runEvidence(area, { namespace, name });
    const stack = stacks.find(({ metadata }) => metadata.name === evidence.run.spec.agentStack);
    await addRun(draft, area, { evidence, stack, chain });
  }
}

async function addStack(draft: Draft, area: RunArea, { metadata, spec }: Stack): Promise<void> {
  const to = draft.node("stack", metadata.name, { organization: metadata.namespace, client: spec.baseAgent });
  const { agent, image } = spec;
  if (agent !== undefined) {
    const from = draft.node("agent", agent);
    draft.claim({
      ...{ from, to, says: "used by", restsOn: "the stack", verifiedBy: "the stack was read again" },
      verify: () =>
        draft.named(`rows:${agent}`).length > 0
          ? { verdict: "holds", detail: `generation ${metadata.generation}` }
          : { verdict: "broken", code: "AGENT_UNKNOWN", detail: `there is no agent ${agent}` },
    });
  }
  const from = image === undefined ? undefined : await area.imageNode(image);
  if (image === undefined || from === undefined) return;
  draft.claim({
    ...{ from, to, says: "used by", restsOn: "the stack", verifiedBy: "the image was read by its digest" },
    verify: () => ({ verdict: "holds", detail: image }),
  });
}

/** The newest runs of each stack, and the one that was asked about. */
async function runNames(draft: Draft, area: RunArea, stacks: readonly Stack[]): Promise<readonly string[]> {
  const { store, organization: namespace, mostRuns, word } = area;
  const names = new Set<string>();
  await store.read(async (reader) => {
    const asked = word.replace(/^(run|attempt):/, "");
    for (const name of [asked, asked.replace(/-[0-9]+$/, "")])
      if (
        /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name) &&
        (await reader.get(agentDispatchRun, { namespace, name }))
      )
        names.add(name);
    for (const { metadata } of stacks) {
      const fields = parseFieldSelector(`spec.agentStack=${metadata.name}`);
      const query = { namespace, fields, limit: mostRuns, newestFirst: true };
      const page = await reader.list(agentDispatchRun, query);
      for (const run of page.items) names.add(run.metadata.name);
      if (page.continue !== undefined)
        draft.passedOver(
          `runs of the stack ${metadata.name} before its newest ${mostRuns} (--runs looks at more)`,
        );
    }
  });
  return [...names];
}

async function addRun(
  draft: Draft,
  area: RunArea,
  of: {
    readonly evidence: RunEvidence;
    readonly stack: Stack | undefined;
    readonly chain: () => Promise<readonly RunProof[]>;
  },
): Promise<void> {
  const { evidence, stack, chain } = of;
  const { run } = evidence;
  const to = draft.node("run", run.metadata.name, {
    phase: run.status.phase,
    repository: run.spec.repository,
  });
  const stackNode = draft.node("stack", run.spec.agentStack);
  for (const attempt of evidence.attempts) {
    const id = draft.node("attempt", attempt.metadata.name, {
      reason: attempt.spec.reason,
      phase: attempt.status.phase,
    });
    const carried = await carriedIdentity(area, stack, attempt);
    const alone = { ...evidence, attempts: [attempt] };
    draft.claim({
      from: stackNode,
      to: id,
      says: "launched as",
      restsOn: "the snapshots of stack, rights and context in the attempt",
      verifiedBy: "the digests were worked out again, the ticket's compared with the record of the launch",
      isPast: carried.isPast,
      verify: () => proofVerdict(launchProofs(alone)),
    });
    await addCarried(draft, area, { id, stack, attempt, carried });
    draft.claim({
      from: id,
      to,
      says: "is an attempt of",
      restsOn: "the records of the run",
      verifiedBy: "each record was compared with the audit, whose chain was worked out again",
      verify: async () =>
        proofVerdict([...(await chain()), ...recordProofs(evidence), ...decisionProofs(evidence)]),
    });
  }
  if (evidence.attempts.length === 0)
    draft.claim({
      ...{ from: stackNode, to, says: "is to run", restsOn: "the records of the run" },
      verifiedBy: "each record was compared with the audit, whose chain was worked out again",
      verify: async () => proofVerdict([...(await chain()), ...recordProofs(evidence)]),
    });
  addMade(draft, area, evidence, to);
}

async function addCarried(
  draft: Draft,
  area: RunArea,
  of: {
    readonly id: string;
    readonly stack: Stack | undefined;
    readonly attempt: RunEvidence["attempts"][number];
    readonly carried: Carried;
  },
): Promise<void> {
  const { id, stack, attempt, carried } = of;
  const agent = text(attempt.spec.stackSnapshot.profile.agent) ?? stack?.spec.agent;
  if (agent !== undefined)
    draft.claim({
      from: draft.node("rows", agent),
      to: id,
      says: "rendered for",
      restsOn: "the digest of the configuration that the attempt notes",
      verifiedBy: "the configuration was resolved again, and its digest compared",
      isPast: carried.isPast,
      verify: () => carried.verified,
    });
  const image = text(attempt.spec.stackSnapshot.profile.image);
  const from = image === undefined ? undefined : await area.imageNode(image);
  if (image === undefined || from === undefined) return;
  draft.claim({
    ...{ from, to: id, says: "run by", restsOn: "the snapshot of the stack" },
    verifiedBy: "the image was read by its digest",
    verify: () => ({ verdict: "holds", detail: image }),
  });
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
