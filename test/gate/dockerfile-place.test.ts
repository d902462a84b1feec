import { join } from "node:path";
import { expect, test } from "vitest";
import { besideIdentity, readDockerfile } from "../../src/gate/dockerfile/dockerfile-place.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";

const repository = (files: readonly string[]): string =>
  writeFiles(scratchDirectory(), Object.fromEntries(files.map((file) => [file, `# ${file}\n`])));

test("BuildKit's ignore file is the Dockerfile's own, and else the build context's; others are read by others", () => {
  const root = repository(["docker/D", "docker/D.dockerignore", ".dockerignore", ".containerignore"]);
  const path = join(root, "docker/D");
  const read = readDockerfile(path, { shown: "docker/D", root, context: undefined });
  expect(read.file).toBe("docker/D");
  expect(read.ignoreFiles?.map(({ file, isBuildKits }) => [file, isBuildKits])).toEqual([
    ["docker/D.dockerignore", true],
    [".dockerignore", false],
    [".containerignore", false],
  ]);
  const plain = repository(["D", ".dockerignore"]);
  const [only] =
    readDockerfile(join(plain, "D"), { shown: "D", root: plain, context: undefined }).ignoreFiles ?? [];
  expect(only).toMatchObject({ file: ".dockerignore", isBuildKits: true });
  const foreign = repository(["D", ".containerignore"]);
  const [other] =
    readDockerfile(join(foreign, "D"), { shown: "D", root: foreign, context: undefined }).ignoreFiles ?? [];
  expect(other).toMatchObject({ isBuildKits: false });
});

test("the build context is the one that is named, else the repository, else where the Dockerfile stands", () => {
  const root = repository(["docker/D", "at-root", "docker/beside"]);
  const place = { shown: "docker/D", root };
  const kindAt = (context: string | undefined, from: string, path: string) =>
    readDockerfile(join(root, "docker/D"), { ...place, root: from, context }).context?.entry(path).kind;
  expect(kindAt(undefined, root, "at-root")).toBe("file");
  expect(kindAt(join(root, "docker"), root, "beside")).toBe("file");
  expect(kindAt(undefined, scratchDirectory(), "beside")).toBe("file");
  expect(kindAt(undefined, root, "beside")).toBe("missing");
});

test("what stands beside the identity at a template's root is everything that is not baked, hidden or not", () => {
  const template = repository(["config.yaml", "prompts/a.md", "README.md", ".git/HEAD", "skills/x"]);
  expect(besideIdentity(template, policyNamed("identity/v1")).sort()).toEqual([".git", "README.md", "skills"]);
});
