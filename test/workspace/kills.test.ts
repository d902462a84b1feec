import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { removeWorkspace } from "../../src/workspace/host/remove-workspace.ts";
import { abortRebase } from "../../src/workspace/rebase/end-rebase.ts";
import { house } from "../architecture/rooms.ts";
import { commitAll } from "../template/git-repository.ts";
import { changesOf, type Scene, scene, signal } from "./workspace-scene.ts";

const key = { namespace: "tidewater", name: "w-1" };
const files = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`d${at % 20}/f${at}`, `${at}\n`]));

/** Starts a piece of work in a process of its own and kills it after a while, if it is not done before. */
async function killed(one: Scene, work: string, afterMs: number): Promise<void> {
  const body = `
    import { WorkspaceRoot } from "${house}/src/workspace/host/workspace-root.ts";
    import { makeWorkspace } from "${house}/src/workspace/host/make-workspace.ts";
    import { removeWorkspace } from "${house}/src/workspace/host/remove-workspace.ts";
    import { startRebase } from "${house}/src/workspace/rebase/rebase-workspace.ts";
    import { gitRemote } from "${house}/src/workspace/store/git-remote.ts";
    const [path, repository] = process.argv.slice(1);
    const root = new WorkspaceRoot(path, process.env, () => new Date());
    const { signal } = new AbortController();
    const key = ${JSON.stringify(key)};
    const remote = gitRemote(repository);
    process.stdout.write("ready");
    ${work}`;
  const args = ["--input-type=module", "-e", body, one.root.path, one.repository];
  const child = spawn(process.execPath, args, { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), ended]);
  await Promise.race([sleep(afterMs), ended]);
  // Git of its own belongs to its group, too.
  if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  await ended;
}

describe("after a kill at any moment", () => {
  test("a workspace is made all the same (P-85)", async () => {
    for (const afterMs of [5, 20, 40, 60, 80, 110, 150, 200]) {
      const one = scene(files);
      const make = `await makeWorkspace(root, { ...key, repository: "tidewater/berths", ref: "refs/heads/main", tier: "trusted", mode: "worktree", remote }, signal);`;
      await killed(one, make, afterMs);
      await one.make();
      expect(changesOf(await one.harvest()), `${afterMs} ms`).toEqual([]);
    }
  });

  test("a rebase can be aborted, and nothing of the changes is lost (P-85)", async () => {
    for (const afterMs of [10, 40, 80, 120, 160, 220]) {
      const one = scene(files);
      const { path } = await one.make();
      writeFileSync(join(path, "d1/f1"), "ours\n");
      for (let at = 0; at < 400; at++)
        writeFileSync(join(one.repository, `d${at % 20}/f${at}`), `theirs ${at}\n`);
      commitAll(one.repository);
      await killed(one, "await startRebase(root, key, remote, signal);", afterMs);
      await abortRebase(one.root, key, signal).catch(() => undefined);
      expect(readFileSync(join(path, "d1/f1"), "utf8"), `${afterMs} ms`).toBe("ours\n");
      expect(changesOf(await one.harvest()), `${afterMs} ms`).toEqual(["~ d1/f1"]);
    }
  });

  test("a cleanup is completed, and one of changes removes nothing (P-77, P-85)", async () => {
    for (const afterMs of [10, 40, 50, 55, 60, 65, 70, 80]) {
      const one = scene(files);
      const { path } = await one.make();
      await killed(one, "await removeWorkspace(root, key, undefined, signal);", afterMs);
      await removeWorkspace(one.root, key, path, signal);
      expect(existsSync(path), `${afterMs} ms`).toBe(false);
      await one.make();
      expect(changesOf(await one.harvest()), `${afterMs} ms`).toEqual([]);
    }
  });
});
