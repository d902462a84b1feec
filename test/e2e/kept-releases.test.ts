import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { archiveOf, keptReleases } from "./earlier-release.ts";

test.for(Object.values(keptReleases))("the kept release %s is what its commit holds", (commit, { skip }) => {
  skip(!isInHistory(commit), "the clone has no history to compare with");
  const archive = execFileSync("git", ["-c", "tar.umask=0002", "archive", commit, "dist", "package.json"], {
    cwd: house,
    maxBuffer: 256 * 1024 * 1024,
  });
  expect(archiveOf(commit).equals(archive)).toBe(true);
});

function isInHistory(commit: string): boolean {
  try {
    execFileSync("git", ["cat-file", "-e", `${commit}^{commit}`], { cwd: house, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
