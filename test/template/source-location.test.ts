import { describe, expect, test } from "vitest";
import { parseLocation } from "../../src/template/source-location.ts";

describe("a repository's location", () => {
  test.each([
    [".", { kind: "path", path: "/base" }],
    ["./templates/a", { kind: "path", path: "/base/templates/a" }],
    ["../a", { kind: "path", path: "/a" }],
    ["/srv/git/a.git", { kind: "path", path: "/srv/git/a.git" }],
    ["file:///srv/git/a.git", { kind: "repository", path: "/srv/git/a.git" }],
    ["git+file:///srv/a", { kind: "repository", path: "/srv/a" }],
    [
      "https://git.example/a/b.git",
      { kind: "remote", url: "https://git.example/a/b.git", transport: "https" },
    ],
    ["git+https://git.example/a/b", { kind: "remote", url: "https://git.example/a/b", transport: "https" }],
    ["http://127.0.0.1:3000/a/b", { kind: "remote", url: "http://127.0.0.1:3000/a/b", transport: "http" }],
    [
      "git+ssh://git@git.example:22/a/b",
      { kind: "remote", url: "ssh://git@git.example:22/a/b", transport: "ssh" },
    ],
    ["git@git.example:a/b.git", { kind: "remote", url: "git@git.example:a/b.git", transport: "ssh" }],
    ["acme/template-a", { kind: "hosted", owner: "acme", repo: "template-a" }],
    ["acme/a.b.git", { kind: "hosted", owner: "acme", repo: "a.b" }],
  ])("may be %s", (text, location) => expect(parseLocation(text, "/base")).toEqual(location));

  test.each([
    "",
    "acme",
    "acme/",
    "/../..x/".slice(4),
    "acme/..",
    "a/b/c",
    "-x/y",
    "ext::sh -c x",
    "ext://x",
    "git://git.example/a",
    "ftp://x/y",
    "https://",
    "-oProxyCommand=x:y/z",
    "ssh://-oProxyCommand=x/y",
    "git@-host:x",
    "git@host:-x",
    "https://git.example/a?token=x",
    "https://git.example/a#x",
    "\\\\server\\share",
    "a/b\nc",
    "./a\n::error::b",
  ])("may not be %j", (text) => {
    expect(() => parseLocation(text, "/base")).toThrowError(
      expect.objectContaining({ code: "SOURCE_INVALID" }),
    );
  });

  test.each([
    "https://user:hunter2@git.example/a",
    "https://hunter2@git.example/a",
    "ssh://git:hunter2@git.example/a",
  ])("may not hold a credential, which is not shown: %s", (text) => {
    expect(() => parseLocation(text, "/base")).toThrowError(
      expect.objectContaining({ message: expect.stringMatching(/^(?!.*hunter2).*holds a credential$/) }),
    );
  });
});
