import type { Session } from "../../../config/connection/session.ts";
import type { ConfigDatabase } from "../../../config/database.ts";
import { blobRowBytes } from "../../../config/schema/agent-blob-table.ts";
import { IdentikitError } from "../../../fault/error.ts";
import { digestOf } from "../../../tree/digest.ts";
import type { ResourceKey } from "../../resource/resource.ts";

/** Content, and the digest that it has. */
export interface DigestedContent {
  readonly digest: string;
  readonly content: Uint8Array;
}

/** Rows that one statement inserts: some MiB. */
const statementRows = 32;

/** The content of what runs made, by digest. Each run has its own, which goes when the run does. */
export class BlobStore {
  readonly #database: ConfigDatabase;

  constructor(database: ConfigDatabase) {
    this.#database = database;
  }

  /** Stores some blobs, all or none; what is there already stays as it is. */
  async put(run: ResourceKey, blobs: readonly DigestedContent[]): Promise<void> {
    await this.#database.transaction("write", (session) => putBlobs(session, run, blobs));
  }

  /** Whether there is anything under a digest, right or wrong. */
  async has({ namespace, name }: ResourceKey, digest: string): Promise<boolean> {
    const { rows } = await this.#database.transaction(
      "read",
      async ({ query, sql }) =>
        await sql`SELECT part FROM agent_blob
          WHERE namespace = ${namespace} AND run = ${name} AND digest = ${digest} LIMIT 1`.execute(query),
    );
    return rows.length > 0;
  }

  /** @throws {IdentikitError} `BLOB_MISSING`, also for content that is no longer what its digest says */
  async get({ namespace, name }: ResourceKey, digest: string): Promise<Uint8Array> {
    const { rows } = await this.#database.transaction(
      "read",
      async ({ query, sql }) =>
        await sql<{ bytes: string }>`SELECT bytes FROM agent_blob
          WHERE namespace = ${namespace} AND run = ${name} AND digest = ${digest} ORDER BY part`.execute(
          query,
        ),
    );
    const content = Buffer.concat(rows.map(({ bytes }) => Buffer.from(bytes, "base64")));
    if (rows.length > 0 && digestOf(content) === digest) return content;
    const what = rows.length === 0 ? "is not there" : "is not what its digest says";
    throw new IdentikitError(
      "BLOB_MISSING",
      `the content ${digest} of the run ${namespace}/${name} ${what}`,
      {
        remedy: "Take the run's bundle in again: identikit write-back FILE.",
      },
    );
  }
}

/** {@link BlobStore.put} in an open transaction. */
export async function putBlobs(
  { query, sql }: Session,
  { namespace, name }: ResourceKey,
  blobs: readonly DigestedContent[],
): Promise<void> {
  const rows = blobs.flatMap(({ digest, content }) =>
    partsOf(content).map(
      (bytes, part) => sql`(${namespace}, ${name}, ${digest}, ${sql.lit(part)}, ${bytes})`,
    ),
  );
  for (let at = 0; at < rows.length; at += statementRows)
    await sql`INSERT INTO agent_blob (namespace, run, digest, part, bytes)
      VALUES ${sql.join(rows.slice(at, at + statementRows))} ON CONFLICT DO NOTHING`.execute(query);
}

/** At least one, so that content without bytes is there, too. */
function partsOf(content: Uint8Array): string[] {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const parts: string[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += blobRowBytes)
    parts.push(bytes.subarray(at, at + blobRowBytes).toString("base64"));
  return parts;
}
