import { type AgentsFile, readBuiltinFiles } from "../../config/sync/builtin-files.ts";
import type { TemplateFacts } from "../../console/page/console-sources.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import { type Manifest, readManifest } from "../../template/manifest.ts";
import { readTemplateLock } from "../../template/template-lock.ts";
import { chooseTemplate } from "../../template/template-of.ts";
import { syncInputs } from "./sync-inputs.ts";

/** The templates that the manifest names, with what the lock file has of each and which agents are made from it. */
export function templateFacts(project: Project): readonly TemplateFacts[] {
  const { settings, path } = project;
  const manifest = readManifest(path(settings.manifest), settings.manifest);
  const locks = readTemplateLock(path(settings.lock));
  const { agents } = readBuiltinFiles(syncInputs(project).files);
  const templateOf = templatesOfAgents(agents, manifest);
  const all = [
    ...manifest.workspaceTemplates.map((entry) => ({ entry, kind: "workspace" as const })),
    ...manifest.orgTemplates.map((entry) => ({ entry, kind: "organisation" as const })),
    ...manifest.plugins.map((entry) => ({ entry, kind: "plugin" as const })),
  ];
  return all.map(({ kind, entry: { name, repo, ref, path: directory } }) => {
    const locked = locks.get(name);
    return {
      ...{ name, kind, repository: repo, ref, path: directory },
      agents: agents.agents.map((agent) => agent.name).filter((agent) => templateOf.get(agent) === name),
      ...(locked && {
        locked: {
          commit: locked.commit,
          treeDigest: locked.treeDigest,
          files: Object.entries(locked.files).map(([file, digest]) => ({ path: file, digest })),
        },
      }),
    };
  });
}

/** The template of each agent; an agent whose template cannot be told has none. */
function templatesOfAgents(agents: AgentsFile, manifest: Manifest): Map<string, string> {
  return new Map(
    agents.agents.flatMap((agent): [string, string][] => {
      const type = agents.types.find(({ name }) => name === agent.type);
      if (!type) return [];
      const template = agent.template ?? type.template;
      try {
        const choice = chooseTemplate(manifest, {
          runtime: type.runtime,
          ...(template === undefined ? {} : { template }),
        });
        return choice.kind === "template" ? [[agent.name, choice.entry.name]] : [];
      } catch (caught) {
        if (caught instanceof IdentikitError) return [];
        throw caught;
      }
    }),
  );
}
