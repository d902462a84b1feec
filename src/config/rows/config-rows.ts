import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { visible } from "../../fault/visible.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { comparePaths } from "../../tree/path.ts";
import type { Scope } from "../schema/agent-config.ts";
import {
  type AgentRow,
  type AgentTypeConfigRow,
  type AgentTypeRow,
  type ScopedRow,
  type ScopedTable,
  scopedTables,
  shapeOf,
} from "../schema/tables.ts";
import { agentOfReference, agentReference } from "./agent-reference.ts";
import { rowName } from "./row-name.ts";
import { skillTree } from "./skill-value.ts";

/** Rows as they were loaded. */
export interface RawRows extends Readonly<Record<ScopedTable, readonly ScopedRow[]>> {
  readonly agent_type: readonly AgentTypeRow[];
  readonly agent: readonly AgentRow[];
  readonly agent_type_config: readonly AgentTypeConfigRow[];
}

/** One scoped row; its value is read when it is first asked for, and then the same object every time. */
export class Entry {
  readonly key: string;
  readonly scope: Scope;
  readonly reference: string;
  readonly enabled: boolean;
  readonly #table: ScopedTable;
  readonly #raw: string;
  #value: unknown;
  #tree: FileTree | undefined;

  constructor(table: ScopedTable, row: ScopedRow) {
    this.key = row.key;
    this.scope = row.scope;
    this.reference = row.scope_ref;
    this.enabled = Boolean(row.enabled);
    this.#table = table;
    this.#raw = row.value;
  }

  /** How messages call the row. */
  get name(): string {
    return rowName(shapeOf(this.#table), [this.scope, this.reference, this.key]);
  }

  /** @throws {IdentikitError} `ROW_INVALID` */
  get value(): unknown {
    if (this.#value === undefined) this.#value = this.#read(() => JSON.parse(this.#raw));
    return this.#value;
  }

  /** The files of a skill. @throws {IdentikitError} `ROW_INVALID` */
  get tree(): FileTree {
    this.#tree ??= this.#read(() => skillTree(this.value, this.name));
    return this.#tree;
  }

  #read<Value>(read: () => Value): Value {
    try {
      return read();
    } catch (cause) {
      throw new IdentikitError("ROW_INVALID", `${this.name} does not have the shape that it must have`, {
        remedy: "Fix or delete the row; config plan and config import check rows before they are written.",
        cause,
      });
    }
  }
}

/** The configuration of a fleet, or of some agents of it, as rows ordered for resolving. */
export class ConfigRows {
  readonly #types: ReadonlyMap<string, AgentTypeRow>;
  readonly #agents: ReadonlyMap<string, AgentRow>;
  readonly #typeConfig: readonly AgentTypeConfigRow[];
  readonly #entries: ReadonlyMap<string, readonly Entry[]>;
  readonly #withOwn: ReadonlySet<string>;

  constructor(raw: RawRows) {
    this.#types = new Map(raw.agent_type.map((type) => [type.name, type]));
    this.#agents = new Map(raw.agent.filter(({ enabled }) => enabled).map((agent) => [agent.name, agent]));
    this.#typeConfig = raw.agent_type_config;
    const entries = new Map<string, Entry[]>();
    const withOwn = new Set<string>();
    for (const table of scopedTables) {
      for (const row of raw[table]) {
        const place = placeOf(table, row.scope, row.scope_ref);
        const agent = row.scope === "instance" ? row.scope_ref : agentOfReference(row.scope_ref);
        if (agent !== undefined) withOwn.add(agent);
        const there = entries.get(place);
        if (there) there.push(new Entry(table, row));
        else entries.set(place, [new Entry(table, row)]);
      }
    }
    this.#entries = entries;
    this.#withOwn = withOwn;
  }

  /** The agents, in byte order. */
  get agents(): string[] {
    return [...this.#agents.keys()].sort(comparePaths);
  }

  /** @throws {IdentikitError} `AGENT_UNKNOWN` */
  agent(name: string): { readonly name: string; readonly type: string; readonly runtime: string } {
    const agent = this.#agents.get(name);
    if (!agent) throw unknownAgent(name, this.agents);
    return { name, type: agent.type, runtime: this.#types.get(agent.type)?.runtime ?? "" };
  }

  /** Whether a row applies to this agent alone. */
  hasOwn(agent: string): boolean {
    return this.#withOwn.has(agent);
  }

  /** The further settings of an agent's type, by key. */
  typeConfig(type: string): { readonly key: string; readonly value: unknown }[] {
    const own = this.#typeConfig.filter((row) => row.type === type);
    return own.map(({ key, value }) => ({ key, value: JSON.parse(value) }));
  }

  /** The rows of a table that apply to an agent, scope by scope, the widest first. */
  layers(table: ScopedTable, agent: string): (readonly Entry[])[] {
    const { name, type } = this.agent(agent);
    const places: [Scope, string][] = [
      ["builtin", ""],
      ["builtin", type],
      ["builtin", agentReference(name)],
      ["global", ""],
      ["type", type],
      ["instance", name],
    ];
    return places.map(([scope, reference]) => this.#entries.get(placeOf(table, scope, reference)) ?? []);
  }
}

/** @returns the fault for an agent that there is not */
export function unknownAgent(name: string, known: readonly string[]): IdentikitError {
  return new IdentikitError(
    "AGENT_UNKNOWN",
    `no agent is called ${visible(name)}${suggestion(name, known)}`,
    {
      remedy: "Add it to agents.json and run: identikit config sync",
    },
  );
}

function placeOf(table: ScopedTable, scope: Scope, reference: string): string {
  return `${table} ${scope} ${reference}`;
}
