import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ledgerKeysOf } from "../../src/env/ledger-keys.ts";
import { scratchDirectory } from "../scratch.ts";

test("a run that only looks makes no env root, and finds the key of one that is there", () => {
  const envRoot = join(scratchDirectory(), "env");
  expect(ledgerKeysOf(undefined, envRoot, "read")).toHaveLength(1);
  expect(existsSync(envRoot)).toBe(false);
  const [made] = ledgerKeysOf(undefined, envRoot, "write");
  const [found] = ledgerKeysOf(undefined, envRoot, "read");
  expect(found.secret.equals(made.secret)).toBe(true);
});

test("what is derived from a key is the same from run to run, and another for another use", () => {
  const envRoot = scratchDirectory();
  const derived = (use: string): string =>
    ledgerKeysOf(undefined, envRoot, "write")[0].derive(use).toString("hex");
  expect(derived("fingerprint")).toBe(derived("fingerprint"));
  expect(derived("fingerprint")).not.toBe(derived("other"));
});
