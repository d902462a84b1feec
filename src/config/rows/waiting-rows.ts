import type { Finding } from "../../fault/finding.ts";
import { cellText, textAt } from "../connection/cells.ts";
import type { Cells, Session } from "../connection/session.ts";
import { type ScopedTable, scopedTables, type TableShape } from "../schema/tables.ts";
import { isWithheld, withheldFinding } from "./template-offers.ts";

/** The rows of templates that wait for permission: those of a database, and what becomes of them by changes that are planned. */
export class WaitingRows {
  readonly #values = new Map<string, { table: ScopedTable; reference: string; key: string; value: string }>();

  static async of({ query }: Session): Promise<WaitingRows> {
    const waiting = new WaitingRows();
    for (const table of scopedTables) {
      const rows = await query
        .selectFrom(table)
        .select(["scope_ref", "key", "value"])
        .where("scope", "=", "builtin")
        .where("scope_ref", "like", "withheld:%")
        .orderBy("scope_ref")
        .orderBy("key")
        .execute();
      for (const { scope_ref, key, value } of rows) waiting.#put(table, scope_ref, key, value);
    }
    return waiting;
  }

  /** Takes a change of a row in; rows that reach somebody are passed over. */
  change({ name, columns }: TableShape, before: Cells | undefined, after: Cells | undefined): void {
    const table = scopedTables.find((each) => each === name);
    const cells = after ?? before;
    if (table === undefined || !cells || !isWithheld(textAt(cells, 1))) return;
    const [reference, key] = [textAt(cells, 1), textAt(cells, 2)];
    if (after) this.#put(table, reference, key, cellText(after[columns.indexOf("value")]));
    else this.#values.delete(JSON.stringify([table, reference, key]));
  }

  /** A warning for each, with the line that permits it. */
  get findings(): Finding[] {
    return [...this.#values.values()].map(({ reference, ...offer }) => withheldFinding(reference, offer));
  }

  #put(table: ScopedTable, reference: string, key: string, value: string): void {
    this.#values.set(JSON.stringify([table, reference, key]), { table, reference, key, value });
  }
}
