import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { house } from "../architecture/rooms.ts";

/** A copy of the example fleet in a directory of its own. */
export interface FleetCopy extends Disposable {
  readonly root: string;
  path(...segments: string[]): string;
}

/** Copies `examples/fleet`, as a checkout with one commit or as plain files. */
export function copyFleet(form: "checkout" | "files" = "files"): FleetCopy {
  const directory = newFleetDirectory();
  exampleIn(directory);
  const fleet = fleetIn(directory);
  if (form === "checkout") commitAll(fleet.root, "The fleet as it stands");
  return fleet;
}

/** A new directory for a fleet and what lies beside it. */
export function newFleetDirectory(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "identikit-fleet-")));
}

/** Copies the example fleet into a directory, where its root is `fleet`. */
export function exampleIn(directory: string): void {
  cpSync(join(house, "examples/fleet"), join(directory, "fleet"), {
    recursive: true,
    filter: (source) => !/\/(\.identikit|\.tenant-bundle-deps)$/.test(source),
  });
}

/** The fleet of a directory, which is removed with it. */
export function fleetIn(directory: string): FleetCopy {
  const root = join(directory, "fleet");
  return {
    root,
    path: (...segments) => join(root, ...segments),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Takes away what releases before the agent platform do not know: its objects, and where the settings name them. */
export function withoutPlatform({ path }: FleetCopy): void {
  rmSync(path("agents"), { recursive: true });
  const settings = parse(readFileSync(path("identikit.yaml"), "utf8"));
  const { platform: _, ...known } = settings;
  writeFileSync(path("identikit.yaml"), stringify(known));
}

/** Commits everything, with the same author and moment each time, so that the commit id depends on the content alone. */
export function commitAll(root: string, message: string): string {
  const moment = "2026-01-01T00:00:00Z";
  const who = { NAME: "Fleet", EMAIL: "fleet@example.com", DATE: moment };
  const identity = Object.entries(who).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    GIT_CONFIG_NOSYSTEM: "1",
    ...Object.fromEntries(identity),
  };
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, env, encoding: "utf8" });
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", message);
  return git("rev-parse", "HEAD").trim();
}
