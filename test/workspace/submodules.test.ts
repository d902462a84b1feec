import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { removeWorkspace } from "../../src/workspace/host/remove-workspace.ts";
import { startRebase } from "../../src/workspace/rebase/rebase-workspace.ts";
import { gitRemote } from "../../src/workspace/store/git-remote.ts";
import { scratchDirectory } from "../scratch.ts";
import { firstCommit, git } from "../template/git-repository.ts";
import { changesOf, sceneOf, signal } from "./workspace-scene.ts";

const key = { namespace: "tidewater", name: "w-1" };

/** A repository with one submodule, whose `.gitmodules` gives it an address. */
function withSubmodule(url: string) {
  const place = scratchDirectory();
  const library = join(place, "library");
  const inner = firstCommit(library, { "lib.ts": "lib\n", "deep/x": "x\n" });
  const repository = join(place, "origin");
  const first = firstCommit(repository, {
    a: "a\n",
    ".gitmodules": `[submodule "library"]\n\tpath = vendor/library\n\turl = ${url}\n\tupdate = !touch ${place}/trap\n`,
  });
  git(repository, "update-index", "--add", "--cacheinfo", `160000,${inner},vendor/library`);
  const tree = git(repository, "write-tree");
  const commit = git(repository, "commit-tree", "-m", "library", "-p", first, tree);
  git(repository, "update-ref", "refs/heads/main", commit);
  return { ...sceneOf(place, repository, commit), place };
}

describe("submodules", () => {
  test("are checked out where the policy says so, and nothing in them is in a patch", async () => {
    const one = withSubmodule("../library");
    const { path } = await one.make({ submodules: true });
    expect(readFileSync(join(path, "vendor/library/lib.ts"), "utf8")).toBe("lib\n");
    expect(await one.harvest()).toMatchObject({ refused: [], patch: { changes: [] } });
    writeFileSync(join(path, "vendor/library/lib.ts"), "changed\n");
    writeFileSync(join(path, "a"), "changed\n");
    const taken = await one.harvest();
    expect(changesOf(taken)).toEqual(["~ a"]);
    const reason = "it is in a submodule, and nothing in one is in a patch";
    expect(taken.refused).toEqual([{ path: "vendor/library/lib.ts", reason }]);
    expect(existsSync(join(one.place, "trap"))).toBe(false);
    const rebase = startRebase(one.root, key, gitRemote(one.repository), signal);
    await expect(rebase).rejects.toMatchObject({ code: "REBASE_REFUSED" });
    expect((await one.make({ submodules: true })).reused).toBe(false);
    expect(readFileSync(join(path, "vendor/library/lib.ts"), "utf8")).toBe("lib\n");
  });

  test("stay empty where no policy says so", async () => {
    const one = withSubmodule("../library");
    const { path } = await one.make();
    expect(existsSync(join(path, "vendor/library/lib.ts"))).toBe(false);
    expect(await one.harvest()).toMatchObject({ refused: [], patch: { changes: [] } });
  });

  test("of an untrusted workspace are in stores of its own, which go with it", async () => {
    const one = withSubmodule("../library");
    await one.make({ tier: "untrusted", submodules: true });
    const stores = join(one.root.path, "stores");
    expect(readdirSync(stores).filter((name) => name.startsWith("shared-"))).toEqual([]);
    await removeWorkspace(one.root, key, undefined, signal);
    expect(readdirSync(stores)).toEqual([]);
  });

  test.each([
    "https://example.invalid/library",
    "--upload-pack=touch",
    "ext::sh -c x",
    "/etc",
    "file:///etc",
  ])("from %s are refused", async (url) => {
    await expect(withSubmodule(url).make({ submodules: true })).rejects.toMatchObject({
      code: "SUBMODULE_REFUSED",
    });
  });
});
