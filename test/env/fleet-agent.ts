import type { AgentConfig, Json } from "../../src/config/schema/agent-config.ts";
import type { ResolvedAgent } from "../../src/env/agent.ts";
import { LedgerKey } from "../../src/env/ledger-key.ts";
import type { EventSink } from "../../src/events/event-sink.ts";
import type { TimedEvent } from "../../src/events/fleet-event.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { RecordingAccessLog } from "../../src/secret/access-log.ts";
import { LoggedSecretReader } from "../../src/secret/logged-reader.ts";
import { EnvironmentProvider } from "../../src/secret/provider.ts";
import { type TreeLiteral, treeOf } from "../tree/expect-same-tree.ts";

/** An agent's config as a test writes it down. */
export interface AgentLiteral {
  readonly name?: string;
  readonly plugins?: Readonly<Record<string, boolean>>;
  readonly marketplaces?: Readonly<Record<string, Json>>;
  readonly mcpServers?: Readonly<Record<string, Json>>;
  readonly prompt?: string | null;
  readonly skills?: Readonly<Record<string, TreeLiteral>>;
  readonly runtime?: string;
  readonly settings?: Readonly<Record<string, Json>>;
  readonly files?: Readonly<Record<string, string>>;
}

function resolved<Value>(values: Readonly<Record<string, Value>>) {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value,
    scope: "type" as const,
    overrides: [],
  }));
}

export function configOf(literal: AgentLiteral = {}): AgentConfig {
  const {
    name = "scout",
    plugins = {},
    marketplaces = {},
    mcpServers = {},
    prompt = null,
    skills = {},
    runtime = "claude-code",
    settings = {},
    files = {},
  } = literal;
  return {
    name,
    type: "researcher",
    runtime,
    plugins: resolved(plugins),
    marketplaces: resolved(marketplaces),
    mcpServers: resolved(mcpServers),
    systemPrompt: prompt === null ? null : { key: "", value: prompt, scope: "type", overrides: [] },
    skills: resolved(skills).map((skill) => ({ ...skill, value: treeOf(skill.value) })),
    settings: resolved(settings),
    files: resolved(files),
  };
}

/** The secrets of a test: names with values, changed at will, and what was read of them. */
export class TestSecrets {
  readonly values: Record<string, string>;
  readonly log: RecordingAccessLog = new RecordingAccessLog();
  readonly reader: LoggedSecretReader;

  constructor(values: Readonly<Record<string, string>> = {}) {
    this.values = {};
    for (const [name, value] of Object.entries(values)) this.set(name, value);
    const provider = new EnvironmentProvider(this.values, Buffer.from("the same in every run"));
    this.reader = new LoggedSecretReader({
      providers: [provider],
      accessLog: this.log,
      log: silentLogger,
      clock: systemClock,
    });
  }

  set(name: string, value: string): void {
    this.values[`IDENTIKIT_SECRET_${name}`] = value;
  }

  remove(name: string): void {
    delete this.values[`IDENTIKIT_SECRET_${name}`];
  }

  get read(): string[] {
    return this.log.recorded.map((access) => access.secret);
  }
}

/** Keeps what was emitted. */
export class EventList implements EventSink {
  readonly events: TimedEvent[] = [];

  emit(event: TimedEvent): void {
    this.events.push(event);
  }

  get names(): string[] {
    return this.events.map((event) => `${event.event} ${event.agent}`);
  }
}

export const ledgerKeys: ResolvedAgent["ledgerKeys"] = [new LedgerKey("k1", Buffer.alloc(32, 7))];

/** What every render of a test shares, with a place to look at secrets and events. */
export function settingsFor(envRoot: string, secrets: TestSecrets = new TestSecrets()) {
  const events = new EventList();
  return {
    envRoot,
    secrets: secrets.reader,
    accessor: "test",
    reason: "test",
    ledgerKeys,
    events,
    clock: systemClock,
    sync: false,
  };
}
