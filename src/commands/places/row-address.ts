import type { RowAddress } from "../../config/rows/edit-rows.ts";
import { IdentikitError } from "../../fault/error.ts";

/** The row that options name. @throws {IdentikitError} `USAGE` where scope and name do not go together */
export function rowAddress(options: {
  readonly table: RowAddress["table"];
  readonly key: string;
  readonly scope: RowAddress["scope"];
  readonly ref?: string | undefined;
}): RowAddress {
  const { table, key, scope, ref } = options;
  if ((scope === "global") !== (ref === undefined)) {
    const problem =
      ref === undefined ? `--scope ${scope} needs --ref` : "--scope global is for all: --ref says nothing";
    throw new IdentikitError("USAGE", problem, {
      remedy: "Name the type with --scope type --ref NAME, the agent with --scope instance --ref NAME.",
    });
  }
  return { table, scope, reference: ref ?? "", key };
}
