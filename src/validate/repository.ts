import { existsSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { asFault } from "../fault/error.ts";
import { suggestion } from "../fault/nearest.ts";
import type { Settings } from "../project/settings-schema.ts";
import { type Policy, policyNamed, policyUnderLock } from "../template/policy.ts";
import { lockedEntry, lockSchema, readTemplateLock, type TemplateLock } from "../template/template-lock.ts";
import { checkAccepted } from "./accepted.ts";
import { checkChosenSkills } from "./agent-sources.ts";
import { checkAgents } from "./agents.ts";
import { checkMarketplaces, validateServers } from "./builtin.ts";
import { checkCredentials } from "./credentials.ts";
import { Findings } from "./findings.ts";
import { limitsOf } from "./limits.ts";
import { type CheckedManifest, validateManifest } from "./manifest.ts";
import { checkAgentManifests } from "./manifests.ts";
import { readDocument } from "./read-document.ts";
import { type CheckedSettings, validateSettings } from "./settings.ts";
import { checkTemplate } from "./template.ts";
import { stateFilesOf, trackedState } from "./tracked.ts";
import type { RepositoryValidation, ValidateOptions } from "./validate.ts";
import { checkWorkflows } from "./workflows.ts";

/** Checks everything of a source-of-truth repository, and of the templates that lie in it. */
export async function validateRepository(
  root: string,
  options: ValidateOptions,
): Promise<RepositoryValidation> {
  const findings = new Findings();
  const checked = validateSettings(root, findings);
  const { settings } = checked;
  const manifest = validateManifest(root, settings.manifest, findings);
  // Where an entry cannot be read, what refers to it is not wrong for that.
  const isSound = !findings.all.some(({ code }) => code === "MANIFEST_INVALID");
  if (manifest && isSound) checkIdentityTemplate(checked, manifest, findings);
  const marketplaces = checkMarketplaces(root, settings, findings);
  const agents = checkAgents(
    root,
    settings.agents,
    { manifest: isSound ? manifest?.manifest : undefined, marketplaces, limits: limitsOf(settings) },
    findings,
  );
  if (!agents && !existsSync(join(root, settings.agents))) noteNoAgents(settings, findings);
  validateServers(root, settings, agents, findings);
  const policy = policyOf(settings);
  checkLock(root, settings, manifest, findings);
  const skills = new Map<string, readonly string[]>();
  const list = checkAccepted(root, settings, options.clock?.now() ?? new Date(0), findings);
  await checkCredentials(root, settings, list, findings);
  await checkAgentManifests(root, settings, findings);
  const rules = { policy, limits: limitsOf(settings) };
  for (const { name, directory } of manifest?.local ?? []) {
    options.signal.throwIfAborted();
    const inside = relative(root, directory);
    if (inside === "" || inside.startsWith("..") || isAbsolute(inside)) continue;
    const place = { root, prefix: `${inside.split(sep).join("/")}/` };
    skills.set(name, await checkTemplate(place, { ...rules, accepted: { list, template: name } }, findings));
  }
  if (agents && manifest && isSound) checkChosenSkills(agents.document, manifest.manifest, skills, findings);
  checkWorkflows(root, findings);
  const tracked = await trackedState({
    root,
    files: stateFilesOf(root, settings.database, options.env),
    ...options,
  });
  return {
    kind: "repository",
    root,
    anchor: settings.manifest,
    templates: [...skills.keys()],
    findings: [...findings.all, ...tracked],
  };
}

/** The policy of delivery; the default one where that of the settings is wrong, which is a finding already. */
function policyOf(settings: Settings): Policy {
  try {
    return policyNamed(settings.policy, settings.policies);
  } catch {
    return policyNamed();
  }
}

function checkIdentityTemplate(
  { settings, document }: CheckedSettings,
  { manifest }: CheckedManifest,
  findings: Findings,
): void {
  const { template } = settings.identity;
  const names = manifest.workspaceTemplates.map(({ name }) => name);
  if (!document || template === undefined || names.includes(template)) return;
  const problem = `no workspace template is named ${JSON.stringify(template)}${suggestion(template, names)}`;
  const remedy = `Fix the name, or add the template to ${settings.manifest}; there are: ${names.join(", ") || "none"}.`;
  findings.in(document, ["identity", "template"], {
    code: "TEMPLATE_UNKNOWN",
    problem,
    remedy,
    expected: names.join(", "),
  });
}

function noteNoAgents({ agents }: Settings, findings: Findings): void {
  const problem = "the file is missing: there are no agent types and agents";
  const remedy = 'Write {"types": [], "agents": []} to begin with.';
  findings.at(agents, {}, { code: "SSOT_MISSING", severity: "warning", problem, remedy });
}

/** The lock's form, and whether it still answers what the manifest asks. */
function checkLock(
  root: string,
  settings: Settings,
  manifest: CheckedManifest | undefined,
  findings: Findings,
): void {
  const file = settings.lock;
  const before = findings.all.length;
  const document = readDocument({ root, file, schema: lockSchema, code: "LOCK_INVALID" }, findings);
  if (!document || !manifest || findings.all.length > before) return;
  const lock: TemplateLock = readTemplateLock(join(root, file));
  for (const entry of manifest.manifest.workspaceTemplates) {
    if (!lock.has(entry.name)) continue;
    try {
      lockedEntry(lock, entry, policyUnderLock(settings.policy, lock.get(entry.name)?.policy));
    } catch (caught) {
      const { code, message, remedy } = asFault(caught);
      findings.at(
        settings.manifest,
        { line: entry.line },
        { code, severity: "warning", problem: message, remedy },
      );
    }
  }
}
