import { join } from "node:path";
import { type OwnFileNames, ownConfigPaths } from "../config/sync/own-files.ts";
import { readText } from "../document/text.ts";
import { asFault } from "../fault/error.ts";
import type { AcceptedSecrets } from "../template/accepted-secrets.ts";
import { findSecretsIn, type ScannedFile } from "../template/secret-scan.ts";
import type { Findings } from "./findings.ts";

/** Checks the repository's own JSON files for credentials: those that `config sync` refuses to go on with. */
export async function checkCredentials(
  root: string,
  names: OwnFileNames,
  accepted: AcceptedSecrets,
  findings: Findings,
): Promise<void> {
  const texts = ownConfigPaths(root, names).flatMap((path) => textOf(root, path, findings));
  for (const { path, line, kind, fingerprint } of await findSecretsIn(texts)) {
    if (accepted.accepts({ template: undefined, path, rule: kind, fingerprint })) continue;
    const problem = `this looks like a credential (${kind})`;
    const remedy = `Revoke it, take it out of the file's history, and write \${SECRET:NAME} in its place. If it is no credential, accept it in ${accepted.file}.`;
    findings.at(path, { line }, { code: "SECRET_IN_ASSET", problem, remedy });
  }
}

function textOf(root: string, path: string, findings: Findings): ScannedFile[] {
  try {
    return [{ path, text: readText(join(root, path), path) }];
  } catch (caught) {
    findings.fault(asFault(caught), path);
    return [];
  }
}
