import { existsSync, rmSync } from "node:fs";
import type { KeySource } from "../../config/secrets/secret-store.ts";
import { type Project, workPath } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { ensureLocalKeyring, readKeyFile } from "../../secret/key-file.ts";
import { Keyring } from "../../secret/keyring.ts";

export interface KeyringPlaces {
  /** Whether the local key file of the embedded defaults counts. Default true. */
  readonly local?: boolean;
}

/**
 * The secret keys of a run: `IDENTIKIT_SECRET_KEYS`, else the file that `IDENTIKIT_SECRET_KEYS_FILE` names, else the
 * local key file of the embedded defaults; `undefined` where there is none. `IDENTIKIT_KEY_FILE_SHARED=true` lets the
 * file's group read it as well.
 * @throws {IdentikitError} `KEYRING_INVALID`
 */
export function findKeyring(
  context: Context,
  project: Project,
  { local: mayBeLocal = true }: KeyringPlaces = {},
): Keyring | undefined {
  const { IDENTIKIT_SECRET_KEYS: keys, IDENTIKIT_SECRET_KEYS_FILE: file } = context.env;
  if (keys) return Keyring.parse(keys, "IDENTIKIT_SECRET_KEYS");
  if (file) return readKeyFile(file, context.env.IDENTIKIT_KEY_FILE_SHARED === "true");
  if (!mayBeLocal) return undefined;
  const local = localKeyFile(project);
  return existsSync(local) ? readKeyFile(local) : undefined;
}

/**
 * As {@link findKeyring}; on the embedded defaults a local key file is made where there is none, and said so, once a value is to be
 * sealed under it.
 */
export function keySource(context: Context, project: Project): KeySource {
  const file = localKeyFile(project);
  let isNew = false;
  return {
    take: () => {
      const found = findKeyring(context, project);
      if (found) return found;
      isNew = true;
      const made = ensureLocalKeyring(file);
      context.log.info(`no IDENTIKIT_SECRET_KEYS set: made a local key, ${file}`);
      return made;
    },
    takeBack: () => {
      if (isNew) rmSync(file, { force: true });
    },
  };
}

function localKeyFile(project: Project): string {
  return workPath(project, "secret.keys");
}
