// A workspace of 10,000 files, made against `git worktree add`, and one change harvested against `git add -A && git write-tree`; in turn, in-process.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BlobFolder } from "../../src/workspace/files/blob-folder.ts";
import { harvestWorkspace, keptElsewhere } from "../../src/workspace/host/harvest-workspace.ts";
import { makeWorkspace, type WantedWorkspace } from "../../src/workspace/host/make-workspace.ts";
import { removeWorkspace } from "../../src/workspace/host/remove-workspace.ts";
import { WorkspaceRoot } from "../../src/workspace/host/workspace-root.ts";
import { gitRemote } from "../../src/workspace/store/git-remote.ts";
import { print } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";
import { memoryDirectory } from "./parts/template-sample.ts";

const rounds = 9;
const files = 10_000;
const place = memoryDirectory();
const { signal } = new AbortController();
const environment = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };

function git(directory: string, ...args: string[]): string {
  return execFileSync("git", args, {
    cwd: directory,
    env: environment,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
}

try {
  const origin = join(place, "origin");
  for (let index = 0; index < files; index++) {
    const folder = join(origin, `part-${index % 50}`, `folder-${index % 250}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `file-${index}.ts`),
      `export const value${index} = ${index};\n`.repeat(1 + (index % 40)),
    );
  }
  writeFileSync(join(origin, ".gitignore"), "node_modules/\n*.log\n");
  git(origin, "init", "--quiet", "--initial-branch=main");
  git(origin, "add", "-A");
  git(
    origin,
    "-c",
    "user.name=bench",
    "-c",
    "user.email=bench@example.invalid",
    "commit",
    "--quiet",
    "-m",
    "base",
  );
  const commit = git(origin, "rev-parse", "HEAD");
  git(place, "clone", "--quiet", "--bare", origin, "bare.git");

  const root = new WorkspaceRoot(join(place, "root"), environment, () => new Date());
  const wanted: Omit<WantedWorkspace, "name"> = {
    ...{ namespace: "bench", repository: "bench/bench", remote: gitRemote(origin), commit },
    ...{ ref: "refs/heads/main" },
    tier: "trusted",
    mode: "worktree",
  };
  await makeWorkspace(root, { ...wanted, name: "first" }, signal);
  const [makes, adds, harvests, writes]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round <= rounds; round++) {
    const name = `w-${round}`;
    const theirs = join(place, name);
    let start = performance.now();
    const made = await makeWorkspace(root, { ...wanted, name }, signal);
    const make = performance.now() - start;
    start = performance.now();
    git(join(place, "bare.git"), "worktree", "add", "--quiet", "--detach", theirs, commit);
    const add = performance.now() - start;
    for (const path of [made.path, theirs])
      writeFileSync(join(path, "part-7/folder-7/file-7.ts"), `changed ${round}\n`);
    using blobs = new BlobFolder(join(place, "blobs"));
    start = performance.now();
    const harvested = await harvestWorkspace(root, { namespace: "bench", name }, { blobs, signal });
    keptElsewhere(root, { namespace: "bench", name }, harvested);
    const { patch } = harvested;
    const harvest = performance.now() - start;
    if (patch.changes.length !== 1) throw new Error(`${patch.changes.length} changes were harvested`);
    start = performance.now();
    git(theirs, "add", "-A");
    git(theirs, "write-tree");
    const write = performance.now() - start;
    await removeWorkspace(root, { namespace: "bench", name }, undefined, signal);
    rmSync(theirs, { recursive: true });
    if (round === 0) continue;
    makes.push(make);
    adds.push(add);
    harvests.push(harvest);
    writes.push(write);
  }
  print("a workspace of 10,000 files, against git worktree add", median(makes) / median(adds), {
    atMost: 1.25,
  });
  print("harvest of one change, against git add -A && git write-tree", median(harvests) / median(writes), {
    atMost: 1.5,
  });
} finally {
  rmSync(place, { recursive: true, force: true });
}
