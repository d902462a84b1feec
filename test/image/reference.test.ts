import { describe, expect, it, test } from "vitest";
import { formatImageReference, parseImageReference } from "../../src/image/reference.ts";

const digest = `sha256:${"0a".repeat(32)}`;

describe("an image reference", () => {
  it.each([
    ["scratch", { kind: "scratch" }],
    ["alpine", { kind: "registry", host: "docker.io", repository: "library/alpine" }],
    ["a/b:c", { kind: "registry", host: "docker.io", repository: "a/b", tag: "c" }],
    ["docker://localhost/a", { kind: "registry", host: "localhost", repository: "a" }],
    ["127.0.0.1:5000/a/b:c", { kind: "registry", host: "127.0.0.1:5000", repository: "a/b", tag: "c" }],
    ["[::1]:5000/a:b", { kind: "registry", host: "[::1]:5000", repository: "a", tag: "b" }],
    [
      `docker://ghcr.io/a/b:c@${digest}`,
      { kind: "registry", host: "ghcr.io", repository: "a/b", tag: "c", digest },
    ],
    ["oci:some/dir", { kind: "layout", directory: "some/dir" }],
    ["oci:/some/dir:v1", { kind: "layout", directory: "/some/dir", tag: "v1" }],
    ["oci:C:\\dir:v1", { kind: "layout", directory: "C:\\dir", tag: "v1" }],
    [`oci:dir@${digest}`, { kind: "layout", directory: "dir", digest }],
    ["docker-archive:x.tar", { kind: "archive", file: "x.tar" }],
    ["docker-archive:x.tar:a/b:c", { kind: "archive", file: "x.tar", tag: "a/b:c" }],
    ["docker-daemon:a/b:c", { kind: "engine", name: "a/b:c" }],
    ["docker-daemon:alpine", { kind: "engine", name: "alpine:latest" }],
    [`docker-daemon:${digest}`, { kind: "engine", name: digest }],
  ])("%s is read, and written back to the same", (text, expected) => {
    const reference = parseImageReference(text);
    expect(reference).toEqual(expected);
    expect(parseImageReference(formatImageReference(reference))).toEqual(reference);
  });

  it.each([
    "",
    "docker://",
    "UPPER/case",
    "a:b:c",
    "a@sha256:short",
    "oci:",
    "ftp://x/y",
    "a/../b",
    "x/y:-tag",
    "user:pw@host/x",
  ])("%j is refused", (text) => {
    expect(() => parseImageReference(text)).toThrow(expect.objectContaining({ code: "REFERENCE_INVALID" }));
  });
});

test.each([
  "docker://robot:hunter2@registry.example/x",
  "docker://robot:hunter2@registry.example:5000/x:y",
  "robot:hunter2@registry.example/x",
  "docker://hunter2@registry.example/x",
  "https://robot:hunter2@registry.example/x",
])("a reference with a credential is refused without repeating it: %#", (text) => {
  try {
    parseImageReference(text);
    expect.unreachable();
  } catch (fault) {
    expect(fault).toMatchObject({ code: "REFERENCE_INVALID" });
    expect(String(fault)).toContain("it holds a credential");
    expect(String(fault)).not.toContain("hunter2");
  }
});
