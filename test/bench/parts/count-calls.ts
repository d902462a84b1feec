import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync, StatementSync } from "node:sqlite";

/** What a piece of work asked of the system: figures that a busy machine does not move. */
export interface Calls {
  /** Files and directories that were opened. */
  opened: number;
  /** Times that the status of a name was asked for. */
  looked: number;
  /** Statements that an SQLite database was sent. */
  statements: number;
}

const calls: Calls = { opened: 0, looked: 0, statements: 0 };
let isCounting = false;

/** Counts the calls of a piece of work in this process. */
export async function countCalls(work: () => Promise<unknown>): Promise<Calls> {
  if (!isCounting) startCounting();
  const before = { ...calls };
  await work();
  return {
    opened: calls.opened - before.opened,
    looked: calls.looked - before.looked,
    statements: calls.statements - before.statements,
  };
}

function startCounting(): void {
  isCounting = true;
  for (const name of ["openSync", "opendirSync", "readdirSync"] as const) count(fs, name, "opened");
  for (const name of ["lstatSync", "statSync"] as const) count(fs, name, "looked");
  syncBuiltinESMExports();
  for (const name of ["run", "get", "all", "iterate"] as const)
    count(StatementSync.prototype, name, "statements");
  count(DatabaseSync.prototype, "exec", "statements");
}

function count(owner: object, name: string, what: keyof Calls): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== "function") throw new TypeError(`there is no ${name} to count`);
  Reflect.set(owner, name, function (this: unknown, ...given: unknown[]) {
    calls[what]++;
    return Reflect.apply(original, this, given);
  });
}
