import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { generateX25519Identity } from "age-encryption";
import { packIdentity } from "../../src/agents/identity/packed-identity.ts";
import type { SendReport } from "../../src/agents/run-bundle/attempt-report.ts";
import type { RunBundle } from "../../src/agents/run-bundle/run-bundle.ts";
import type { RunEvent } from "../../src/agents/run-bundle/run-event.ts";
import { treePatch } from "../../src/agents/run-bundle/tree-patch.ts";
import type { Ticket } from "../../src/agents/tickets/ticket.ts";
import { certain } from "../../src/fault/certain.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { earlierSession } from "../../src/supervisor/earlier-session.ts";
import { hostIsolation } from "../../src/supervisor/host-isolation.ts";
import { hostWorkspaces } from "../../src/supervisor/host-workspaces.ts";
import type { OpenedTicket } from "../../src/supervisor/opened-ticket.ts";
import type { SupervisorPorts } from "../../src/supervisor/ports.ts";
import { supervise } from "../../src/supervisor/supervise.ts";
import { digestOf } from "../../src/tree/digest.ts";
import type { BlobFolder } from "../../src/workspace/files/blob-folder.ts";
import { WorkspaceRoot } from "../../src/workspace/host/workspace-root.ts";
import { scratchDirectory } from "../scratch.ts";
import { environment, firstCommit } from "../template/git-repository.ts";

const digest = digestOf("nothing");
const identity = await generateX25519Identity();
const nothing = { plugins: [], marketplaces: [], mcpServers: [], skills: [], settings: [], files: [] };

/** What an attempt came to, read. */
export interface SupervisedResult {
  readonly run: RunBundle;
  readonly events: readonly RunEvent[];
  /** The new and changed files of the patch, by path; `null` for what is gone. */
  readonly changes: Readonly<Record<string, string | null>>;
  part(kind: string): string;
  bytesOf(kind: string): Buffer;
}

/** A repository, and a machine with a supervisor. */
export function supervisorScene(
  files: Readonly<Record<string, string>> = { "README.md": "hello\n" },
  { programs = [] }: { readonly programs?: readonly string[] } = {},
) {
  const place = scratchDirectory();
  const repository = join(place, "origin");
  mkdirSync(repository);
  const commit = firstCommit(repository, files);
  const root = new WorkspaceRoot(join(place, "workspaces"), environment, systemClock.now);
  const isolation = hostIsolation({
    host: { env: environment, stateDirectory: join(place, "state") },
    programs,
    outbox: undefined,
    guards: { paths: [], values: [] },
  });
  const ports: SupervisorPorts = {
    root: join(place, "attempts"),
    workspaces: hostWorkspaces({ root, addressOf: () => repository }),
    isolation,
    runner: { name: "runner-1" },
    clock: systemClock,
    log: silentLogger,
  };
  const sceneOf = (ports: SupervisorPorts) => ({
    ...{ place, repository, commit, ports },
    /** The same machine, whose attempts somebody is told of. */
    reporting: (send: SendReport) => sceneOf({ ...ports, reportsOf: () => send }),
    async run(
      script: string,
      changes: Partial<Ticket> & {
        readonly values?: Readonly<Record<string, string>>;
        readonly profile?: object;
        /** Whether its bundle is written afterwards, as a job does that is not killed. */
        readonly isBundleWritten?: boolean;
      } = {},
      signal: AbortSignal = AbortSignal.timeout(110_000),
    ): Promise<SupervisedResult> {
      const { values = {}, profile = {}, isBundleWritten = true, ...claims } = changes;
      const ticket = ticketOf(commit, script, profile, claims);
      const opened: OpenedTicket = {
        ticket,
        content: { secrets: { ...values }, bundleKey: randomBytes(32).toString("base64url") },
        poolIdentity: identity,
        ...(await earlierSession(ticket, identity)),
      };
      using done = await supervise(ports, opened, signal);
      const result = readResult(done.run, done.blobs);
      if (isBundleWritten) done.kept();
      return result;
    },
  });
  return sceneOf(ports);
}

function ticketOf(commit: string, script: string, profile: object, claims: Partial<Ticket>): Ticket {
  return {
    ...{ version: 1, iss: "the database of tidewater", aud: "linux", jti: randomUUID() },
    ...{ iat: 0, exp: 3600, namespace: "tidewater", run: "run-1", attempt: "run-1-1" },
    ...{ repository: "tidewater/berths", sourceRefs: { ref: "refs/heads/main", base: commit } },
    ...{ taskKind: "fix", trustTier: "trusted", serviceAccount: "engineer" },
    stack: {
      ...{ name: "fixer", generation: 1, digest },
      profile: {
        ...{ stack: "fixer", approvalMode: "write_back_only" },
        adapter: { name: "command", command: ["sh", "-c", script] },
        client: { capabilities: ["headless", "events", "resume", "fork", "costs"] },
        toolProfile: {
          name: "careful",
          filesystemPolicy: { mode: "workspace_write" },
          approvalPolicyByTool: { "*": "allow" },
          networkPolicy: { mode: "none" },
          isolation: "user",
        },
        ...profile,
      },
    },
    permission: digest,
    context: { bundle: "run-1", digest, text: "Fix the gate." },
    budget: { time: "100s" },
    ...{ writeBack: [], secrets: [], configs: [], sealed: "sealed" },
    identity: {
      ...packIdentity({
        name: "ada",
        type: "engineer",
        runtime: "claude-code",
        systemPrompt: null,
        ...nothing,
      }),
      leftOut: [],
    },
    ...claims,
  };
}

function readResult(run: RunBundle, blobs: BlobFolder): SupervisedResult {
  const contents = new Map(
    run.parts
      .toReversed()
      .map(({ kind, digest: of }): [string, Buffer] => [kind, Buffer.from(blobs.read(of))]),
  );
  const bytesOf = (kind: string) => contents.get(kind) ?? Buffer.alloc(0);
  const part = (kind: string) => bytesOf(kind).toString("utf8");
  const events = part("events")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): RunEvent => JSON.parse(line));
  const patch = run.patch === undefined ? undefined : treePatch.parse(JSON.parse(part("patch")));
  const changes = Object.fromEntries(
    (patch?.changes ?? []).map(({ path, after }) => [
      path,
      after ? Buffer.from(blobs.read(certain(after.digest))).toString("utf8") : null,
    ]),
  );
  return { run, events, changes, part, bytesOf };
}
