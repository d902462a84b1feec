import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Cells } from "../../../src/config/connection/session.ts";
import { type ConfigDatabase, openDatabase } from "../../../src/config/database.ts";
import { loadRows } from "../../../src/config/rows/load-rows.ts";
import { resolveAgent } from "../../../src/config/rows/resolve.ts";
import { type ConfigTable, shapeOf } from "../../../src/config/schema/tables.ts";
import { openSecretReader } from "../../../src/config/secrets/secret-reader.ts";
import { LedgerKey } from "../../../src/env/ledger-key.ts";
import { type AgentOutcome, renderAgents } from "../../../src/env/render-agents.ts";
import { renderQueued } from "../../../src/env/render-queued.ts";
import type { SettledIndex } from "../../../src/env/settled-index.ts";
import { noEvents } from "../../../src/events/event-sink.ts";
import { systemClock } from "../../../src/runtime/clock.ts";
import { silentLogger } from "../../../src/runtime/logger.ts";
import { Keyring } from "../../../src/secret/keyring.ts";

const types = 20;
const keyring = Keyring.parse(Keyring.generateEntry("bench"), "bench");
const server = (type: number, key: number) => ({
  type: "http",
  url: `https://mcp.example/${type}/${key}`,
  headers: {
    Authorization: `Bearer \${SECRET:S${type * 25 + key * 2}}`,
    "X-Team": `\${SECRET:S${type * 25 + key * 2 + 1}}`,
  },
});

/** Agents of 20 types on SQLite, with 200 MCP servers and 500 secrets, in a directory of their own. */
export class Fleet implements AsyncDisposable {
  readonly #directory: string;
  readonly #database: ConfigDatabase;
  readonly #count: number;
  readonly #sync: boolean;

  private constructor(directory: string, database: ConfigDatabase, count: number, sync: boolean) {
    this.#directory = directory;
    this.#database = database;
    this.#count = count;
    this.#sync = sync;
  }

  /**
   * @param place where its directory is made
   * @param sync whether each file is waited for on the disk
   */
  static async make(place: string, count: number, sync: boolean): Promise<Fleet> {
    const directory = mkdtempSync(join(place, "identikit-bench-"));
    const database = await openDatabase(join(directory, "config.db"));
    await fill(database, count);
    return new Fleet(directory, database, count, sync);
  }

  get envRoot(): string {
    return join(this.#directory, "env");
  }

  /** Renders all agents; what comes of one of them in another way than expected is an error. */
  async renderAll(expected: AgentOutcome["result"], settledIndex?: SettledIndex): Promise<void> {
    const rows = await loadRows(this.#database);
    const resolved = rows.agents.map((name) => ({ name, resolve: () => resolveAgent(rows, name) }));
    const outcomes = await renderAgents({ ...this.#settings(), settledIndex, agents: resolved });
    await settledIndex?.write();
    const other = outcomes.find(({ result }) => result !== expected);
    if (other || outcomes.length !== this.#count)
      throw new Error(`not all of ${outcomes.length} are ${expected}: ${JSON.stringify(other)}`);
  }

  /** Takes what is due from the queue. @returns the agents that were rendered anew */
  async renderDue(): Promise<number> {
    const { outcomes } = await renderQueued({
      ...this.#settings(),
      database: this.#database,
      worker: "bench",
    });
    return outcomes.filter(({ result }) => result === "rendered").length;
  }

  /** Commits a row that concerns one agent: which, and what it holds, follows from the turn. */
  async changeOneRow(turn: number): Promise<void> {
    const value = JSON.stringify(server(turn % types, turn % 10));
    const own: Cells = ["instance", `agent-${turn % this.#count}`, "own", true, value];
    await this.#database.transaction("configure", ({ bulk }) => bulk.put(shapeOf("mcp_server"), [own]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database[Symbol.asyncDispose]();
    rmSync(this.#directory, { recursive: true });
  }

  #settings() {
    const database = this.#database;
    const reader = { database, keyring, env: {}, log: silentLogger, clock: systemClock };
    return {
      envRoot: this.envRoot,
      secrets: openSecretReader(reader),
      accessor: "bench",
      reason: "bench",
      ledgerKeys: [new LedgerKey("bench", Buffer.alloc(32, 1))] as [LedgerKey],
      events: noEvents,
      clock: systemClock,
      sync: this.#sync,
    };
  }
}

async function fill(database: ConfigDatabase, count: number): Promise<void> {
  const rows = new Map<ConfigTable, Cells[]>();
  const add = (table: ConfigTable, ...cells: Cells) => rows.set(table, [...(rows.get(table) ?? []), cells]);
  for (let type = 0; type < types; type++) {
    const name = `type-${type}`;
    add("agent_type", name, "claude-code", true);
    for (let key = 0; key < 10; key++) {
      add("mcp_server", "type", name, `server-${key}`, true, JSON.stringify(server(type, key)));
    }
    for (let key = 0; key < 4; key++)
      add("plugin_binding", "type", name, `plugin-${key}@house`, true, "true");
    for (let key = 0; key < 3; key++) {
      const text = `# Skill ${key} of ${name}\n${"Do the work with care.\n".repeat(60)}`;
      add("skill", "type", name, `skill-${key}`, true, JSON.stringify([{ path: "SKILL.md", text }]));
    }
    const prompt = `You are an agent of ${name}.\n${"Be kind, and be exact.\n".repeat(100)}`;
    add("system_prompt", "type", name, "system", true, JSON.stringify(prompt));
  }
  const source = { source: { source: "github", repo: "acme/plugins" } };
  add("plugin_marketplace", "global", "", "house", true, JSON.stringify(source));
  const secrets = Array.from({ length: 500 }, (_, secret): Cells => {
    const sealed = keyring.seal(`S${secret}`, `1.${"a".repeat(16)}`, `value-${secret}-${"x".repeat(30)}`);
    const { name, version, keyId, nonce, ciphertext, tag } = sealed;
    return [name, version, keyId, nonce, ciphertext, tag];
  });
  const agents = Array.from(
    { length: count },
    (_, agent): Cells => [`agent-${agent}`, `type-${agent % types}`, true],
  );
  // The agents come last, so that each is made due once rather than by every row before it.
  await database.transaction("configure", async ({ bulk }) => {
    await bulk.put(shapeOf("secret"), secrets);
    for (const [table, of] of rows) await bulk.put(shapeOf(table), of);
    await bulk.put(shapeOf("agent"), agents);
  });
}
