import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEvent } from "../../src/host/event.ts";

const merge = "a".repeat(40);
const head = "b".repeat(40);
let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "identikit-event-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function event(
  name: string,
  payload: unknown,
  env: Record<string, string> = {},
): ReturnType<typeof readEvent> {
  const path = join(directory, "event.json");
  writeFileSync(path, typeof payload === "string" ? payload : JSON.stringify(payload));
  return readEvent({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_SHA: merge, ...env });
}

function pull(headRepo: string | null): object {
  return {
    pull_request: {
      number: 7,
      head: { sha: head, repo: headRepo === null ? null : { full_name: headRepo } },
      base: { repo: { full_name: "acme/fleet" } },
    },
  };
}

test("a pull request's commit is its head, though the runner checked out the merge", () => {
  const expected = { kind: "pull-request", number: 7, commit: head, fork: false };
  expect(event("pull_request", pull("Acme/Fleet"))).toEqual(expected);
  expect(event("pull_request_target", pull("acme/fleet"))).toEqual(expected);
});

test("a pull request from another repository, or from one that is gone, is a fork's", () => {
  expect(event("pull_request", pull("mallory/fleet"))).toMatchObject({ fork: true });
  expect(event("pull_request", pull(null))).toMatchObject({ fork: true });
});

test.each([
  ["push", { GITHUB_REF: "refs/heads/feature/a" }, { kind: "push", branch: "feature/a", commit: merge }],
  ["push", { GITHUB_REF: "refs/tags/v1.0" }, { kind: "tag", tag: "v1.0", commit: merge }],
  ["schedule", {}, { kind: "schedule", commit: merge }],
  ["workflow_dispatch", {}, { kind: "dispatch", commit: merge }],
  ["release", {}, { kind: "other", name: "release", commit: merge }],
])("%s with %j is %j", (name, env, expected) => {
  expect(event(name, {}, env)).toEqual(expected);
});

test("a run that follows another one belongs to that one's commit", () => {
  expect(event("workflow_run", { workflow_run: { head_sha: head } })).toMatchObject({ commit: head });
});

test("a job without a payload file is still known by its variables", () => {
  expect(readEvent({ GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main", GITHUB_SHA: head })).toEqual({
    kind: "push",
    branch: "main",
    commit: head,
  });
});

test("no commit, a commit that is none, and a payload that is no event are refused", () => {
  expect(() => readEvent({ GITHUB_EVENT_NAME: "push" })).toThrow(expect.objectContaining({ code: "USAGE" }));
  expect(() => event("push", {}, { GITHUB_SHA: "main" })).toThrow(expect.objectContaining({ code: "USAGE" }));
  expect(() => event("push", "[]")).toThrow(expect.objectContaining({ code: "DOCUMENT_INVALID" }));
  expect(() => event("push", "{")).toThrow(expect.objectContaining({ code: "DOCUMENT_INVALID" }));
});
