import { join } from "node:path";
import type { Finding } from "../fault/finding.ts";
import type { FindingCode } from "../fault/finding-codes.ts";
import { shownDifference } from "../secret/shown-difference.ts";
import { compareTree, type Difference } from "../tree/compare.ts";
import { digestOf } from "../tree/digest.ts";
import { FileTree } from "../tree/file-tree.ts";
import type { SharedFileName } from "./clients/shared-files.ts";
import { nothingDesired } from "./desired.ts";
import { differingEntries } from "./differing-entries.ts";
import { filesIn, type Ledger } from "./ledger.ts";
import type { LedgerSeal } from "./ledger-key.ts";
import type { Observation } from "./observation.ts";
import { canonicalOwned, canonicalValues, ownedKeys, parseShared } from "./owned-keys.ts";
import { sealedInputs } from "./seals.ts";
import { directoryMode, sharedFileMode, skillDigest, watchedIn } from "./state.ts";
import type { Want } from "./want.ts";

/** Why a copy is not what it should be. */
type DriftCode = Extract<FindingCode, "ENV_CHANGED" | "ENV_STALE" | "ENV_CONFLICT">;

const remedies: Readonly<Record<DriftCode, string>> = {
  ENV_CHANGED: "Run reconcile --repair, and change the config rather than the file.",
  ENV_STALE: "Render the agent, or run reconcile --repair.",
  ENV_CONFLICT: "Run reconcile --repair, and change the config rather than the file.",
};

export interface Written {
  readonly ledger: Ledger;
  readonly seal: LedgerSeal;
}

export interface CompareContext {
  readonly agent: string;
  readonly seen: Observation;
  /** What was written, with the seal of each: the last render's, and that of one that was interrupted. */
  readonly written: readonly Written[];
  /** The env directory's path, for messages. */
  readonly directory: string;
}

/**
 * Every difference between what an env directory should hold and what it holds, told apart by what was last written:
 * whether it is the copy that moved, or the config, or both. No secret is opened. Paths are relative to the
 * directory; an owned key's entry follows its file after a space.
 * @throws {IdentikitError} `ENV_FILE_INVALID`
 */
export function compareEnvDirectory(want: Want, context: CompareContext): Finding[] {
  const { agent } = context;
  return [
    ...compareShared(want, context),
    ...compareFiles(want, context),
    ...compareSkills(want, context),
  ].map((finding) => ({ ...finding, subject: agent }));
}

/** Says which of the two moved; where neither did, a render was interrupted before it came to this file. */
function driftCode(copyMoved: boolean, configMoved: boolean): DriftCode {
  if (!copyMoved) return "ENV_STALE";
  return configMoved ? "ENV_CONFLICT" : "ENV_CHANGED";
}

function compareShared(want: Want, context: CompareContext): Finding[] {
  const { seen, written } = context;
  const findings: Finding[] = [];
  const ledgers = written.map(({ ledger }) => ledger);
  if (seen.mode !== directoryMode) findings.push(modeFinding(".", directoryMode, seen.mode));
  for (const name of watchedIn(want.desired, { ledgers }).shared) {
    findings.push(...compareOwned(name, want, context));
    const file = seen.shared[name];
    if (file && file.mode !== sharedFileMode) findings.push(modeFinding(name, sharedFileMode, file.mode));
    if (file && file.owner.uid !== seen.owner.uid) {
      findings.push(ownerFinding(name, seen.owner.uid, file.owner.uid));
    }
    if (file && file.links > 1) findings.push(linkFinding(name, file.links));
  }
  for (const { path, mode, stranger } of seen.loose) {
    if ((mode & 0o022) !== 0) findings.push(modeFinding(path, mode & ~0o022, mode));
    if (stranger !== undefined) findings.push(ownerFinding(path, seen.owner.uid, stranger));
  }
  return findings;
}

/** Another name of the file goes on holding its secrets, whoever can read it there, also after the next render. */
function linkFinding(path: string, links: number): Finding {
  return {
    code: "FILE_LINKED",
    severity: "error",
    path,
    expected: "one name",
    actual: `${links} names (hard links)`,
    remedy: "Run reconcile --repair, find the other name (find -samefile), and rotate the secrets in it.",
  };
}

function compareOwned(
  name: SharedFileName,
  want: Want,
  { seen, written, directory }: CompareContext,
): Finding[] {
  const wanted = want.desired.shared.get(name) ?? nothingDesired;
  const { values, singles, secretNames } = wanted;
  const file = parseShared(name, seen.shared[name], join(directory, name));
  const records = written.map(({ ledger, seal }) => {
    const record = ledger.shared[name];
    // A ledger that says nothing of a file was written for another client: nothing of ours is in the file.
    const owned = canonicalOwned(ownedKeys(name, record?.keys ?? []), file);
    const there = record
      ? record.owned === seal.digest(`${name} owned`, owned)
      : owned === canonicalValues(ownedKeys(name), new Map());
    return { there, asked: record?.inputs === sealedInputs(want, name, seal) };
  });
  const before = written.flatMap(({ ledger }) => ledger.shared[name]?.keys ?? []);
  const keys = ownedKeys(name, singles, before);
  const right =
    secretNames.length === 0
      ? canonicalOwned(keys, file) === canonicalValues(keys, values)
      : records.some(({ there, asked }) => there && asked);
  if (right) return [];
  const code = driftCode(!records.some(({ there }) => there), !records.some(({ asked }) => asked));
  const entries = differingEntries(name, file, { wanted, written: before });
  const whole = { path: name, expected: "as configured", actual: "other values" };
  return (entries.length > 0 ? entries : [whole]).map((entry) => drift(code, entry));
}

function compareFiles({ desired }: Want, { seen, written }: CompareContext): Finding[] {
  return [...seen.files].flatMap(([path, file]) => {
    const want = desired.files.get(path);
    const tree = want ? FileTree.of([{ path, bytes: want.bytes }], path) : FileTree.empty;
    const digest = file ? digestOf(file.bytes) : null;
    const there = file && digest ? [{ path, kind: "file" as const, digest, ...file }] : [];
    const known = written.map(({ ledger }) => filesIn(ledger).get(path) ?? null);
    const code = codeOf(known, digest, want?.digest ?? null);
    return compareTree(tree, there, { owner: seen.owner }).map((difference) =>
      plainFinding(code, difference, { expected: want?.bytes, actual: file?.bytes }),
    );
  });
}

function compareSkills({ desired }: Want, { seen, written }: CompareContext): Finding[] {
  return [...seen.skills].flatMap(([name, entries]) => {
    const tree = desired.skills.get(name);
    const known = written.map(
      ({ ledger }) => ledger.skills.find((skill) => skill.name === name)?.digest ?? null,
    );
    const code = codeOf(known, skillDigest(entries), tree?.digest ?? null);
    const bytesOf = new Map(entries.map(({ path, bytes }) => [path, bytes]));
    return compareTree(tree ?? FileTree.empty, entries, { owner: seen.owner }).map((difference) => {
      const { path } = difference;
      const contents = { expected: tree?.get(path)?.bytes, actual: bytesOf.get(path) };
      return plainFinding(code, { ...difference, path: `skills/${name}/${path}` }, contents);
    });
  });
}

function codeOf(written: readonly (string | null)[], there: string | null, should: string | null): DriftCode {
  return driftCode(!written.includes(there), !written.includes(should));
}

/** What should be in a file, and what is. */
interface Contents {
  readonly expected: Uint8Array | undefined;
  readonly actual: Uint8Array | undefined;
}

function plainFinding(code: DriftCode, difference: Difference, contents: Contents): Finding {
  const { path, expected, actual } = difference;
  if (difference.code === "FILE_MODE" || difference.code === "FILE_OWNER") {
    return { code: difference.code, severity: "error", path, expected, actual, remedy: remedies.ENV_CHANGED };
  }
  const finding = drift(code, { path, expected, actual });
  if (difference.code !== "FILE_CHANGED") return finding;
  return { ...finding, ...shownDifference(contents.expected, contents.actual) };
}

function drift(code: DriftCode, at: Pick<Finding, "path" | "expected" | "actual">): Finding {
  return { code, severity: "error", ...at, remedy: remedies[code] };
}

function modeFinding(path: string, expected: number, actual: number): Finding {
  const octal = (mode: number) => `0${mode.toString(8).padStart(3, "0")}`;
  const remedy = remedies.ENV_CHANGED;
  return {
    code: "FILE_MODE",
    severity: "error",
    path,
    expected: octal(expected),
    actual: octal(actual),
    remedy,
  };
}

function ownerFinding(path: string, expected: number, actual: number): Finding {
  const remedy = remedies.ENV_CHANGED;
  return {
    code: "FILE_OWNER",
    severity: "error",
    path,
    expected: `${expected}`,
    actual: `${actual}`,
    remedy,
  };
}
