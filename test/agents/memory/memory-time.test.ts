import { expect, test } from "vitest";
import { resolveMemory } from "../../../src/agents/memory/memory-time.ts";
import { MemoryRepository } from "./memory-repository.ts";

const { signal } = new AbortController();
const now = new Date("2026-11-22T09:30:00Z");
const unclear = expect.objectContaining({ code: "MEMORY_TIME_UNCLEAR" });

function memory() {
  const repository = new MemoryRepository();
  const commits = ["2026-08-31", "2026-10-31", "2026-11-01", "2026-11-19", "2026-11-20", "2026-11-22"].map(
    (day) => repository.commit(`${day}T09:00:00Z`, { "a.md": day }),
  );
  const day = (at: number) => commits.at(at) ?? "";
  const resolve = (asked: string) => resolveMemory(repository.store, { asked, branch: "main", now, signal });
  return { repository, day, resolve };
}

test("words for a time become a moment and the commit of the branch then (P-61)", async () => {
  const { day, resolve } = memory();
  expect(await resolve("two days ago")).toEqual({
    asked: "two days ago",
    at: "2026-11-20T09:30:00.000Z",
    commit: day(4),
  });
  expect(await resolve("2 Days  ago")).toMatchObject({ commit: day(4) });
  expect(await resolve("yesterday")).toMatchObject({ at: "2026-11-21T23:59:59.999Z", commit: day(4) });
  expect(await resolve("2026-11-01")).toMatchObject({ at: "2026-11-01T23:59:59.999Z", commit: day(2) });
  expect(await resolve("3 weeks ago")).toMatchObject({ at: "2026-11-01T09:30:00.000Z", commit: day(2) });
  expect(await resolve("an hour ago")).toMatchObject({ commit: day(4) });
  expect(await resolve("a month ago")).toMatchObject({ at: "2026-10-22T09:30:00.000Z", commit: day(0) });
  expect(await resolve("now")).toMatchObject({ commit: day(5) });
  expect(await resolve("2026-11-22")).toMatchObject({ at: now.toISOString(), commit: day(5) });
  expect(await resolve("2026-11-19T10:00:00+01:00")).toMatchObject({
    at: "2026-11-19T09:00:00.000Z",
    commit: day(3),
  });
});

test("a month that has no such day ends with its last one (P-61)", async () => {
  const { repository, day } = memory();
  const at = new Date("2026-10-31T10:00:00Z");
  const answer = await resolveMemory(repository.store, {
    asked: "a month ago",
    branch: "main",
    now: at,
    signal,
  });
  expect(answer).toMatchObject({ at: "2026-09-30T10:00:00.000Z", commit: day(0) });
});

test("a branch, a tag, a full ref and a commit are themselves (P-61)", async () => {
  const { repository, day, resolve } = memory();
  repository.git("tag", "v1", day(1));
  repository.git("branch", "draft", day(2));
  expect(await resolve("v1")).toEqual({ asked: "v1", commit: day(1) });
  expect(await resolve("draft")).toEqual({ asked: "draft", commit: day(2) });
  expect(await resolve("refs/tags/v1")).toEqual({ asked: "refs/tags/v1", commit: day(1) });
  expect(await resolve(day(3))).toEqual({ asked: day(3), commit: day(3) });
  expect(await resolve(day(3).slice(0, 12))).toMatchObject({ commit: day(3) });
});

test("the branch is followed along first parents by the committer's date, not by what was merged later (P-61)", async () => {
  const { repository, day, resolve } = memory();
  repository.git("checkout", "--quiet", "-b", "side", day(2));
  repository.commit("2026-11-02T09:00:00Z", { "b.md": "side" });
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-ff", "--message=merge", "side", { date: "2026-11-22T09:10:00Z" });
  expect(await resolve("2026-11-05")).toMatchObject({ commit: day(2) });
});

test.each([
  ["tomorrow", "it is in the future"],
  ["in 2 days", "it is in the future"],
  ["2027-01-01", "is in the future"],
  ["2026-11-22T09:30:01Z", "is in the future"],
  ["last week", "it may mean several moments"],
  ["monday", "it may mean several moments"],
  ["some days ago", '"some" is not a number'],
  ["11/01/2026", "day and month"],
  ["01.11.2026", "day and month"],
  ["2026-02-30", "there is no such day"],
  ["2026-11-01T10:00:00", "needs its zone"],
  ["2026-11-01T25:00:00Z", "there is no such time"],
  ["2020-01-01", "before the first commit"],
  ["99999 years ago", "before the first commit"],
  ["no-such-branch", "no branch, tag or commit"],
  ["--all", "no branch, tag or commit"],
  ["main~1", "no branch, tag or commit"],
  ["main@{1 day ago}", "it may mean several moments"],
  ["HEAD", "no branch, tag or commit"],
  ["", "1 to 200 characters"],
  ["a\u202eb\n", "no branch, tag or commit"],
  ["0".repeat(40), "no branch, tag or commit"],
])("%j is refused, and what is understood is said (P-61)", async (asked, said) => {
  const { resolve } = memory();
  const refused = resolve(asked);
  await expect(refused).rejects.toThrow(unclear);
  await expect(refused).rejects.toThrow(
    expect.objectContaining({
      message: expect.stringContaining(said),
      remedy: expect.stringContaining("2 days ago"),
    }),
  );
});

test("a name that means two things is refused (P-61)", async () => {
  const { repository, day, resolve } = memory();
  repository.git("tag", "both", day(0));
  repository.git("branch", "both", day(1));
  repository.git("tag", "2026-11-01", day(4));
  repository.git("tag", "yesterday", day(4));
  for (const asked of ["both", "2026-11-01", "yesterday"])
    await expect(resolve(asked)).rejects.toThrow(unclear);
});
