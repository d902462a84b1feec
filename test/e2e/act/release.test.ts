import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { requires } from "../../requirement.ts";
import { runWorkflow } from "./act.ts";
import { makeWorkspace } from "./workspace.ts";

requires("act")("release.yml", () => {
  test("moves v1 to the release, and leaves it there for an older one", async () => {
    using workspace = makeWorkspace();
    const remote = join(workspace.outside, "remote.git");
    const git = (...args: readonly string[]) =>
      execFileSync("git", args, { cwd: workspace.root, encoding: "utf8" }).trim();
    workspace.write(".ci/move-major", readFileSync(join(house, ".ci/move-major"), "utf8"));
    chmodSync(join(workspace.root, ".ci/move-major"), 0o755);
    const first = workspace.commit();
    execFileSync("git", ["init", "--quiet", "--bare", remote]);
    // act reads the repository's name from its address, and what is pushed there comes here.
    git("config", `url.${remote}.insteadOf`, "https://github.com/acme/fleet.git");
    const release = async (tag: string, commit: string): Promise<string> => {
      git("tag", tag, commit);
      const run = await runWorkflow(workspace, {
        workflow: "release",
        event: "push",
        payload: { ref: `refs/tags/${tag}` },
        env: { GITHUB_REF: `refs/tags/${tag}`, GITHUB_REF_NAME: tag, GITHUB_REF_TYPE: "tag" },
      });
      expect(run.code, run.log).toBe(0);
      return execFileSync("git", ["--git-dir", remote, "rev-parse", "refs/tags/v1"], {
        encoding: "utf8",
      }).trim();
    };
    expect(await release("v1.2.3", first)).toBe(first);
    workspace.write("README.md", "The next one.\n");
    const second = workspace.commit();
    expect(await release("v1.2.4", second)).toBe(second);
    expect(await release("v1.1.9", first)).toBe(second);
  });
});
