import { existsSync } from "node:fs";
import { join } from "node:path";
import { asFault } from "../fault/error.ts";
import { fillPlaceholders } from "../secret/placeholder.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import type { DirectoryView } from "../tree/directory-view.ts";
import { checkAgentName, type ResolvedAgent } from "./agent.ts";
import { configFor, takeTurns } from "./agent-turns.ts";
import type { SharedFileName } from "./clients/shared-files.ts";
import { nothingDesired } from "./desired.ts";
import { placeName } from "./env-directories.ts";
import type { ToFill } from "./fill-secrets.ts";
import { type Known, readLedgers } from "./ledger.ts";
import { type Observation, observeEnvDirectory, type Watched } from "./observation.ts";
import type { OwnedValues } from "./owned-keys.ts";
import { planEnvDirectory } from "./plan-env-directory.ts";
import { isAsRecorded, recordedValues } from "./recorded.ts";
import type { AgentOutcome, RenderAgentsOptions } from "./render-agents.ts";
import type { RenderOutcome } from "./render-instance.ts";
import { sealsOf } from "./seals.ts";
import { directoryMode, watchedIn } from "./state.ts";
import { wantOf } from "./want.ts";

/**
 * What {@link renderAgents} would come to. Nothing is written, no lock is taken, no event is emitted and no secret is opened: a
 * secret that is missing fails its agent as it would, one that is there is named.
 * @throws what reading the agents throws, and what `signal` was aborted with
 */
export async function rehearseAgents(
  options: Omit<RenderAgentsOptions, "mayBegin">,
): Promise<AgentOutcome[]> {
  const { agents, onMissingSecret = "fail", shard, concurrency, onOutcome, ...settings } = options;
  const secrets = settings.secrets.snapshot();
  using opened = new DisposableStack();
  const root = existsSync(settings.envRoot)
    ? opened.use(AnchoredDirectory.open(settings.envRoot))
    : undefined;
  const ledgers = opened.use(root?.enter(placeName));
  return await takeTurns(agents, options, async (agent): Promise<AgentOutcome> => {
    let outcome: AgentOutcome;
    try {
      outcome = await rehearse({ ...configFor(agent), ...settings, secrets }, root, ledgers);
    } catch (caught) {
      if (settings.signal?.aborted) throw caught;
      const error = asFault(caught);
      const skipped = error.code === "MISSING_SECRET" && onMissingSecret === "skip";
      outcome = { agent: agent.name, result: skipped ? "skipped" : "failed", error };
    }
    onOutcome?.(outcome);
    return outcome;
  });
}

async function rehearse(
  agent: ResolvedAgent,
  root: DirectoryView | undefined,
  ledgers: DirectoryView | undefined,
): Promise<RenderOutcome> {
  checkAgentName(agent.name);
  const want = await wantOf(agent);
  const { client, shared } = want.desired;
  const known: Known = ledgers ? readLedgers(ledgers, agent.name) : { ledgers: [], interrupted: false };
  using directory = root?.enter(agent.name);
  const watched = watchedIn(want.desired, known);
  const seen = directory ? observeEnvDirectory(directory, watched) : nothingThere(watched);
  const path = join(agent.envRoot, agent.name);
  const recorded = { agent, want, known, directory: { path } };
  const values = new Map<SharedFileName, OwnedValues>();
  const secrets = new Set<string>();
  for (const name of watched.shared) {
    const wanted = shared.get(name) ?? nothingDesired;
    const isSame = wanted.secretNames.length > 0 && isAsRecorded(recorded, seen, name);
    values.set(name, isSame ? recordedValues(recorded, seen, name) : withStandIns(wanted, client));
    if (!isSame) for (const secret of wanted.secretNames) secrets.add(secret);
  }
  const seal = sealsOf(agent, undefined).writing;
  const context = { agent: agent.name, seen, ledgers: known.ledgers, values, seal, directory: path };
  const { shared: planned, files } = planEnvDirectory(want, context);
  const written = [
    ...planned.flatMap(({ name, bytes }) => (bytes ? [name] : [])),
    ...files.write.map((file) => file.path),
  ].sort();
  return {
    agent: agent.name,
    result: written.length + files.remove.length > 0 ? "rendered" : "unchanged",
    written,
    removed: [...files.remove].sort(),
    secrets: [...secrets].sort(),
    warnings: [...client.check(agent), ...client.unsupported(agent)],
  };
}

/** Values with something else in the place of each secret: no file holds it, so the file counts as one that is written. */
function withStandIns(
  { values, secretNames }: Pick<ToFill, "values" | "secretNames">,
  { expandsVariables }: Pick<ToFill, "expandsVariables">,
): OwnedValues {
  const standIns = new Map(secretNames.map((name) => [name, `stand-in for secret ${name}`]));
  return new Map(
    [...values].map(([key, value]) => [key, fillPlaceholders(value, standIns, key, { expandsVariables })]),
  );
}

/** An env directory that is not there yet. */
function nothingThere({ files, skills }: Watched): Observation {
  return {
    mode: directoryMode,
    owner: { uid: 0, gid: 0 },
    shared: {},
    files: new Map([...files].map((path) => [path, undefined])),
    skills: new Map([...skills].map((name) => [name, []])),
    loose: [],
    leftovers: false,
  };
}
