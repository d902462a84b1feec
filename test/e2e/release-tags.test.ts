import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { scratchDirectory } from "../scratch.ts";

/** A repository with its remote, in which releases can be made. */
function repository() {
  const directory = scratchDirectory();
  const [remote, local] = [join(directory, "remote.git"), join(directory, "local")];
  const env = { PATH: process.env.PATH, HOME: directory, GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.com", ...args], {
      cwd: directory,
      env,
      encoding: "utf8",
    }).trim();
  git("init", "--quiet", "--bare", remote);
  git("clone", "--quiet", remote, local);
  return {
    /** Commits, tags the commit, and gives its id. */
    release: (tag: string): string => {
      git("-C", local, "commit", "--quiet", "--allow-empty", "--message", tag);
      git("-C", local, "tag", "--annotate", "--message", tag, tag);
      return git("-C", local, "rev-parse", "HEAD");
    },
    move: (tag: string): string =>
      execFileSync(join(house, ".ci/move-major"), {
        cwd: local,
        env: { ...env, TAG: tag },
        encoding: "utf8",
      }),
    at: (tag: string): string => git("-C", remote, "rev-parse", `refs/tags/${tag}^{commit}`),
  };
}

test("v1 moves to the newest release of it, and to no older one", () => {
  const { release, move, at } = repository();
  const first = release("v1.2.9");
  move("v1.2.9");
  expect(at("v1")).toBe(first);
  const second = release("v1.2.10");
  move("v1.2.10");
  expect(at("v1")).toBe(second);
  release("v1.1.7");
  expect(move("v1.1.7")).toContain("v1.2.10 is newer");
  expect(at("v1")).toBe(second);
});

test("a new major version leaves the one before alone, and a tag that is no release is refused", () => {
  const { release, move, at } = repository();
  const one = release("v1.0.0");
  move("v1.0.0");
  const two = release("v2.0.0");
  move("v2.0.0");
  expect([at("v1"), at("v2")]).toEqual([one, two]);
  expect(() => move("nightly")).toThrow();
});

test("a release is refused unless its tag, the package and the changelog name one version", () => {
  const check = (tag: string) =>
    spawnSync(join(house, ".ci/release-version"), {
      cwd: house,
      env: { PATH: process.env.PATH, TAG: tag },
      encoding: "utf8",
    });
  const { version } = JSON.parse(readFileSync(join(house, "package.json"), "utf8"));
  expect(check(`v${version}`)).toMatchObject({ status: 0, stdout: `v${version}\n` });
  expect(check("v99.0.0")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("the tag is v99.0.0"),
  });
});
