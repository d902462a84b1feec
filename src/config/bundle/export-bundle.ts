import { createHash } from "node:crypto";
import { certain } from "../../fault/certain.ts";
import type { Digest } from "../../tree/digest.ts";
import { StreamedFile } from "../../tree/streamed-file.ts";
import type { Cells, Session, WrittenRows } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import { invalidRow } from "../rows/row-check.ts";
import { scopes as allScopes, type Scope } from "../schema/agent-config.ts";
import { schemaVersion } from "../schema/migrations.ts";
import type { ConfigTable, TableShape } from "../schema/tables.ts";
import { type BundleHeader, bundleDigest, bundleTables, formatHeader } from "./bundle-header.ts";
import { type BundleSignature, type BundleSigner, formatSignature } from "./bundle-signature.ts";
import { lineForm } from "./row-line.ts";

export interface ExportOptions {
  readonly database: ConfigDatabase;
  /** The file to write: mode 0600, whole or not at all. */
  readonly file: string;
  /** `sealed` takes ciphertexts along, with the ids of their keys. Default `omit`. */
  readonly secrets?: "omit" | "sealed";
  /** Signs the bundle, on a last line of its own. */
  readonly signer?: BundleSigner | undefined;
  /** Only rows of these scopes; default all. */
  readonly scopes?: readonly Scope[];
}

export interface ExportResult {
  readonly digest: Digest;
  /** Rows of all tables. */
  readonly rows: number;
  readonly tables: Readonly<Record<string, number>>;
  readonly signature: BundleSignature | undefined;
}

/**
 * Writes the configuration, as it is at one moment, as a bundle: a header line, then one line a row, table after table, in byte
 * order of the keys. Equal rows give equal bytes, whatever database they come from. Memory stays the same however many rows
 * there are.
 * @throws {IdentikitError} `DATABASE_FAILED`, `FILE_UNWRITABLE`; `ROW_INVALID` for a row that would not be read again
 */
export function exportBundle(options: ExportOptions): Promise<ExportResult> {
  const { database, file } = options;
  return database.transaction("read", async (session) => {
    using bundle = new StreamedFile(file, { mode: 0o600 });
    const secrets = options.secrets === "sealed" ? "sealed" : "omitted";
    const scopes = [...(options.scopes ?? allScopes)].sort();
    // Its length is known once the rows are counted; what it says is filled in when they are written.
    const blank = await countTables(session, secrets, scopes);
    bundle.append(Buffer.from(`${formatHeader(blank)}\n`));
    const tables = new Map<ConfigTable, { rows: number; digest: Digest }>();
    for (const shape of bundleTables({ secrets, schema: schemaVersion })) {
      const table = new TableWriter(shape, bundle);
      for await (const rows of session.bulk.allLines(shape, lineForm(shape), filterOf(scopes))) {
        database.signal?.throwIfAborted();
        table.write(rows);
      }
      tables.set(shape.name, table.end());
    }
    const header: BundleHeader = { ...blank, tables };
    bundle.replace(Buffer.from(`${formatHeader(header)}\n`), 0);
    const signature = options.signer?.sign(bundleDigest(header));
    if (signature) bundle.append(Buffer.from(`${formatSignature(signature)}\n`));
    bundle.commit();
    const counts = Object.fromEntries([...tables].map(([name, { rows }]) => [name, rows]));
    return {
      digest: bundleDigest(header),
      rows: Object.values(counts).reduce((sum, rows) => sum + rows, 0),
      tables: counts,
      signature,
    };
  });
}

async function countTables(
  session: Session,
  secrets: BundleHeader["secrets"],
  scopes: readonly string[],
): Promise<BundleHeader> {
  const tables = new Map<ConfigTable, { rows: number; digest: Digest }>();
  const digest: Digest = `sha256:${"0".repeat(64)}`;
  for (const shape of bundleTables({ secrets, schema: schemaVersion }))
    tables.set(shape.name, { rows: await session.bulk.count(shape, scopes), digest });
  return { schema: schemaVersion, scopes, secrets, tables };
}

/** The rows of a table that are of some scopes, page by page. */
export async function* pagesOf(
  { bulk }: Session,
  shape: TableShape,
  scopes: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Cells[], void> {
  for await (const page of bulk.pages(shape, filterOf(scopes))) {
    signal?.throwIfAborted();
    yield page;
  }
}

/** Without a filter rows are found faster. */
function filterOf(scopes: readonly string[]): readonly string[] | undefined {
  return scopes.length < allScopes.length ? scopes : undefined;
}

class TableWriter {
  readonly #shape: TableShape;
  readonly #bundle: StreamedFile;
  readonly #hash = createHash("sha256");
  #rows = 0;

  constructor(shape: TableShape, bundle: StreamedFile) {
    this.#shape = shape;
    this.#bundle = bundle;
  }

  write(rows: WrittenRows): void {
    this.#checkLines(rows);
    this.#hash.update(rows.bytes);
    this.#bundle.append(rows.bytes);
    this.#rows += rows.count;
  }

  end(): { rows: number; digest: Digest } {
    return { rows: this.#rows, digest: `sha256:${this.#hash.digest("hex")}` };
  }

  /** The constraints keep line ends out of values; a schema that somebody changed by hand may not. */
  #checkLines({ count, bytes, cells }: WrittenRows): void {
    let lines = 0;
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++;
    if (lines === count) return;
    const { write } = lineForm(this.#shape);
    const wrong = certain(cells().find((row) => write(row).includes("\n")));
    throw invalidRow(this.#shape, wrong, "the value is not on one line");
  }
}
