import { setImmediate } from "node:timers/promises";
import { certain } from "../../fault/certain.ts";
import type { Cells, RowBatch, Session } from "../connection/session.ts";
import { type ChangeCounts, changeOf, type RowChange } from "../rows/row-change.ts";
import { RowChecker } from "../rows/row-check.ts";
import { addRows, putRows, removeRows } from "../rows/write-rows.ts";
import { shapeOf, type TableShape } from "../schema/tables.ts";
import type { RowPair } from "./compare-bundle.ts";

/** Rows that are held back to be written together: a statement costs a server much, a file something. */
const heldRows = { sqlite: 1000, postgres: 10_000 } as const;
/** Characters that are held back, however few rows they are. */
const heldCharacters = 4_000_000;

interface WriterOptions {
  /** Deletes rows that the bundle lacks. */
  readonly prune: boolean;
  /** Given each change as it is made. */
  readonly onChange: ((change: RowChange) => void) | undefined;
}

/** Writes what an import finds to differ, some rows while those after them are read. */
export class ImportWriter {
  readonly counts: ChangeCounts = { create: 0, change: 0, delete: 0 };
  readonly #session: Session;
  readonly #held: number;
  readonly #options: WriterOptions;
  readonly #checker = new RowChecker();
  #shape: TableShape | undefined;
  #additions: RowBatch | undefined;
  #puts: Cells[] = [];
  #removals: Cells[] = [];
  #characters = 0;
  /** What is being written while the rows after it are read. */
  #writing: Promise<void> | undefined;
  /** Agents and types that go: only after the rows that refer to them. */
  readonly #parents: Cells[][] = [[], []];

  constructor(session: Session, options: WriterOptions) {
    this.#session = session;
    this.#held = heldRows[session.kind];
    this.#options = options;
  }

  async write(pairs: readonly RowPair[]): Promise<void> {
    const shape = certain(pairs[0]).shape;
    if (shape !== this.#shape) await this.#flush();
    this.#shape = shape;
    this.#additions ??= this.#session.bulk.batch(shape);
    const added: Cells[] = [];
    for (const { bundle, database } of pairs) {
      if (bundle) {
        this.#checker.check(shape, bundle);
        (database ? this.#puts : added).push(bundle);
        this.#characters += charactersOf(bundle);
      } else if (this.#options.prune) this.#remove(shape, certain(database).slice(0, shape.key.length));
      else continue;
      this.counts[bundle ? (database ? "change" : "create") : "delete"]++;
      this.#options.onChange?.(changeOf(shape, database, bundle));
    }
    if (added.length > 0) this.#additions.push(added);
    const held = this.#additions.count + this.#puts.length + this.#removals.length;
    if (held >= this.#held || this.#characters >= heldCharacters) await this.#flush();
    // A turn in which the rest of a large statement is sent.
    else if (this.#writing) await setImmediate();
  }

  /** Begins to write what is held back, once what was before it is written. */
  async #flush(): Promise<void> {
    const [shape, additions, puts, removals] = [this.#shape, this.#additions, this.#puts, this.#removals];
    if (!shape || !additions) return;
    [this.#additions, this.#puts, this.#removals, this.#characters] = [undefined, [], [], 0];
    await this.settled();
    const write = async () => {
      await putRows(this.#session, shape, puts);
      await addRows(shape, additions);
      await removeRows(this.#session, shape, removals);
    };
    this.#writing = write();
    // Whoever waits for it hears of its fault; until then it is nobody's.
    this.#writing.catch(() => {});
  }

  /** Waits until what was begun is written. */
  async settled(): Promise<void> {
    const writing = this.#writing;
    this.#writing = undefined;
    await writing;
  }

  #remove(shape: TableShape, key: Cells): void {
    if (shape.name === "agent") this.#parents[0]?.push(key);
    else if (shape.name === "agent_type") this.#parents[1]?.push(key);
    else this.#removals.push(key);
  }

  /** The last step: what rows referred to. */
  async removeParents(): Promise<void> {
    await this.#flush();
    await this.settled();
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
