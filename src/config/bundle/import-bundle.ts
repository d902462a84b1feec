import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Digest } from "../../tree/digest.ts";
import type { Cells, Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import { type ChangeCounts, changeOf, type RowChange } from "../rows/row-change.ts";
import { RowChecker } from "../rows/row-check.ts";
import { addRows, putRows, removeRows } from "../rows/write-rows.ts";
import { shapeOf, type TableShape } from "../schema/tables.ts";
import { type BundleHeader, bundleDigest } from "./bundle-header.ts";
import { BundleReader } from "./bundle-reader.ts";
import { type BundleVerifier, requireSignature } from "./bundle-signature.ts";
import { compareBundle, type RowPair } from "./compare-bundle.ts";
import type { HeldLines } from "./line-file.ts";
import type { Plan } from "./plan.ts";

export interface ImportOptions {
  readonly database: ConfigDatabase;
  /** Its path, or what is in it. */
  readonly file: string | HeldLines;
  /** The plan that was agreed to: another bundle, or a database that has moved on since, is refused. */
  readonly plan?: Plan;
  /**
   * `missing` deletes rows that the bundle lacks. `everything` does so also where no agent, or nothing at all, is left.
   * Default `none`.
   */
  readonly prune?: "none" | "missing" | "everything";
  /** Does everything but keep it. Default false. */
  readonly dryRun?: boolean;
  /** Whose signature the bundle must carry; left out, none is asked for. */
  readonly verifier?: BundleVerifier | undefined;
  /** Who imports it, for the history; whoever opened the database if left out. */
  readonly who?: string;
  /** Given each change as it is made; it is kept only if the import returns. */
  readonly onChange?: (change: RowChange) => void;
}

export interface ImportResult {
  readonly bundle: Digest;
  readonly counts: Readonly<ChangeCounts>;
  /** The agents that became due by it. */
  readonly agents: readonly string[];
}

/**
 * Applies a bundle in one transaction: all of it or nothing. Rows that are the same already are not written, so exactly the
 * agents that something changed for become due. Memory stays the same however many rows there are.
 * @throws {IdentikitError} `BUNDLE_INVALID`, `BUNDLE_TOO_NEW`, `ROW_INVALID` naming the row, `PLAN_STALE`, `PRUNE_REFUSED`,
 * `BUNDLE_UNSIGNED`, `FILE_UNREADABLE`, `DATABASE_FAILED`
 */
export async function importBundle(options: ImportOptions): Promise<ImportResult> {
  const { database, file, plan } = options;
  const prune = options.prune ?? "none";
  if (plan && plan.prune !== (prune !== "none")) {
    const agreed = plan.prune ? "with" : "without";
    throw stale(`it was made ${agreed} --prune`);
  }
  using bundle = new BundleReader(file);
  const digest = bundleDigest(bundle.header);
  const origin = `bundle ${digest}`;
  return await database.configure({ ...options, origin }, async (session) => {
    if (plan && plan.bundle !== digest) throw stale("it is of another bundle");
    if (prune === "missing") await refuseToEmpty(session, bundle.header);
    const writer = new ImportWriter(session, heldRows[database.kind], options);
    const walk = compareBundle(session, bundle, database.signal);
    let step = await walk.next();
    for (; !step.done; step = await walk.next()) await writer.write(step.value);
    requireSignature(options.verifier, { name: bundle.name, digest, signature: step.value.signature });
    if (plan && plan.base !== step.value.base) throw stale("the database has changed since");
    await writer.removeParents();
    return { bundle: digest, counts: writer.counts, agents: await session.bulk.affected() };
  });
}

/** Rows that are held back to be written together: a statement costs a server much, a file something. */
const heldRows = { sqlite: 1000, postgres: 10_000 } as const;
/** Characters that are held back, however few rows they are. */
const heldCharacters = 4_000_000;

class ImportWriter {
  readonly counts: ChangeCounts = { create: 0, change: 0, delete: 0 };
  readonly #session: Session;
  readonly #held: number;
  readonly #prune: boolean;
  readonly #onChange: ImportOptions["onChange"];
  readonly #checker = new RowChecker();
  #shape: TableShape | undefined;
  #additions: Cells[] = [];
  #puts: Cells[] = [];
  #removals: Cells[] = [];
  #characters = 0;
  /** Agents and types that go: only after the rows that refer to them. */
  readonly #parents: Cells[][] = [[], []];

  constructor(session: Session, held: number, options: Pick<ImportOptions, "prune" | "onChange">) {
    this.#session = session;
    this.#held = held;
    this.#prune = (options.prune ?? "none") !== "none";
    this.#onChange = options.onChange;
  }

  async write(pairs: readonly RowPair[]): Promise<void> {
    const shape = certain(pairs[0]).shape;
    if (shape !== this.#shape) await this.flush();
    this.#shape = shape;
    for (const { bundle, database } of pairs) {
      if (bundle) {
        this.#checker.check(shape, bundle);
        (database ? this.#puts : this.#additions).push(bundle);
        this.#characters += charactersOf(bundle);
      } else if (this.#prune) this.#remove(shape, certain(database).slice(0, shape.key.length));
      else continue;
      this.counts[bundle ? (database ? "change" : "create") : "delete"]++;
      this.#onChange?.(changeOf(shape, database, bundle));
    }
    const held = this.#additions.length + this.#puts.length + this.#removals.length;
    if (held >= this.#held || this.#characters >= heldCharacters) await this.flush();
  }

  /** Writes what is held back. */
  async flush(): Promise<void> {
    const [shape, additions, puts, removals] = [this.#shape, this.#additions, this.#puts, this.#removals];
    if (!shape) return;
    [this.#additions, this.#puts, this.#removals, this.#characters] = [[], [], [], 0];
    await putRows(this.#session, shape, puts);
    await addRows(this.#session, shape, additions);
    await removeRows(this.#session, shape, removals);
  }

  #remove(shape: TableShape, key: Cells): void {
    if (shape.name === "agent") this.#parents[0]?.push(key);
    else if (shape.name === "agent_type") this.#parents[1]?.push(key);
    else this.#removals.push(key);
  }

  /** The last step: what rows referred to. */
  async removeParents(): Promise<void> {
    await this.flush();
    const [agents, types] = this.#parents as [Cells[], Cells[]];
    for (const [shape, keys] of [
      [shapeOf("agent"), agents],
      [shapeOf("agent_type"), types],
    ] as const)
      await removeRows(this.#session, shape, keys);
  }
}

function charactersOf(cells: Cells): number {
  return cells.reduce((sum, cell) => sum + (typeof cell === "string" ? cell.length : 1), 0);
}

/** @throws {IdentikitError} `PRUNE_REFUSED` */
async function refuseToEmpty({ bulk }: Session, header: BundleHeader): Promise<void> {
  const emptied: string[] = [];
  for (const table of ["agent", "agent_type"] as const)
    if (header.tables.get(table)?.rows === 0 && (await bulk.count(shapeOf(table))) > 0) emptied.push(table);
  if (emptied.length === 0) return;
  throw new IdentikitError(
    "PRUNE_REFUSED",
    `the bundle has no ${emptied.join(" and no ")}: pruning would delete all`,
    {
      remedy: "Check the bundle. If nothing is what you want, add --prune-to-nothing.",
    },
  );
}

function stale(why: string): IdentikitError {
  return new IdentikitError("PLAN_STALE", `the plan cannot be applied: ${why}`, {
    remedy: "Make the plan again with: identikit config plan",
  });
}
