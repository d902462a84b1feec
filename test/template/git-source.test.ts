import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSource } from "../../src/template/open-source.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { defaultLimits, type SourceLimits, type TemplateSource } from "../../src/template/source.ts";
import { parseLocation } from "../../src/template/source-location.ts";
import { ownTemporaryDirectory, scratchDirectory, writeFiles } from "../scratch.ts";
import { expectSameTree } from "../tree/expect-same-tree.ts";
import {
  commitAll,
  copiedForEachTest,
  environment,
  firstCommit,
  git,
  newRepository,
} from "./git-repository.ts";
import { gitServer } from "./git-server.ts";

const assets = { "config.yaml": "name: a\n", "prompts/a.md": "a\n" };
const policy = policyNamed();
const { signal } = new AbortController();

const copyOfHistory = copiedForEachTest((directory) => {
  const path = join(directory, "checkout");
  const first = firstCommit(path, { ...assets, "README.md": "x" });
  git(path, "tag", "-a", "v1", "-m", "one");
  writeFiles(path, { "prompts/a.md": "changed\n" });
  const second = commitAll(path);
  git(path, "branch", "topic", first);
  git(path, "branch", "both", first);
  git(path, "tag", "both", second);
  git(directory, "clone", "--quiet", "--bare", path, "a.git");
  return { first, second };
});

/** A repository with a branch, an annotated tag, a bare clone of it, and the ids of its commits. */
function history() {
  const { path: served, first, second } = copyOfHistory();
  return { path: join(served, "checkout"), bare: join(served, "a.git"), served, first, second };
}

interface Opening {
  readonly ref?: string;
  readonly limits?: SourceLimits;
  readonly token?: string;
}

function open(text: string, { ref, limits = defaultLimits, token }: Opening = {}): TemplateSource {
  const location = parseLocation(text, "/");
  const origin = location.kind === "remote" ? new URL(location.url).origin : "";
  const hosts = token === undefined ? [] : [{ provider: "gitea", baseUrl: origin, token } as const];
  return openSource(
    { location, ref, shown: text },
    { environment, limits, retry: { firstWaitMs: 1, patienceMs: 1_000 }, hosts },
  );
}

const forms = ["checkout", "bare path", "file URL", "http remote"] as const;

async function placeOf(form: (typeof forms)[number], { path, bare, served }: ReturnType<typeof history>) {
  if (form === "checkout") return path;
  if (form === "bare path") return bare;
  if (form === "file URL") return `file://${bare}`;
  return `git+${(await gitServer(served)).origin}/a.git`;
}

describe.each(forms)("a git repository as %s", (form) => {
  test("resolves refs to commits, and gives the assets at each", async () => {
    const repository = history();
    const place = await placeOf(form, repository);
    const { first, second } = repository;
    for (const [ref, commit, full] of [
      ["v1", first, "refs/tags/v1"],
      ["topic", first, "refs/heads/topic"],
      ["main", second, "refs/heads/main"],
      ["refs/tags/both", second, "refs/tags/both"],
      [first, first, first],
    ] as const) {
      const source = open(place, { ref });
      const revision = await source.resolve(ref, signal);
      expect(revision).toEqual({ commit, ref: full });
      const content = await source.read(revision, policy, signal);
      expectSameTree(content.tree, commit === first ? assets : { ...assets, "prompts/a.md": "changed\n" });
      expect(content).toMatchObject({ commit, origin: "commit", leftOut: ["README.md"] });
    }
  });

  test.each([
    ["nowhere", "REF_UNKNOWN"],
    ["both", "REF_UNKNOWN"],
    ["v1^", "REF_UNKNOWN"],
    ["--upload-pack=x", "REF_UNKNOWN"],
    ["main@{1}", "REF_UNKNOWN"],
    ["refs/heads/none", "REF_UNKNOWN"],
  ])("does not resolve %s", async (ref, code) => {
    const source = open(await placeOf(form, history()), { ref });
    await expect(source.resolve(ref, signal)).rejects.toMatchObject({ code });
  });

  test("does not have a commit that is not in it", async () => {
    const ref = "1234567890".repeat(4);
    const source = open(await placeOf(form, history()), { ref });
    const both = async () => source.read(await source.resolve(ref, signal), policy, signal);
    await expect(both()).rejects.toMatchObject({ code: "REF_UNKNOWN" });
  });

  test("is refused over its bounds", async () => {
    const ref = "main";
    const limits = { ...defaultLimits, maxBytes: 10 };
    const source = open(await placeOf(form, history()), { ref, limits });
    const both = async () => source.read(await source.resolve(ref, signal), policy, signal);
    await expect(both()).rejects.toMatchObject({ code: "ARCHIVE_TOO_LARGE" });
  });
});

describe("a git remote", () => {
  test("takes the default branch when no ref is asked for, and leaves nothing behind", async () => {
    const { served, second } = history();
    const server = await gitServer(served);
    const temporary = ownTemporaryDirectory();
    const source = open(`${server.origin}/a.git`);
    const revision = await source.resolve(undefined, signal);
    expect(revision).toEqual({ commit: second, ref: "refs/heads/main" });
    await source.read(revision, policy, signal);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("gives an old commit even where the server gives out only what it advertises", async () => {
    const { served, bare, first } = history();
    git(bare, "update-ref", "-d", "refs/heads/topic");
    git(bare, "update-ref", "-d", "refs/tags/v1");
    git(bare, "update-ref", "-d", "refs/heads/both");
    git(bare, "config", "protocol.version", "0");
    const server = await gitServer(served);
    server.answer = (request) => {
      delete request.headers["git-protocol"];
      return false;
    };
    const source = open(`${server.origin}/a.git`);
    const content = await source.read({ commit: first, ref: first }, policy, signal);
    expectSameTree(content.tree, assets);
  });

  test("gets the credential, and only when asked; it stands in no argument and no message", async () => {
    const { served, second } = history();
    const server = await gitServer(served);
    const seen: (string | undefined)[] = [];
    server.answer = (request, response) => {
      seen.push(request.headers.authorization);
      const wanted = `Basic ${Buffer.from("x-access-token:hunter2").toString("base64")}`;
      if (request.headers.authorization === wanted) return false;
      response.writeHead(401, { "www-authenticate": "Basic realm=git" }).end();
      return true;
    };
    const good = open(`${server.origin}/a.git`, { token: "hunter2" });
    expect(await good.resolve("main", signal)).toMatchObject({ commit: second });
    expect(seen[0]).toBeUndefined();
    for (const token of ["hunter3", undefined]) {
      const denied = open(`${server.origin}/a.git`, token === undefined ? {} : { token });
      const fault = await denied.resolve("main", signal).catch((caught: unknown) => caught);
      expect(fault).toMatchObject({ code: "SOURCE_DENIED" });
      expect(JSON.stringify([fault, String((fault as Error).cause)])).not.toMatch(/hunter/);
    }
  });

  test("does not hand the credential to another origin that it is sent to", async () => {
    const { served } = history();
    const other = await gitServer(served);
    const seen: (string | undefined)[] = [];
    other.answer = (request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401, { "www-authenticate": "Basic realm=other" }).end();
      return true;
    };
    const server = await gitServer(served);
    server.answer = (request, response) => {
      const location = `${other.origin.replace("127.0.0.1", "localhost")}${request.url}`;
      response.writeHead(302, { location }).end();
      return true;
    };
    const source = open(`${server.origin}/a.git`, { token: "hunter2" });
    await expect(source.resolve("main", signal)).rejects.toMatchObject({ code: "SOURCE_DENIED" });
    expect(seen.filter((header) => header !== undefined)).toEqual([]);
    expect(seen.length).toBeGreaterThan(0);
  });

  test("that would get the credential unencrypted is refused", () => {
    expect(() => open("http://git.example/a.git", { token: "hunter2" })).toThrowError(
      expect.objectContaining({ code: "SOURCE_INVALID" }),
    );
  });

  test("is tried again after failures that may pass, and not after those that will not", async () => {
    const { served, second } = history();
    const server = await gitServer(served);
    const source = open(`${server.origin}/a.git`);
    const faults = [503, 502, 500];
    server.answer = (_request, response) => {
      const status = faults.shift();
      if (status !== undefined) response.writeHead(status).end();
      return status !== undefined;
    };
    expect(await source.resolve("main", signal)).toMatchObject({ commit: second });
    for (const [status, code] of [
      [404, "SOURCE_NOT_FOUND"],
      [403, "SOURCE_DENIED"],
    ] as const) {
      server.requests.length = 0;
      server.answer = (_request, response) => {
        response.writeHead(status).end();
        return true;
      };
      await expect(source.resolve("main", signal)).rejects.toMatchObject({ code });
      expect(server.requests.length).toBe(1);
    }
  });

  test("is given up when it is told to stop", async () => {
    const { served } = history();
    const server = await gitServer(served);
    server.answer = () => true;
    const source = open(`${server.origin}/a.git`);
    await expect(source.resolve("main", AbortSignal.timeout(300))).rejects.toThrowError(/timeout/);
  });

  test("with a hostile tree is refused, with nothing checked out", async () => {
    const { path } = newRepository(assets);
    const blob = git(path, "rev-parse", "HEAD:config.yaml");
    const raw = Buffer.concat([Buffer.from("100644 ../evil\0"), Buffer.from(blob, "hex")]);
    writeFiles(path, { raw });
    const tree = git(path, "hash-object", "-w", "-t", "tree", "--literally", "raw");
    const commit = git(path, "commit-tree", "-m", "evil", tree);
    git(path, "update-ref", "refs/heads/evil", commit);
    const served = scratchDirectory();
    git(served, "clone", "--quiet", "--bare", path, "a.git");
    const server = await gitServer(served);
    for (const place of [`${server.origin}/a.git`, join(served, "a.git")]) {
      const source = open(place, { ref: "evil" });
      const revision = await source.resolve("evil", signal);
      await expect(source.read(revision, policy, signal)).rejects.toMatchObject({ code: "PATH_ESCAPES" });
    }
    expect(existsSync(join(tmpdir(), "evil"))).toBe(false);
    expect(readFileSync(join(path, "config.yaml"), "utf8")).toBe(assets["config.yaml"]);
  });
});

describe("a git remote over SSH", () => {
  /** In ssh's place: notes its arguments and runs the command that was meant for the other machine here. */
  function fakeSsh() {
    const root = scratchDirectory();
    const notes = join(root, "notes");
    const program = join(root, "ssh");
    const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> ${notes}\nfor last; do :; done\nexec sh -c "$last"\n`;
    writeFileSync(program, script, { mode: 0o755 });
    return { program, notes };
  }

  test.each(["git+ssh://git@git.example:2222", "git@git.example:"])("is read as %s", async (start) => {
    const { bare, second } = history();
    const { program, notes } = fakeSsh();
    const text = `${start}${bare}`;
    const source = openSource(
      { location: parseLocation(text, "/"), ref: "main", shown: text },
      { environment: { ...environment, GIT_SSH_COMMAND: program }, limits: defaultLimits, hosts: [] },
    );
    const revision = await source.resolve("main", signal);
    expect(revision).toEqual({ commit: second, ref: "refs/heads/main" });
    const content = await source.read(revision, policy, signal);
    expectSameTree(content.tree, { ...assets, "prompts/a.md": "changed\n" });
    expect(readFileSync(notes, "utf8")).toContain("git@git.example");
  });

  test("asks nobody for a password", async () => {
    const { program, notes } = fakeSsh();
    const bin = join(program, "..");
    const environmentWithSsh = { ...environment, PATH: `${bin}:${environment.PATH}` };
    const text = "git+ssh://git@git.example/nowhere.git";
    const source = openSource(
      { location: parseLocation(text, "/"), ref: "main", shown: text },
      { environment: environmentWithSsh, limits: defaultLimits, hosts: [], retry: { tries: 1 } },
    );
    await expect(source.resolve("main", signal)).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
    expect(readFileSync(notes, "utf8")).toContain("-oBatchMode=yes");
  });
});

test("a repository with SHA-256 object names is read as any other", async () => {
  const served = scratchDirectory();
  const path = writeFiles(join(served, "a"), assets);
  git(path, "init", "--quiet", "--object-format=sha256", "--initial-branch=main");
  const commit = commitAll(path);
  expect(commit).toHaveLength(64);
  const server = await gitServer(served);
  for (const place of [path, `${server.origin}/a`]) {
    const source = open(place, { ref: "main" });
    const revision = await source.resolve("main", signal);
    expect(revision?.commit).toBe(commit);
    expectSameTree((await source.read(revision, policy, signal)).tree, assets);
  }
});
