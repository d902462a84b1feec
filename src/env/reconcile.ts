import { asFault } from "../fault/error.ts";
import { type Finding, type Verdict, verdictOf } from "../fault/finding.ts";
import { checkAgentName, type RenderSettings, type ResolvedAgent } from "./agent.ts";
import { type Agent, type Agents, configFor, takeTurns } from "./agent-turns.ts";
import { compareEnvDirectory } from "./compare-env-directory.ts";
import { EnvDirectories } from "./env-directories.ts";
import { countRepair, nextRepair, readFight } from "./fights.ts";
import { hasAnyLedger, readLedgers } from "./ledger.ts";
import { observeEnvDirectory } from "./observation.ts";
import { findOrphans, removeOrphan } from "./orphans.ts";
import { placeFindings } from "./place-findings.ts";
import {
  directoryGone,
  faultFinding,
  neverRendered,
  noFleet,
  noLedger,
  nothingKnown,
  removed,
  repaired,
  standOff,
  unknownKey,
} from "./reconcile-findings.ts";
import { renderOne } from "./render-agents.ts";
import { emit } from "./render-instance.ts";
import { sealsOf } from "./seals.ts";
import { isInShard, type Shard } from "./shard.ts";
import { watchedIn } from "./state.ts";
import { findUnrendered } from "./unrendered.ts";
import { Wants } from "./want.ts";

export interface ReconcileOptions extends RenderSettings {
  /** The whole fleet: an env directory that none of these has is an orphan. */
  readonly agents: Agents;
  /** Renders what drifted again. Default false: nothing is written. */
  readonly repair?: boolean;
  /** With `repair`: removes env directories whose agent is gone. Default false. */
  readonly prune?: boolean;
  readonly shard?: Shard;
  readonly onAgent?: (outcome: AgentReconciliation) => void;
}

/** How one agent's env directory was found, and what became of it. */
export interface AgentReconciliation {
  readonly agent: string;
  readonly state: "clean" | "drifted" | "repaired" | "unverified";
  /** What was found; after a repair each is a warning. */
  readonly findings: readonly Finding[];
}

/** What a reconcile came to. */
export interface Reconciliation {
  readonly verdict: Verdict;
  readonly agents: readonly AgentReconciliation[];
  /** All of them, orphans among them, agent by agent. */
  readonly findings: readonly Finding[];
  /** How many env directories had drifted, orphans included, and how many of them were repaired. */
  readonly drifted: number;
  readonly repaired: number;
}

/**
 * Compares every env directory with what was last written to it and with what it should hold, and with `repair` calls
 * the renderer for those that drifted: it never edits a file itself. Where nothing is known of the env root (no
 * ledger was ever kept there, as on a fresh machine) the answer is `unverified`, and nothing is written.
 * @throws {IdentikitError} `PRUNE_REFUSED` where there is no agent at all; what reading the agents throws, what `signal`
 * was aborted with
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciliation> {
  const { agents, repair = false, prune = false, shard, onAgent, ...settings } = options;
  using place = EnvDirectories.find(settings.envRoot);
  if (!place || !hasAnyLedger(place.ledgers)) return summarize([], [nothingKnown(settings.envRoot)]);
  const secrets = settings.secrets.snapshot();
  const wants = new Wants();
  const fleet = new Set<string>();
  const outcomes = await takeTurns(named(agents, fleet), options, async (agent) => {
    // Drift is looked for in the bytes, and a repair looks there, too.
    const always = { ...settings, secrets, settledIndex: undefined };
    const outcome = await reconcileOne(agent, always, { place, repair, wants });
    onAgent?.(outcome);
    return outcome;
  });
  const orphans = findOrphans(place, (name) => !fleet.has(name) && (!shard || isInShard(name, shard)));
  const around = placeFindings(place, repair);
  if (!repair || !prune) return summarize(outcomes, [...orphans, ...around]);
  if (fleet.size === 0 && orphans.length > 0) throw noFleet(settings.envRoot);
  return summarize(outcomes, [...(await pruneOrphans(place, orphans, settings)), ...around]);
}

/** What the agents of one run share. */
interface ReconcileRun {
  readonly place: EnvDirectories;
  readonly repair: boolean;
  readonly wants: Wants;
}

async function reconcileOne(
  source: Agent,
  settings: RenderSettings,
  run: ReconcileRun,
): Promise<AgentReconciliation> {
  let agent: ResolvedAgent;
  try {
    agent = { ...configFor(source), ...settings };
  } catch (caught) {
    return {
      agent: source.name,
      state: "unverified",
      findings: [faultFinding(source.name, asFault(caught))],
    };
  }
  return await reconcileAgent(agent, run);
}

/** Remembers the names of agents as they are read, whatever shard they belong to. */
async function* named(agents: Agents, names: Set<string>): AsyncGenerator<Agent> {
  for await (const agent of agents) {
    names.add(agent.name);
    yield agent;
  }
}

async function reconcileAgent(
  agent: ResolvedAgent,
  { place, repair, wants }: ReconcileRun,
): Promise<AgentReconciliation> {
  const findings = await findDrift(agent, place, wants);
  // What is only said is no drift: a render would not change it.
  if (verdictOf(findings) === "clean") return { agent: agent.name, state: "clean", findings };
  emit(agent, {
    event: "drift_found",
    agent: agent.name,
    codes: [...new Set(findings.flatMap(({ code, severity }) => (severity === "warning" ? [] : [code])))],
  });
  const state = verdictOf(findings) === "drift" ? "drifted" : "unverified";
  if (!repair) return { agent: agent.name, state, findings };
  return await repairAgent(agent, { place, findings, state });
}

/** What differs in one env directory; a directory that cannot be compared has a finding that says so. */
async function findDrift(agent: ResolvedAgent, place: EnvDirectories, wants: Wants): Promise<Finding[]> {
  try {
    checkAgentName(agent.name);
    const want = await wants.of(agent);
    const known = readLedgers(place.ledgers, agent.name);
    using directory = place.root.enter(agent.name);
    const [newest] = known.ledgers;
    if (!newest) return [directory ? noLedger(agent.name) : neverRendered(agent.name)];
    const written = known.ledgers.flatMap((ledger) => {
      const seal = sealsOf(agent, ledger.key).reading;
      return seal ? [{ ledger, seal }] : [];
    });
    if (written.length === 0) return [unknownKey(agent.name, newest.key)];
    if (!directory) return [directoryGone(agent.name)];
    const watched = watchedIn(want.desired, known);
    const seen = observeEnvDirectory(directory, watched);
    return [
      ...compareEnvDirectory(want, { agent: agent.name, seen, written, directory: directory.path }),
      ...findUnrendered(directory, want.desired, { watched, agent: agent.name }),
    ];
  } catch (caught) {
    if (agent.signal?.aborted) throw caught;
    return [faultFinding(agent.name, asFault(caught))];
  }
}

async function repairAgent(
  agent: ResolvedAgent,
  found: Pick<AgentReconciliation, "findings" | "state"> & { readonly place: EnvDirectories },
): Promise<AgentReconciliation> {
  const { place, findings, state } = found;
  const { name } = agent;
  const now = agent.clock.now().getTime();
  const fought = findings.some(({ code, severity }) => severity !== "warning" && code !== "ENV_STALE");
  const fight = readFight(place.ledgers, name, now);
  const next = nextRepair(fight, now);
  if (fought && next > now)
    return { agent: name, state, findings: [...findings, standOff(name, fight.repairs, next)] };
  const toRender = { name, resolve: () => agent, settings: agent };
  const outcome = await renderOne(toRender, { place, onMissingSecret: "fail" });
  if ("error" in outcome) {
    const error = faultFinding(name, outcome.error);
    const known = findings.some(({ code }) => code === error.code);
    return { agent: name, state, findings: known ? findings : [...findings, error] };
  }
  if (fought) countRepair(place.ledgers, name, now);
  return {
    agent: name,
    state: "repaired",
    findings: findings.map((found) => (found.severity === "warning" ? found : repaired(found))),
  };
}

async function pruneOrphans(
  place: EnvDirectories,
  orphans: readonly Finding[],
  settings: RenderSettings,
): Promise<Finding[]> {
  const after: Finding[] = [];
  for (const orphan of orphans) {
    settings.signal?.throwIfAborted();
    if (orphan.severity === "error") await removeOrphan(place, orphan.path, settings);
    after.push(orphan.severity === "error" ? removed(orphan) : orphan);
  }
  return after;
}

function summarize(agents: readonly AgentReconciliation[], others: readonly Finding[]): Reconciliation {
  const findings = [...agents.flatMap((agent) => agent.findings), ...others];
  const having = (state: AgentReconciliation["state"]) =>
    agents.filter((agent) => agent.state === state).length;
  const orphans = others.filter(({ code }) => code === "ORPHAN_ENV");
  const gone = orphans.filter(({ done }) => done === "removed").length;
  const standing = orphans.filter(({ severity }) => severity === "error").length;
  return {
    verdict: verdictOf(findings),
    agents,
    findings,
    drifted: having("drifted") + having("repaired") + standing + gone,
    repaired: having("repaired") + gone,
  };
}
