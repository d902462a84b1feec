import { existsSync } from "node:fs";
import { IdentikitError } from "../../fault/error.ts";
import { openProject, type Project, workPath } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { readManifest } from "../../template/manifest.ts";
import { findKeyring } from "../places/keys.ts";
import { checkWritable, databaseState, nearestDirectory } from "./database-probe.ts";
import type { Probe } from "./machine-probes.ts";

/** What the repository has: its root, manifest, agents, lock, database, and the keys that open its secrets. */
export function repositoryProbes(
  context: Context,
  options: { readonly root?: string | undefined; readonly database?: string | undefined },
): Probe[] {
  const project = () => openProject(context.cwd, options.root);
  return [
    { name: "repository", needed: true, look: async () => (await project()).root },
    { name: "manifest", needed: true, look: async () => manifestState(await project()) },
    { name: "agents", needed: false, look: async () => fileState(await project(), "agents") },
    { name: "lock file", needed: false, look: async () => fileState(await project(), "lock") },
    {
      name: "database",
      // One that is there and cannot be used is in the way of everything; where there is none yet, one is made.
      needed: true,
      look: async () => databaseState(context, await project(), options.database),
    },
    { name: "writable", needed: false, look: async () => writableState(await project()) },
    { name: "secret keys", needed: false, look: async () => keyState(context, await project()) },
  ];
}

async function manifestState(project: Project): Promise<string> {
  const { settings } = project;
  const { workspaceTemplates } = readManifest(project.path(settings.manifest), settings.manifest);
  const names = workspaceTemplates.map(({ name }) => name);
  return `${names.length} workspace template${names.length === 1 ? "" : "s"}: ${names.join(", ") || "none"}`;
}

function fileState(project: Project, which: "agents" | "lock"): string {
  const file = project.settings[which];
  if (existsSync(project.path(file))) return file;
  throw new IdentikitError("FILE_UNREADABLE", `${file} is not there`, {
    remedy:
      which === "lock"
        ? "identikit fetch --all writes it."
        : "Write it, as docs/tutorials/quick-start.md shows.",
  });
}

/** Fetched templates, env directories and what belongs to one machine are written below the repository. */
async function writableState(project: Project): Promise<string> {
  const missing = [project.path(project.settings.templates), workPath(project, "env")].map(nearestDirectory);
  for (const directory of new Set(missing)) checkWritable(directory);
  return "the directories of templates and env directories";
}

async function keyState(context: Context, project: Project): Promise<string> {
  const keyring = findKeyring(context, project);
  if (keyring) return `sealing with ${keyring.sealingKeyId}`;
  throw new IdentikitError("KEYRING_INVALID", "no secret keys are set", {
    remedy:
      "Set IDENTIKIT_SECRET_KEYS=id:base64; on the embedded database `identikit secret set` makes a local key.",
  });
}
