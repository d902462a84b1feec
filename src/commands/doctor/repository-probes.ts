import { existsSync } from "node:fs";
import { displayName } from "../../config/database-fault.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject, type Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { readManifest } from "../../template/manifest.ts";
import { databaseLocation } from "../places/database.ts";
import { findKeyring } from "../places/keys.ts";
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
      needed: false,
      look: async () => databaseState(context, await project(), options.database),
    },
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
    remedy: which === "lock" ? "identikit fetch --all writes it." : "Write it, as docs/quick-start.md shows.",
  });
}

async function databaseState(context: Context, project: Project, named: string | undefined): Promise<string> {
  return displayName(databaseLocation(context, project, named));
}

async function keyState(context: Context, project: Project): Promise<string> {
  const keyring = findKeyring(context, project);
  if (keyring) return `sealing with ${keyring.sealingKeyId}`;
  throw new IdentikitError("KEYRING_INVALID", "no secret keys are set", {
    remedy:
      "Set IDENTIKIT_SECRET_KEYS=id:base64; on the embedded database `identikit secret set` makes a local key.",
  });
}
