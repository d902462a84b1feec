import { realpathSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import type { Finding } from "../fault/finding.ts";
import { agentOf, type Inspected, nameOf } from "./agent-container.ts";
import { asked } from "./engine-call.ts";

/**
 * The finding `CONTAINER_ENV` for a container that does not mount its agent's env directory, the one that a render
 * writes; `undefined` for one that does. A bind of the directory counts, and a volume of the driver `local` that is
 * bound to it. A directory above it does not: it would show the agent the others' secrets.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function envMountFinding(
  engine: Docker,
  container: Inspected,
  envRoot: string,
): Promise<Finding | undefined> {
  const expected = realOr(join(envRoot, agentOf(container)));
  const mounted = await mountedDirectories(engine, container);
  if (mounted.includes(expected)) return undefined;
  return {
    code: "CONTAINER_ENV",
    severity: "error",
    path: nameOf(container),
    expected,
    actual: mounted.length > 0 ? mounted.join(", ") : null,
    remedy: "Create the container with its agent's env directory mounted.",
    subject: agentOf(container),
  };
}

/** The directories of the engine's machine that a container sees. */
async function mountedDirectories(engine: Docker, { Mounts }: Inspected): Promise<string[]> {
  const directories: string[] = [];
  for (const { Type, Name, Source } of Mounts) {
    if (Type === "bind") directories.push(realOr(Source));
    if (Type !== "volume" || Name === undefined) continue;
    const { Options } = await asked(`inspect volume ${Name}`, () => engine.getVolume(Name).inspect());
    const bound = Options?.o?.split(",").some((word) => word === "bind" || word === "rbind");
    if (bound && Options?.device) directories.push(realOr(Options.device));
  }
  return directories;
}

function realOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
