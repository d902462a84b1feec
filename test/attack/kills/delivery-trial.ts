import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { observeDirectory, readDirectory } from "../../../src/tree/directory-reader.ts";
import type { FileTree } from "../../../src/tree/file-tree.ts";
import { isTemporaryName } from "../../../src/tree/temporary-name.ts";
import { writeFiles } from "../../scratch.ts";
import type { Trial } from "./trial.ts";

const own = ["MEMORY.md", "workspace/notes.md"];

/**
 * `fetch` or `materialize`, each time to another version of a template. Afterwards every file under its final name is one version's,
 * whole, or the agent's own; every fifth round the next run leaves exactly what it is asked for, and nothing of those that were killed.
 */
export async function deliveryTrial(kind: "fetch" | "materialize"): Promise<Trial> {
  const root = mkdtempSync(join(tmpdir(), "identikit-kill-"));
  const versions = prepare(root);
  let longest = (await runFor(kind, root, 0, undefined)) ?? 0;
  let rounds = 0;
  return {
    round: async (random) => {
      const took = await runFor(kind, root, random(2), random(Math.ceil(longest * 1.2)));
      if (took !== undefined) longest = (longest + took) / 2;
      checkFiles(root, versions);
      if (++rounds % 5 === 0) await complete(kind, root, random(2), versions);
      return { counted: took === undefined, point: "time", found: "whole" };
    },
    checkAll: () => complete(kind, root, 1, versions),
    [Symbol.asyncDispose]: async () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Two versions that share files, change files, and turn a directory into a file and back. */
function prepare(root: string): readonly [FileTree, FileTree] {
  const files = (version: number) =>
    Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [
        `prompts/${index % 7}/${index}.md`,
        `${index % 3 === 0 ? "same" : `version ${version}`}\n`.repeat(400),
      ]).filter((_, index) => index % 4 !== version),
    );
  writeFiles(root, {
    "manifest.json": '{"workspace_templates": [{"name": "a", "repo": "./version-0"}]}',
    ...Object.fromEntries(own.map((path) => [`into/a/${path}`, "the agent's own\n"])),
  });
  writeFiles(join(root, "version-0"), { ...files(0), "config.yaml": "v: 0\n", "agent-skills/x": "a file\n" });
  writeFiles(join(root, "version-1"), {
    ...files(1),
    "config.yaml": "v: 1\n",
    "agent-skills/x/SKILL.md": "in a directory\n",
  });
  return [readDirectory(join(root, "version-0")), readDirectory(join(root, "version-1"))];
}

/** Milliseconds from the child's start of work to its end; `undefined` where it was killed before. */
async function runFor(
  kind: string,
  root: string,
  version: number,
  killAfterMs: number | undefined,
): Promise<number | undefined> {
  const script = join(import.meta.dirname, "delivery-child.ts");
  const child = spawn(process.execPath, [script, kind, root, String(version)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint += chunk;
  });
  await once(child.stdout as NodeJS.ReadableStream, "data");
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const start = performance.now();
  if (killAfterMs === undefined) await once(child, "close");
  else await killLater(child, killAfterMs);
  if (said.includes("done")) return performance.now() - start;
  if (child.exitCode !== null && child.exitCode !== 0)
    throw new Error(`the run failed by itself: ${complaint}`);
  return undefined;
}

async function killLater(child: ChildProcess, afterMs: number): Promise<void> {
  const closed = once(child, "close");
  await Promise.race([closed, sleep(afterMs)]);
  child.kill("SIGKILL");
  await closed;
}

/** Every file is one version's, whole, or the agent's own; temporary files may lie about. */
function checkFiles(root: string, versions: readonly FileTree[]): void {
  const keep = (path: string) => !path.startsWith(".identikit");
  for (const entry of observeDirectory(join(root, "into/a"), { keep })) {
    if (entry.kind === "directory" || own.includes(entry.path)) continue;
    const whole = versions.some((tree) => tree.get(entry.path)?.digest === entry.digest);
    if (!whole) throw new Error(`${entry.path} is torn`);
  }
}

async function complete(
  kind: string,
  root: string,
  version: number,
  versions: readonly FileTree[],
): Promise<void> {
  if ((await runFor(kind, root, version, undefined)) === undefined)
    throw new Error("the next run did not complete");
  const place = join(root, "into/a");
  const keep = (path: string) =>
    !path.startsWith(".identikit") && !own.includes(path) && path !== "workspace";
  const digest = readDirectory(place, { keep }).digest;
  if (digest !== versions[version]?.digest) throw new Error(`after a ${kind} the place holds something else`);
  const names = execFileSync("find", [join(root, "into")], { encoding: "utf8" })
    .trim()
    .split("\n");
  const left = names.filter((name) => isTemporaryName(name.slice(name.lastIndexOf("/") + 1)));
  if (left.length > 0) throw new Error(`left behind: ${left.join(", ")}`);
}
