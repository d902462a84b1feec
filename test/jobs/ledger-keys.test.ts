import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { knownLedgerKeysOf, ledgerKeysOf } from "../../src/jobs/ledger-keys.ts";
import { scratchDirectory } from "../scratch.ts";

test("a run that only looks makes no env root, and finds the key of one that is there", () => {
  const envRoot = join(scratchDirectory(), "env");
  expect(knownLedgerKeysOf(undefined, envRoot)).toHaveLength(1);
  expect(existsSync(envRoot)).toBe(false);
  const [made] = ledgerKeysOf(undefined, envRoot);
  const [found] = knownLedgerKeysOf(undefined, envRoot);
  expect(found.secret.equals(made.secret)).toBe(true);
});

test("what is derived from a key is the same from run to run, and another for another use", () => {
  const envRoot = scratchDirectory();
  const derived = (use: string): string => ledgerKeysOf(undefined, envRoot)[0].derive(use).toString("hex");
  expect(derived("fingerprint")).toBe(derived("fingerprint"));
  expect(derived("fingerprint")).not.toBe(derived("other"));
});
