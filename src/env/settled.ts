import type { EnvDirectories } from "./env-directories.ts";
import type { Expected } from "./expected.ts";
import { glimpse, type Moment } from "./glimpse.ts";
import { filesIn, type Ledger, readLedgers } from "./ledger.ts";
import { type Observation, observeEnvDirectory } from "./observation.ts";
import { type SealedAgent, sealedInputs, sealsOf } from "./seals.ts";
import { compareShared, directoryMode, holdsFiles, isPrivate, watchedOf } from "./state.ts";

/** Whether there is nothing to do for an agent. */
export interface SettledQuestion {
  readonly agent: string;
  readonly expected: Expected;
  /** The digest of a glimpse after which the env directory was read and found right, where one is trusted. */
  readonly digest?: string | undefined;
}

/** There is nothing to do. */
export interface SettledAnswer {
  /** Of the glimpse before everything was read, where the same glimpse may be trusted from now on. */
  readonly digest?: string;
}

/** Where it is looked for. */
export interface SettledScene {
  readonly place: EnvDirectories;
  readonly ledgerKeys: SealedAgent["ledgerKeys"];
  /** Where a glimpse may be trusted: what was written before this moment shows a change in its times. */
  readonly since?: Moment | undefined;
}

/**
 * Reads and hashes every file, or sees that all of them look as they did when they were read; `undefined` where something is to be done.
 * @throws what reading them throws: {@link observeEnvDirectory}, `ENV_FILE_INVALID`
 */
export function lookIfSettled(question: SettledQuestion, scene: SettledScene): SettledAnswer | undefined {
  const { place, ledgerKeys, since } = scene;
  const agent = { name: question.agent, ledgerKeys };
  const seal = sealsOf(agent, undefined).writing;
  const before = since && glimpse(agent.name, question.expected, { seal, place, since });
  if (before && before.digest === question.digest) return {};
  const seen = seenSettled(agent, question.expected, place);
  if (!seen) return undefined;
  return before?.isOld && isAllLookedAt(question.expected, seen) ? { digest: before.digest } : {};
}

/** A directory in a skill that no file of the skill is in is not among what a glimpse looks at. */
function isAllLookedAt({ paths }: Expected, { skills }: Observation): boolean {
  const looked = new Set(paths);
  return [...skills].every(([skill, entries]) =>
    entries.every(({ path }) => looked.has(`/skills/${skill}/${path}`)),
  );
}

/** What was read where there is nothing to do. */
function seenSettled(agent: SealedAgent, expected: Expected, place: EnvDirectories): Observation | undefined {
  const known = readLedgers(place.glance.ledgers, agent.name);
  const [ledger] = known.ledgers;
  const seal = sealsOf(agent, ledger?.key);
  if (known.interrupted || !ledger || ledger.kept || seal.reading?.keyId !== seal.writing.keyId)
    return undefined;
  using directory = place.glance.root.enter(agent.name);
  if (!directory) return undefined;
  const seen = observeEnvDirectory(directory, watchedOf(expected, known));
  if (seen.leftovers || seen.mode !== directoryMode || seen.loose.length > 0) return undefined;
  const isThere =
    holdsFiles(expected, seen) &&
    isRecorded(ledger, expected) &&
    expected.sharedFiles.every((name) => {
      const file = seen.shared[name];
      const record = ledger.shared[name];
      if (!record || (file && !isPrivate(file, seen))) return false;
      if (record.inputs !== sealedInputs(expected, name, seal.writing)) return false;
      return compareShared(name, file, record, { seal: seal.writing, directory: directory.path }) === "same";
    });
  return isThere ? seen : undefined;
}

/** True where a ledger knows of exactly the files and the skills that should be there. */
function isRecorded(ledger: Ledger, expected: Expected): boolean {
  const files = filesIn(ledger);
  return (
    Object.keys(ledger.shared).length === expected.sharedFiles.length &&
    files.size === expected.files.size &&
    [...files].every(([path, digest]) => expected.files.get(path) === digest) &&
    ledger.skills.length === expected.skills.size &&
    ledger.skills.every(({ name, digest }) => expected.skills.get(name)?.digest === digest)
  );
}
