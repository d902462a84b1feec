import { randomBytes } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";
import type { Keyring } from "../../secret/keyring.ts";
import { maxSecretBytes, type SealedSecret } from "../../secret/sealed-secret.ts";
import { checkSecretName } from "../../secret/secret-name.ts";
import type { Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import type { SecretRow } from "../schema/tables.ts";

const columns = ["name", "version", "key_id", "nonce", "ciphertext", "tag"] as const;

/** Well below the number of parameters that either database takes in one statement. */
const namesAtATime = 1000;

/** The sealed values of some secrets by name, as they are at one moment; one that is not there is left out. */
export function loadSecrets(
  database: ConfigDatabase,
  names: readonly string[],
): Promise<Map<string, SealedSecret>> {
  return database.read(async (query) => {
    const found = new Map<string, SealedSecret>();
    for (let at = 0; at < names.length; at += namesAtATime) {
      const some = names.slice(at, at + namesAtATime);
      const rows = await query.selectFrom("secret").select(columns).where("name", "in", some).execute();
      for (const row of rows) found.set(row.name, sealedOf(row));
    }
    return found;
  });
}

/** Keys that are made when the first value is to be sealed. */
export interface KeySource {
  /** Called once the database can be written to and the value is known to be one that can be kept. */
  readonly take: () => Keyring;
  /** Takes back what `take` made, where the value was not kept after all; nobody else has used it yet. */
  readonly takeBack: () => void;
}

/**
 * Seals a value and stores it as the secret's next version. The value that is there already is left as it is, so that
 * setting it again makes no agent due.
 * @returns the version, and whether the value is a new one
 * @throws {IdentikitError} `SECRET_INVALID` for a name that no secret may have, or a value that is empty, not Unicode or over
 * 1 MiB; `DATABASE_FAILED`
 */
export async function setSecret(
  database: ConfigDatabase,
  keys: Keyring | KeySource,
  name: string,
  value: string,
): Promise<SetSecret> {
  checkSecretName(name);
  checkValue(name, value);
  const source: KeySource = "take" in keys ? keys : { take: () => keys, takeBack: () => {} };
  return database.transaction("configure", async (session) => {
    try {
      return await seal(database, session, source.take(), { name, value });
    } catch (cause) {
      // Still under the lock of writers: no other run can have sealed anything under a key that was made just now.
      source.takeBack();
      throw cause;
    }
  });
}

/** What setting a secret came to. */
export interface SetSecret {
  readonly version: string;
  /** Whether the value is a new one. */
  readonly changed: boolean;
  readonly keyId: string;
}

async function seal(
  database: ConfigDatabase,
  { query }: Session,
  keyring: Keyring,
  { name, value }: { readonly name: string; readonly value: string },
): Promise<SetSecret> {
  const row = await query.selectFrom("secret").select(columns).where("name", "=", name).executeTakeFirst();
  if (row && keyring.has(row.key_id) && opens(keyring, sealedOf(row), value))
    return { version: row.version, changed: false, keyId: row.key_id };
  const version = `${Number.parseInt(row?.version ?? "0", 10) + 1}.${randomBytes(8).toString("hex")}`;
  const { name: _, ...sealed } = rowOf(keyring.seal(name, version, value));
  const written = await query
    .insertInto("secret")
    .values({ name, ...sealed })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(sealed))
    .executeTakeFirst();
  if (written.numInsertedOrUpdatedRows !== 1n) throw swallowed(database, name);
  return { version, changed: true, keyId: keyring.sealingKeyId };
}

/** Forgets a secret. @returns whether there was one */
export async function removeSecret(database: ConfigDatabase, name: string): Promise<boolean> {
  const result = await database.transaction("configure", ({ query }) =>
    query.deleteFrom("secret").where("name", "=", name).executeTakeFirst(),
  );
  return result.numDeletedRows > 0n;
}

/** What is known of each secret without opening it, in byte order of the names. */
export async function listSecrets(
  database: ConfigDatabase,
): Promise<{ readonly name: string; readonly version: string; readonly keyId: string }[]> {
  const rows = await database.read((query) =>
    query.selectFrom("secret").select(["name", "version", "key_id"]).orderBy("name").execute(),
  );
  return rows.map(({ name, version, key_id }) => ({ name, version, keyId: key_id }));
}

/**
 * Seals every secret again under the first key of the keyring, in one transaction: all or none. Values and versions
 * stay, so no agent becomes due; the old keys may be taken out of the keyring afterwards.
 * @returns the names that were sealed again, and how many stood under that key already
 * @throws {IdentikitError} `SECRET_UNREADABLE` where one cannot be opened: nothing is then changed
 */
export function rotateSecrets(
  database: ConfigDatabase,
  keyring: Keyring,
): Promise<{ readonly rotated: readonly string[]; readonly current: number }> {
  return database.transaction("configure", async ({ query }) => {
    const rows = await query.selectFrom("secret").select(columns).orderBy("name").execute();
    const old = rows.filter(({ key_id }) => key_id !== keyring.sealingKeyId);
    for (const row of old) {
      database.signal?.throwIfAborted();
      const { name, version } = row;
      const {
        name: _,
        version: __,
        ...sealed
      } = rowOf(keyring.seal(name, version, keyring.open(sealedOf(row))));
      await query.updateTable("secret").set(sealed).where("name", "=", name).execute();
    }
    return { rotated: old.map(({ name }) => name), current: rows.length - old.length };
  });
}

function swallowed({ name: database }: ConfigDatabase, name: string): IdentikitError {
  const problem = `the config database ${database} did not keep secret ${name}: a rule or a trigger swallowed the write`;
  return new IdentikitError("DATABASE_FAILED", problem, {
    remedy: "Remove what is not of Identikit from the table secret, and set it again.",
  });
}

function checkValue(name: string, value: string): void {
  const problem = !value.isWellFormed()
    ? "is not valid Unicode text"
    : value === ""
      ? "is empty"
      : Buffer.byteLength(value) > maxSecretBytes
        ? `is larger than ${maxSecretBytes} bytes`
        : undefined;
  if (problem === undefined) return;
  throw new IdentikitError("SECRET_INVALID", `the value of secret ${name} ${problem}`, {
    remedy: "Pass the value on standard input, as UTF-8 text.",
  });
}

/** A value that cannot be opened any more is not the same: setting it again is how it is put right. */
function opens(keyring: Keyring, sealed: SealedSecret, value: string): boolean {
  try {
    return keyring.open(sealed) === value;
  } catch {
    return false;
  }
}

function sealedOf({ key_id, ...rest }: SecretRow): SealedSecret {
  return { ...rest, keyId: key_id };
}

function rowOf({ keyId, ...rest }: SealedSecret): SecretRow {
  return { ...rest, key_id: keyId };
}
