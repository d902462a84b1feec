import { resolve } from "node:path";
import { z } from "zod";
import { openProject } from "../../project/project.ts";
import type { Manifest } from "../../template/manifest.ts";
import type { MaterializeOutcome } from "../../template/materialize-template.ts";
import { shortCommit, shortDigest } from "../accounts/wording.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { networkOptions, rootOption } from "../options/common-options.ts";
import { flag, positional, requiredText, text } from "../options/option.ts";

export const materialize = defineCommand({
  name: "materialize",
  summary: "Lay a template's assets on a data volume: changed files only, agent-owned paths never.",
  example: "identikit materialize claude-code --volume /configs",
  options: z.object({
    name: positional(requiredText("NAME", "A template of the manifest, or a runtime that one serves.")),
    volume: requiredText("DIR", "The data volume."),
    from: text("DIR", "A fetched directory: the template's own, or the one that holds it under its name."),
    locked: flag("Take only what identikit.lock says, and refuse anything else."),
    ...networkOptions,
    ...rootOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { contentCacheOf } = await import("../../template/content-cache.ts");
    const { readManifest } = await import("../../template/manifest.ts");
    const { materializeTemplate } = await import("../../template/materialize-template.ts");
    const { policyNamed } = await import("../../template/policy.ts");
    const { defaultLimits } = await import("../../template/source.ts");
    const { lockedEntry, readTemplateLock } = await import("../../template/template-lock.ts");
    const { networkOf } = await import("../places/network.ts");
    const project = await openProject(context.cwd, options.root);
    const { settings } = project;
    const { patienceMs, allowPrivateHosts } = networkOf(context, settings, options);
    const manifest = readManifest(project.path(settings.manifest), settings.manifest);
    const choice = await choose(manifest, options.name);
    const policy = policyNamed(settings.policy, settings.policies);
    const pin = () =>
      options.locked && choice.kind === "template"
        ? { pinned: lockedEntry(readTemplateLock(project.path(settings.lock)), choice.entry, policy.name) }
        : {};
    const name = choice.kind === "template" ? choice.entry.name : options.name;
    const outcome = await materializeTemplate(
      options.from === undefined
        ? { kind: "repository", choice, ...pin() }
        : { kind: "directory", name, directory: options.from },
      {
        volume: resolve(context.cwd, options.volume),
        policy,
        root: project.root,
        cwd: context.cwd,
        environment: context.env,
        limits: defaultLimits,
        retry: { patienceMs },
        allowPrivateHosts,
        cache: contentCacheOf(context.env),
        signal: context.signal,
      },
    );
    return resultOf(name, outcome);
  },
});

/** A template that is named beats the runtime of that name. */
async function choose(manifest: Manifest, name: string) {
  const { chooseTemplate } = await import("../../template/template-of.ts");
  const named = manifest.workspaceTemplates.some((entry) => entry.name === name);
  return chooseTemplate(manifest, named ? { template: name, runtime: name } : { runtime: name });
}

function resultOf(name: string, outcome: MaterializeOutcome): CommandResult {
  if (outcome.result === "skipped") {
    const { result, code, reason } = outcome;
    return {
      outputs: { result, code, reason, written: 0, removed: 0 },
      account: [`skipped ${name}: ${code}: ${reason}`],
      changed: false,
    };
  }
  const { result, written, removed, unchanged, treeDigest, origin, skills } = outcome;
  const at = origin.commit === null ? "" : ` at ${shortCommit(origin.commit)}`;
  return {
    outputs: {
      result,
      written: written.length,
      removed: removed.length,
      unchanged,
      treeDigest,
      commit: origin.commit,
      paths: { written: [...written], removed: [...removed] },
      skills: { ...skills },
    },
    details: [...written.map((path) => `+ ${path}`), ...removed.map((path) => `- ${path}`)],
    account: [
      `${result} ${name}${at}, ${shortDigest(treeDigest)}: ${written.length} written, ${removed.length} removed, ${unchanged} unchanged`,
      ...(skills.warning === null ? [] : [`warning: ${skills.warning}`]),
    ],
    changed: result === "delivered",
  };
}
