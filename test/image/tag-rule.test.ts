import { describe, expect, it } from "vitest";
import { defaultTagRule, parseTagRule, type TagContext, tagsOf } from "../../src/image/tag-rule.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const now = new Date("2026-03-04T05:06:07Z");
const tags = (rules: string[], context: Partial<TagContext>) =>
  tagsOf(rules.map(parseTagRule), { now, ...context });

describe("tag rules", () => {
  it("give staging-<full commit> where none is given", () => {
    expect(tags([defaultTagRule], { commit })).toEqual([`staging-${commit}`]);
  });

  it.each<[string, Partial<TagContext>, string[]]>([
    ["type=sha", { commit }, ["sha-0123456"]],
    ["type=ref,event=branch", { ref: "refs/heads/feature/x y" }, ["feature-x-y"]],
    ["type=ref,event=tag", { ref: "refs/heads/main" }, []],
    ["type=ref,event=pr", { ref: "refs/pull/7/merge" }, ["pr-7"]],
    ["type=pr", { pullRequest: 8 }, ["pr-8"]],
    ["type=semver,pattern={{major}}.{{minor}}", { ref: "refs/tags/v1.2.3" }, ["1.2"]],
    ["type=semver,pattern={{major}}.{{minor}}", { ref: "refs/tags/v1.2.3-rc.1" }, ["1.2.3-rc.1"]],
    ["type=semver,pattern=v{{version}}", { ref: "refs/tags/1.2.3+build.4" }, ["v1.2.3"]],
    ["type=semver", { ref: "refs/tags/not-a-version" }, []],
    ["type=schedule", { event: "schedule" }, ["nightly"]],
    ["type=schedule,pattern={{date 'YYYYMMDD-HHmmss'}}", { event: "schedule" }, ["20260304-050607"]],
    ["type=schedule", { event: "push" }, []],
    [
      "type=raw,value=latest,enable={{is_default_branch}}",
      { ref: "refs/heads/main", defaultBranch: "main" },
      ["latest"],
    ],
    [
      "type=raw,value=latest,enable={{is_default_branch}}",
      { ref: "refs/heads/x", defaultBranch: "main" },
      [],
    ],
    ["stable", {}, ["stable"]],
  ])("%s, in %j, gives %j", (rule, context, expected) => {
    expect(tags([rule], context)).toEqual(expected);
  });

  it("are ordered by priority, and each tag is given once", () => {
    const context = { commit, ref: "refs/tags/v1.0.0" };
    expect(tags(["type=sha", "a", "type=semver", "type=raw,value=b,priority=950", "a"], context)).toEqual([
      "b",
      "1.0.0",
      "a",
      "sha-0123456",
    ]);
  });

  it.each([
    "type=shaa",
    "type=sha,fromat=long",
    "type=ref",
    "type=raw",
    "type=sha,format=tiny",
    "type=sha,x",
    "type=raw,value=",
  ])("refuse %s", (rule) => {
    expect(() => tags([rule], { commit })).toThrow(expect.objectContaining({ code: "TAG_INVALID" }));
  });

  it("say that a commit is missing instead of making a tag without it", () => {
    expect(() => tags([defaultTagRule], {})).toThrow(expect.objectContaining({ code: "TAG_INVALID" }));
  });
});
