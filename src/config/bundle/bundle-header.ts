import { z } from "zod";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { isRecord } from "../../fault/thrown.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";
import { scopes } from "../schema/agent-config.ts";
import { schemaVersion } from "../schema/migrations.ts";
import { type ConfigTable, type TableShape, tableShapes } from "../schema/tables.ts";

/** The version of the bundle's own form. */
export const bundleVersion = 1;
const format = "identikit-config-bundle";

/** A table in a bundle: its rows, and SHA-256 over their lines with the line ends. */
export interface TableSummary {
  readonly rows: number;
  readonly digest: Digest;
}

/** The first line of a bundle. */
export interface BundleHeader {
  readonly schema: number;
  /** The scopes whose rows it holds, in the order of the alphabet. */
  readonly scopes: readonly string[];
  readonly secrets: "omitted" | "sealed";
  /** In the order in which their rows follow. */
  readonly tables: ReadonlyMap<ConfigTable, TableSummary>;
}

/** The tables of a bundle of a schema version, in order. */
export function bundleTables({ secrets, schema }: Pick<BundleHeader, "secrets" | "schema">): TableShape[] {
  return tableShapes.filter(
    ({ name, since }) => since <= schema && (secrets === "sealed" || name !== "secret"),
  );
}

/** The first line, without its line end; its length depends on the row counts only, never on a digest. */
export function formatHeader(header: BundleHeader): string {
  return JSON.stringify({ ...plainHeader(header), digest: bundleDigest(header) });
}

/**
 * The digest of a whole bundle: SHA-256 over its header without this digest, which holds the digest of every table and so
 * vouches for every row.
 */
export function bundleDigest(header: BundleHeader): Digest {
  return digestOf(JSON.stringify(plainHeader(header)));
}

function plainHeader({ schema, scopes, secrets, tables }: BundleHeader) {
  return { format, version: bundleVersion, schema, scopes, secrets, tables: Object.fromEntries(tables) };
}

const summarySchema = z.strictObject({
  rows: z.number().int().nonnegative(),
  digest: z.templateLiteral(["sha256:", z.string().regex(/^[0-9a-f]{64}$/)]),
});

const headerSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(bundleVersion),
  schema: z.number().int().positive(),
  scopes: z.array(z.enum(scopes)).min(1),
  secrets: z.enum(["omitted", "sealed"]),
  tables: z.record(z.string(), summarySchema),
  digest: z.string(),
});

/**
 * Reads a bundle's first line.
 * @throws {IdentikitError} `BUNDLE_INVALID` for what is no header, or not one that {@link formatHeader} writes;
 * `BUNDLE_TOO_NEW`
 */
export function parseHeader(line: string, name: string): BundleHeader {
  const value = parseLine(line, name);
  if (value.format !== format) throw invalidBundle(name, "is no config bundle (unknown format)");
  if (typeof value.version === "number" && value.version > bundleVersion)
    throw tooNew(name, "format", value.version);
  if (typeof value.schema === "number" && value.schema > schemaVersion)
    throw tooNew(name, "schema", value.schema);
  const result = headerSchema.safeParse(value);
  if (!result.success) throw invalidBundle(name, "has a malformed header");
  const { schema, scopes: covered, secrets, tables } = result.data;
  if (covered.some((scope, at) => at > 0 && scope <= certain(covered[at - 1])))
    throw invalidBundle(name, "has a header whose scopes are not in order, each once");
  const expected = bundleTables({ secrets, schema }).map((shape) => shape.name);
  if (Object.keys(tables).join() !== expected.join())
    throw invalidBundle(name, "has a header with other tables");
  const header = {
    schema,
    scopes: covered,
    secrets,
    tables: new Map(Object.entries(tables)) as ReadonlyMap<ConfigTable, TableSummary>,
  };
  if (value.digest !== bundleDigest(header)) throw invalidBundle(name, "has a header that was altered");
  if (formatHeader(header) !== line) throw invalidBundle(name, "has a header that is not canonical");
  return header;
}

function parseLine(line: string, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch {
    // Said below, without the text.
  }
  throw invalidBundle(name, "is no config bundle (its first line is no header)");
}

/** @param problem what is wrong, to follow the bundle's name */
export function invalidBundle(name: string, problem: string): IdentikitError {
  return new IdentikitError("BUNDLE_INVALID", `the bundle ${name} ${problem}`, {
    remedy: "Export it again, and carry it as one file; nothing was imported.",
  });
}

function tooNew(name: string, what: string, version: number): IdentikitError {
  const known = what === "schema" ? schemaVersion : bundleVersion;
  const problem = `the bundle ${name} has ${what} version ${version}; this program knows up to ${known}`;
  return new IdentikitError("BUNDLE_TOO_NEW", problem, { remedy: "Use the newer Identikit that wrote it." });
}
