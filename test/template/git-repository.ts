import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll } from "vitest";
import { scratchDirectory, writeFiles } from "../scratch.ts";

const identity = {
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.invalid",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.invalid",
  GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
  GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
};

/** The environment that a test hands to the code under test: no settings of the person who runs it. */
export const environment: Readonly<Record<string, string | undefined>> = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/** Runs the real git in a directory and gives what it printed. */
export function git(directory: string, ...args: string[]): string {
  const env = { ...environment, ...identity };
  return execFileSync("git", args, { cwd: directory, env, encoding: "utf8", stdio: "pipe" }).trim();
}

/** Commits everything in a directory; gives the commit's id. */
export function commitAll(directory: string, message = "change"): string {
  git(directory, "add", "--all", "--force");
  git(directory, "commit", "--quiet", "--allow-empty", "-m", message);
  return git(directory, "rev-parse", "HEAD");
}

/**
 * Makes something once for all tests of a file: what `make` leaves in a directory, which each caller gets a copy of.
 * Making commits is slow, copying them is not.
 */
export function copiedForEachTest<Facts>(
  make: (directory: string) => Facts,
): () => Facts & { readonly path: string } {
  let original: { readonly path: string; readonly facts: Facts } | undefined;
  afterAll(() => {
    if (original) rmSync(original.path, { recursive: true, force: true });
  });
  return () => {
    if (!original) {
      const path = mkdtempSync(join(tmpdir(), "identikit-test-"));
      original = { path, facts: make(path) };
    }
    const path = scratchDirectory();
    cpSync(original.path, path, { recursive: true });
    return { ...original.facts, path };
  };
}

/** A new checkout with one commit of some files, on branch `main`. */
export function newRepository(files: Readonly<Record<string, string | Uint8Array>>): {
  readonly path: string;
  readonly commit: string;
} {
  const path = join(scratchDirectory(), "repository");
  return { path, commit: firstCommit(path, files) };
}

/** {@link newRepository} in a directory; gives the commit's id. */
export function firstCommit(path: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  writeFiles(path, files);
  git(path, "init", "--quiet", "--initial-branch=main");
  return commitAll(path);
}
