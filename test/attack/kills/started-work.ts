import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { storeDelivery } from "../../../src/agents/dispatch/store-delivery.ts";
import { agentRunnerPool } from "../../../src/agents/kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../../../src/agents/kinds/config/agent-service-account.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../../src/agents/kinds/config/agent-trigger-rule.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentTriggerExecution } from "../../../src/agents/kinds/record/agent-trigger-execution.ts";
import { webhookDelivery } from "../../../src/agents/kinds/record/webhook-delivery.ts";
import type { Resource } from "../../../src/agents/resource/resource.ts";
import type { ResourceWriter } from "../../../src/agents/resource/resource-store.ts";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import { certain } from "../../../src/fault/certain.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { allow, head, labelled } from "../../agents/dispatch/scene.ts";
import { ForgeApi, forgeTokens } from "../../services/forge-api.ts";
import type { KillProject } from "./kill-project.ts";

const namespace = "default";
const settings = `platform: { organization: ${namespace}, repositories: ["acme/*"], configRepository: acme/config }\n`;
/** Events of one round: so many of them are about the same. */
const together = 3;

/**
 * Work that events, people and declarations start while no controller runs: a stack that is changed, events of a rule, of which all but one
 * join its run, a run that somebody made over the API, and one that somebody cancelled.
 */
export class StartedWork implements AsyncDisposable {
  readonly #project: KillProject;
  readonly #forge: ForgeApi;
  readonly #keys = Keyring.generateEntry("k");
  #rounds = 0;

  private constructor(project: KillProject, forge: ForgeApi) {
    this.#project = project;
    this.#forge = forge;
  }

  static async lay(project: KillProject): Promise<StartedWork> {
    const forge = await ForgeApi.listen("gitea");
    forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
    forge.answers.set("branches/main", { commit: { id: head }, protected: true });
    allow(forge, "mira", "write");
    writeFileSync(join(project.root, "identikit.yaml"), settings);
    const work = new StartedWork(project, forge);
    await work.#write(async (writer) => {
      await put(writer, agentServiceAccount, "fixer", { serviceAccountName: "fixer" });
      await put(writer, agentRunnerPool, "linux", agentRunnerPool.example.spec);
      for (const name of ["ready", "changing"]) await work.#putStack(writer, name);
      await put(writer, agentTriggerRule, "fix", {
        sources: ["label"],
        agentStack: "ready",
        taskKind: "fix",
        dedupePolicy: { key: ["rule", "number"] },
      });
    });
    return work;
  }

  /** What the killed process is given besides: whom to ask. */
  get env(): Readonly<Record<string, string>> {
    return {
      GITHUB_API_URL: this.#forge.apiUrl,
      GITHUB_SERVER_URL: this.#forge.serverUrl,
      IDENTIKIT_HOST_TOKEN: forgeTokens.read,
      IDENTIKIT_SECRET_KEYS: this.#keys,
    };
  }

  async start(): Promise<void> {
    const round = ++this.#rounds;
    await this.#write(async (writer) => {
      // Not the one that runs use: while nobody has looked at a change, its runs are refused.
      await this.#putStack(writer, "changing");
      await endEarlier(writer);
      for (const [name, cancelled] of [
        ["asked", false],
        ["cancelled", true],
      ] as const) {
        const spec = agentDispatchRun.spec.parse({
          repository: "acme/fleet",
          sourceRefs: { ref: "refs/heads/main", issue: round },
          agentStack: "ready",
          taskKind: "fix",
          requestedBy: { kind: "User", name: "mira" },
          cancelled,
        });
        const metadata = { namespace, name: `${name}-${round}` };
        await writer.create(agentDispatchRun, { kind: agentDispatchRun.kind, metadata, spec }, {});
      }
    });
    await this.#project.open(async (database) => {
      await using store = new SqlStore(database);
      for (let at = 0; at < together; at++)
        await storeDelivery({ database, store, now: () => new Date() }, namespace, labelled(round));
    });
  }

  /** @throws {assert.AssertionError} where not everything is done, or something is done twice */
  async check(store: SqlStore): Promise<void> {
    const { stack, rule, runs, executions, deliveries } = await store.read(async (reader) => ({
      stack: certain(await reader.get(agentStack, { namespace, name: "changing" })),
      rule: certain(await reader.get(agentTriggerRule, { namespace, name: "fix" })),
      runs: await Array.fromAsync(reader.each(agentDispatchRun)),
      executions: await Array.fromAsync(reader.each(agentTriggerExecution)),
      deliveries: await Array.fromAsync(reader.each(webhookDelivery)),
    }));
    const rounds = this.#rounds;
    assert.equal(stack.status.observedGeneration, stack.metadata.generation, "the stack was looked at");
    assert.equal(stack.status.phase, "Ready", JSON.stringify(stack.status.conditions));
    assert.equal(rule.status.phase, "Active");
    const counted = { created: rounds, coalesced: rounds * (together - 1), rejected: 0, waiting: 0 };
    assert.deepEqual(
      rule.status.executions,
      rounds === 0 ? undefined : counted,
      "every event is counted once",
    );
    assert.deepEqual(
      deliveries.filter(({ status }) => status.phase !== "Matched").map(({ metadata }) => metadata.name),
      [],
      "every delivery is decided",
    );
    for (const run of runs.filter(({ spec }) => spec.triggerRule !== undefined)) {
      const own = executions.filter(({ spec }) => spec.run === run.metadata.name);
      const joined = own.filter(({ spec }) => spec.decision === "Coalesced").length;
      assert.equal(run.status.coalesced, joined, `${run.metadata.name} counts who joined it`);
      assert.equal(own.length - joined, 1, `${run.metadata.name} was made once`);
    }
    const numbers = runs.flatMap(({ spec }) => (spec.triggerRule ? [spec.sourceRefs.issue] : []));
    assert.equal(new Set(numbers).size, numbers.length, "one run an issue");
    for (const run of runs) checkPhase(run, rounds);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#forge[Symbol.asyncDispose]();
  }

  async #putStack(writer: ResourceWriter, name: string): Promise<void> {
    await put(writer, agentStack, name, {
      title: `As it was changed in round ${this.#rounds}`,
      baseAgent: "codex",
      adapter: { name: "codex", version: "0.169.0" },
      runtimeIdentity: "fixer",
      runnerPool: "linux",
    });
  }

  async #write(work: (writer: ResourceWriter) => Promise<void>): Promise<void> {
    await this.#project.open(async (database) => {
      await using store = new SqlStore(database);
      await store.write(work);
    });
  }
}

function checkPhase({ metadata: { name }, status }: Resource<typeof agentDispatchRun>, rounds: number): void {
  if (name === `asked-${rounds}`) {
    assert.equal(status.phase, "Queued", `${name}: ${status.message}`);
    assert.equal(status.admission?.verdict, "allowed");
  }
  if (name === `cancelled-${rounds}`) assert.equal(status.phase, "Cancelled", `${name}: ${status.message}`);
}

/** What was started in earlier rounds is over. */
async function endEarlier(writer: ResourceWriter): Promise<void> {
  const finishedAt = new Date().toISOString();
  for await (const { metadata, spec, status } of writer.each(agentDispatchRun, { namespace }))
    if (spec.agentStack === "ready" && status.phase === "Queued")
      await writer.setStatus(agentDispatchRun, metadata, { ...status, phase: "Succeeded", finishedAt });
}

type DeclaredKind =
  | typeof agentServiceAccount
  | typeof agentRunnerPool
  | typeof agentStack
  | typeof agentTriggerRule;

async function put<One extends DeclaredKind>(
  writer: ResourceWriter,
  kind: One,
  name: string,
  spec: object,
): Promise<void> {
  const metadata = { namespace, name };
  const declared = { kind: kind.kind, metadata, spec: kind.spec.parse(spec) as Resource<One>["spec"] };
  if (await writer.get(kind, metadata)) await writer.update(kind, declared);
  else await writer.create(kind, declared);
}
