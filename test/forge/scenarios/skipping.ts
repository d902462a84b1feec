import { expect } from "vitest";
import { protectMain } from "../protection.ts";
import type { Scenario } from "../scenario.ts";

const check = "CI / test (pull_request)";

const ci = `name: CI
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: "true"
`;

export const skipping: Scenario = {
  name: "[skip ci] in a title or a commit starts no run, so a required check is missing and blocks; in a merge it keeps main from running",
  async play(stage) {
    const { ann } = stage;
    const quiet = await stage.repository("quiet", {
      "README.md": "# Quiet\n",
      ".gitea/workflows/ci.yml": ci,
    });
    await using _ = await protectMain(quiet, { check });
    const titled = quiet.pushBranch("titled", { "titled.md": "One.\n" });
    const byTitle = await quiet.openPull("titled", ann, "[skip ci] Say nothing");
    quiet.git("fetch", "--quiet", "origin", "main");
    quiet.git("checkout", "--quiet", "-B", "written", "origin/main");
    const written = quiet.commit("Say nothing [no ci]");
    quiet.git("push", "--quiet", "origin", "HEAD:refs/heads/written");
    const byCommit = await quiet.openPull("written", ann, "Written");
    // What comes later has run: the ones before were not only slow.
    const spoken = quiet.pushBranch("spoken", { "spoken.md": "Two.\n" });
    const aloud = await quiet.openPull("spoken", ann);
    expect(await quiet.ended("ci.yml", spoken)).toMatchObject({ conclusion: "success" });
    for (const [pull, head] of [
      [byTitle, titled],
      [byCommit, written],
    ] as const) {
      expect(await quiet.runs(head)).toEqual([]);
      expect((await quiet.statuses(head)).has(check)).toBe(false);
      expect(await quiet.merge(pull, ann)).toBe(405);
    }

    // Another title starts nothing by itself; the next commit does.
    await quiet.api("PATCH", `/pulls/${byTitle}`, { title: "Say something" }, ann);
    quiet.git("checkout", "--quiet", "-B", "titled", "origin/titled");
    const next = quiet.pushFiles("titled", { "titled.md": "One, aloud.\n" });
    expect(await quiet.ended("ci.yml", next)).toMatchObject({ event: "pull_request", conclusion: "success" });
    expect(await quiet.merge(byTitle, ann)).toBe(200);
    const main = async (): Promise<string> => (await quiet.api("GET", "/branches/main")).commit.id;
    expect(await quiet.ended("ci.yml", await main())).toMatchObject({ event: "push" });

    // The title becomes a part of the merge's message.
    await quiet.api("PATCH", `/pulls/${aloud}`, { title: "[skip ci] Merge quietly" }, ann);
    expect(await quiet.merge(aloud, ann)).toBe(200);
    const merged = await main();
    const last = await quiet.lastRun();
    const after = quiet.pushBranch("after", { "after.md": "Three.\n" });
    await quiet.openPull("after", ann);
    await quiet.endedAfter("ci.yml", last);
    expect(await quiet.ended("ci.yml", after)).toMatchObject({ conclusion: "success" });
    expect(await quiet.runs(merged)).toEqual([]);
  },
};
