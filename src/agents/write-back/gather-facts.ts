import { digestOf } from "../../tree/digest.ts";
import type { DispatchAttempt, DispatchRun } from "../dispatch/run-status.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentMemoryUpdate } from "../kinds/record/agent-memory.ts";
import { memoryProposal, proposalText } from "../memory/memory-proposal.ts";
import type { AskedRequest } from "../outbox/asked-request.ts";
import type { Resource } from "../resource/resource.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import { memoryOfRun, type ProposedUpdate, proposalOf } from "../results/memory-updates.ts";
import { treePatch } from "../run-bundle/tree-patch.ts";
import { BlobStore } from "../store/blobs/blob-store.ts";
import { askingActor, type SceneFacts } from "./read-write-scene.ts";
import { secretInPatch, secretsInRequests } from "./request-secrets.ts";
import type { WriteBackServices } from "./write-ports.ts";
import type { WritableMemory, WritablePatch } from "./write-scene.ts";
import { ownBranch } from "./write-targets.ts";

/** What requests are about. */
export interface RequestedOf {
  readonly run: DispatchRun;
  readonly attempt: DispatchAttempt;
  /** Proposals for the memory that nobody has written down yet. */
  readonly proposed?: readonly ProposedUpdate[];
}

/** What has to be found out for requests: content, what looks like a credential in it, and what the forge says of what is written to. */
export async function gatherWriteFacts(
  services: WriteBackServices,
  { run, attempt, proposed = [] }: RequestedOf,
  requests: readonly AskedRequest[],
  signal: AbortSignal,
): Promise<SceneFacts> {
  const patch = await patchOfAttempt(services, attempt);
  const secrets = await secretsInRequests(requests);
  const isCommitted = requests.some(({ request: { type } }) => type === "branch" || type === "pull_request");
  if (patch && isCommitted) {
    const found = await suspectedIn(services, run, patch, signal);
    if (found !== undefined) secrets.set("patch", found);
  }
  return {
    requestedBy: askingActor(attempt),
    patch: patch?.writable,
    memory: await memoryOf(services, run, requests, proposed),
    secrets,
    heads: await headsOf(services, run, requests, signal),
  };
}

interface FoundPatch {
  readonly writable: WritablePatch;
  readonly artifact: Resource<typeof agentArtifact>;
}

async function patchOfAttempt(
  { store, database }: WriteBackServices,
  { metadata: { namespace, name }, spec }: DispatchAttempt,
): Promise<FoundPatch | undefined> {
  const fields = parseFieldSelector(`spec.run=${spec.run}`);
  const all = await store.read((reader) =>
    Array.fromAsync(reader.each(agentArtifact, { namespace, fields })),
  );
  const artifact = all.find(
    ({ spec: { kind, attempt }, status }) =>
      kind === "patch" && attempt === name && status.phase !== "Pending",
  );
  if (!artifact) return undefined;
  const { digest } = artifact.spec;
  const content = await new BlobStore(database).get({ namespace, name: spec.run }, digest);
  const patch = treePatch.parse(JSON.parse(Buffer.from(content).toString("utf8")));
  return { artifact, writable: { artifact: artifact.metadata.name, digest, patch } };
}

/** What the runner saw counts as well as what is seen here. */
async function suspectedIn(
  { database }: WriteBackServices,
  run: DispatchRun,
  { artifact, writable }: FoundPatch,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { suspectedSecrets = 0 } = artifact.spec;
  if (suspectedSecrets > 0) return `the patch, in ${suspectedSecrets} places that the runner saw`;
  const blobs = new BlobStore(database);
  return await secretInPatch(writable.patch, (digest) => blobs.get(run.metadata, digest), signal);
}

async function memoryOf(
  { store }: WriteBackServices,
  run: DispatchRun,
  requests: readonly AskedRequest[],
  proposed: readonly ProposedUpdate[],
): Promise<ReadonlyMap<string, WritableMemory>> {
  const found = new Map<string, WritableMemory>();
  const asked = requests.filter(({ request }) => request.type === "memory_update");
  const memory = asked.length === 0 ? undefined : await memoryOfRun(store, run);
  if (!memory) return found;
  const { name, ref } = memory.repository.spec.repositoryRef;
  const { namespace } = run.metadata;
  const fields = parseFieldSelector(`spec.run=${run.metadata.name}`);
  const stored = await store.read((reader) =>
    Array.fromAsync(reader.each(agentMemoryUpdate, { namespace, fields })),
  );
  const updates = [
    ...stored.map(({ metadata, spec, status }) => ({ metadata, spec, problems: status.validation ?? [] })),
    ...proposed.map(({ object: { metadata, spec }, problems }) => ({ metadata, spec, problems })),
  ];
  for (const { request, digest } of asked) {
    if (request.type !== "memory_update") continue;
    const proposal = proposalOf(request.files, memory.repository.metadata.name, memory.commit);
    const patch = digestOf(proposalText(proposal));
    const update = updates.find(({ spec }) => spec.artifactDigest === patch);
    if (!update) continue;
    found.set(digest, {
      artifact: update.metadata.name,
      digest: patch,
      proposal: memoryProposal.parse(proposal),
      repository: name,
      branch: ref.replace(/^refs\/heads\//, ""),
      problems: update.problems,
    });
  }
  return found;
}

/** The state of everything that requests are about. A target that cannot be found has none. */
async function headsOf(
  { forge }: WriteBackServices,
  { spec }: DispatchRun,
  requests: readonly AskedRequest[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const { repository, sourceRefs } = spec;
  const heads = new Map<string, string>();
  const ask = async (kind: "branch" | "pull_request", id: string | number | undefined) => {
    if (id === undefined || heads.has(`${kind} ${id}`)) return;
    const head = await forge.headOf({ repository, kind, id: String(id) }, signal);
    if (head !== undefined) heads.set(`${kind} ${id}`, head);
  };
  for (const { request } of requests) {
    if (request.type === "review") await ask("pull_request", request.number ?? sourceRefs.pullRequest);
    if (request.type === "pull_request") await ask("branch", request.base ?? ownBranch(spec));
    const workflowRun =
      request.type === "rerun" ? (request.workflowRun ?? sourceRefs.workflowRun) : undefined;
    if (workflowRun === undefined || !/^[1-9][0-9]{0,18}$/.test(workflowRun)) continue;
    const attempt = await forge.runAttempt(repository, workflowRun, signal);
    if (attempt !== undefined) heads.set(`run ${workflowRun}`, String(attempt));
  }
  return heads;
}
