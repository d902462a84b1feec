import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { DatabaseKind } from "../../src/config/schema/create-tables.ts";
import { migrations } from "../../src/config/schema/migrations.ts";

/** What databases out there were made with. A new line is added with a release; none is ever changed. */
const released: readonly Readonly<Record<DatabaseKind, string>>[] = [
  {
    sqlite: "559342bcad821177ba9a23af88da196fa3e40ebdb7ef8d7639bcb2dc7c2bf2af",
    postgres: "24da3c5666f99dca843ce43aca89b81eddb329dfc02b98d83b42ce331161595b",
  },
];

test("the statements of a released migration are what they were", () => {
  const digests = migrations.map((migration) => ({
    sqlite: digestOf(migration.statements("sqlite")),
    postgres: digestOf(migration.statements("postgres")),
  }));
  expect(digests.slice(0, released.length)).toEqual(released);
});

test("each migration leads to the next version and asks for no program that does not exist", () => {
  for (const [index, { version, minReader, minWriter }] of migrations.entries()) {
    expect(version).toBe(index + 1);
    expect(minReader).toBeLessThanOrEqual(minWriter);
    expect(minWriter).toBeLessThanOrEqual(version);
  }
});

test("no migration promises anything for the first release, which refuses every newer schema by itself", () => {
  for (const { version, minReader } of migrations.slice(1))
    expect(minReader, `of ${version}`).toBeGreaterThan(1);
});

function digestOf(statements: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(statements)).digest("hex");
}
