import { describe, expect, it } from "vitest";
import { IgnoreFile } from "../../src/gate/dockerfile/ignore-file.ts";
import { check, head, rest } from "./dockerfile-case.ts";

const text = `${head}${rest}`;
const root = ".tenant-bundle-deps/workspace-configs-templates/platform-agent";

function ignoring(...rows: readonly string[]): string[] {
  return check(text, { ignoreFiles: [{ file: ".dockerignore", text: rows.join("\n"), isBuildKits: true }] });
}

describe("an ignore file", () => {
  it("is named with its line where it takes identity files away", () => {
    expect(ignoring("# all of it", `${root}/config.yaml`, "**/concierge.md")).toEqual([
      "DOCKERFILE_IGNORED config.yaml .dockerignore:2",
      "DOCKERFILE_IGNORED prompts/concierge.md .dockerignore:3",
    ]);
    expect(ignoring("IMAGE_*")).toEqual(["DOCKERFILE_IGNORED IMAGE_BAKED_IDENTITY_PRESENT .dockerignore:1"]);
  });

  it("may take everything away and give the identity back", () => {
    expect(ignoring("*", "!IMAGE_BAKED_IDENTITY_PRESENT", `!${root}`)).toEqual([]);
    expect(ignoring("node_modules", ".git", "*.py[cod]", "**/*.log")).toEqual([]);
  });

  it("is unverified where the matchers of builders differ, or a pattern is not followed", () => {
    expect(ignoring("**/prompts")).toEqual([
      "?DOCKERFILE_AMBIGUOUS /opt/molecule-platform-agent-template .dockerignore:1",
    ]);
    expect(ignoring("a\\b")).toEqual([
      "?DOCKERFILE_AMBIGUOUS /opt/molecule-platform-agent-template .dockerignore:1",
    ]);
  });

  it("of another builder does no harm where that builder stops, and is unverified where it goes on", () => {
    const other = (row: string, dockerfile = text) =>
      check(dockerfile, { ignoreFiles: [{ file: ".containerignore", text: row, isBuildKits: false }] });
    expect(other("*")).toEqual([]);
    expect(other(`${root}/config.yaml`)).toEqual([]);
    expect(other(`${root}/prompts/tone/short.md`)).toEqual([
      "?DOCKERFILE_AMBIGUOUS /opt/molecule-platform-agent-template .containerignore:1",
    ]);
  });

  it.each([
    ["a", "a/b", "ignored"],
    ["/a/", "a/b", "ignored"],
    ["a/./b/../b", "a/b", "ignored"],
    ["  a/b  ", "a/b", "ignored"],
    ["# a", "# a", "kept"],
    [" # a", "# a", "ignored"],
    ["*", "a/b", "ignored"],
    ["*/b", "a/b", "ignored"],
    ["?/b", "a/b", "ignored"],
    ["*b", "a/b", "kept"],
    ["**", "a/b", "ignored"],
    ["a/**", "a/b/c", "ignored"],
    ["a**", "ab/c", "ignored"],
    ["**b", "x/ab", "ignored"],
    ["a/**/c", "a/c", "ignored"],
    ["a/**/c", "a/b/b/c", "ignored"],
    ["*\n!a/b", "a/b", "kept"],
    ["!a/b\n*", "a/b", "ignored"],
    ["*\n! a", "a/b", "kept"],
    ["a.b", "aXb", "kept"],
    ["[a-c]/b", "b/b", "ignored"],
    ["\ufeffa", "a", "ignored"],
    ["a\r\nb", "a", "ignored"],
  ])("with %j says of %j: %s", (rows, path, kind) => {
    expect(IgnoreFile.parse(rows, ".dockerignore").verdict(path).kind).toBe(kind);
  });
});
