import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { Cache } from "../../src/cache/cache.ts";
import { ContentCache } from "../../src/template/content-cache.ts";
import type { FetchOptions, FetchReport } from "../../src/template/fetch.ts";
import { defaultLimits } from "../../src/template/source.ts";
import { credentialAt, templateHosts } from "../../src/template/template-hosts.ts";
import { readDirectory } from "../../src/tree/directory-reader.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectSameTree } from "../tree/expect-same-tree.ts";
import { archiveOf, testArchiveServer } from "./archive-server.ts";
import { fetched, fetchingBench } from "./fetching.ts";
import { commitAll, copiedForEachTest, environment, firstCommit, newRepository } from "./git-repository.ts";

const assets = { "config.yaml": "name: a\n", "prompts/a.md": "a\n", "prompts/deep/日本.md": "x\n" };

const newTemplate = copiedForEachTest((path) => {
  firstCommit(path, { ...assets, "README.md": "x", "agent-skills/s/run.sh": "#!/bin/sh\n" });
  chmodSync(join(path, "agent-skills/s/run.sh"), 0o755);
  return { commit: commitAll(path) };
});

/** A repository `Acme/Template-A` on a server, and a place to fetch it into. */
async function hosted(provider: "gitea" | "github", ref: string | null = "main") {
  const repository = newTemplate();
  const { commit } = repository;
  const server = await testArchiveServer({ "Acme/Template-A": repository.path });
  const bench = fetchingBench([{ name: "a", repo: "Acme/Template-A", ...(ref === null ? {} : { ref }) }]);
  const fetch = (options: Partial<FetchOptions> = {}, token?: string): Promise<FetchReport> => {
    const host = { provider, baseUrl: server.origin, ...(token === undefined ? {} : { token }) };
    return bench.fetch({ hosts: [host], ...options });
  };
  return { repository, commit, server, bench, fetch };
}

const delivered = { ...assets, "agent-skills/s/run.sh": [0o755, "#!/bin/sh\n"] as const };

describe.each(["gitea", "github"] as const)("a template on %s", (provider) => {
  test.each([true, false])("is fetched from its archive, top folder: %s", async (topFolder) => {
    const { commit, server, bench, fetch } = await hosted(provider);
    server.topFolder = topFolder;
    const result = fetched(await fetch());
    expect(result).toMatchObject({ commit, origin: "commit", leftOut: ["README.md"], files: 4 });
    expectSameTree(readDirectory(join(bench.into, "a")), delivered);
    expect(server.requests).toHaveLength(3);
  });

  test("is the same tree as the commit read from git itself", async () => {
    const { repository, fetch } = await hosted(provider);
    const { treeDigest } = fetched(await fetch());
    const local = fetchingBench([{ name: "a", repo: repository.path, ref: "main" }]);
    expect(fetched(await local.fetch()).treeDigest).toBe(treeDigest);
  });

  test("is taken from the default branch where no ref is given, said so", async () => {
    const { commit, fetch } = await hosted(provider, null);
    const result = fetched(await fetch());
    expect(result).toMatchObject({ commit, ref: provider === "gitea" ? "main" : "HEAD" });
  });

  test("is asked for with the token, which goes to no other origin", async () => {
    const { server, bench, fetch, repository } = await hosted(provider);
    const other = await testArchiveServer({ "Acme/Template-A": repository.path });
    server.token = "hunter2";
    server.redirect = other.origin.replace("127.0.0.1", "localhost");
    const report = await fetch({}, "hunter2");
    expectSameTree(readDirectory(join(bench.into, "a")), delivered);
    expect(server.credentials).toEqual(
      Array(3).fill(provider === "gitea" ? "token hunter2" : "Bearer hunter2"),
    );
    expect(other.credentials).toEqual([undefined]);
    expect(JSON.stringify(report)).not.toContain("hunter2");
  });

  test.each([
    [401, undefined, "SOURCE_DENIED", "wants a credential (HTTP 401)"],
    [401, "hunter2", "SOURCE_DENIED", "refused the credential (HTTP 401)"],
    [403, "hunter2", "SOURCE_DENIED", "refused the credential (HTTP 403)"],
    [404, "hunter2", "SOURCE_NOT_FOUND", "is not there (HTTP 404)"],
  ])("that answers %i is not asked again", async (status, token, code, words) => {
    const { server, fetch } = await hosted(provider, "1234567890123456789012345678901234567890");
    server.answer = (_request, response) => {
      response.writeHead(status).end("hunter2");
      return true;
    };
    const [result] = (await fetch({}, token)).results;
    expect(result).toMatchObject({ fault: { code, message: expect.stringContaining(words) } });
    expect(JSON.stringify(result)).not.toContain("hunter2");
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  test("says which ref is unknown, and which repository", async () => {
    const { fetch } = await hosted(provider, "nowhere");
    expect((await fetch()).results[0]).toMatchObject({
      fault: { code: "REF_UNKNOWN", message: expect.stringContaining('"nowhere"') },
    });
    const { bench, server } = await hosted(provider);
    bench.manifest([{ name: "a", repo: "acme/none", ref: "main" }]);
    const report = await bench.fetch({ hosts: [{ provider, baseUrl: server.origin }] });
    expect(report.results[0]).toMatchObject({ fault: { code: "SOURCE_NOT_FOUND" } });
  });

  test.each([[429], [500], [502], [503], [408]])("that answers %i is asked again", async (status) => {
    const { server, bench, fetch } = await hosted(provider);
    let left = 2;
    server.answer = (_request, response) => {
      if (left-- <= 0) return false;
      response.writeHead(status).end();
      return true;
    };
    await fetch();
    expectSameTree(readDirectory(join(bench.into, "a")), delivered);
    expect(server.requests).toHaveLength(5);
  });

  test("that names a pause is given it, and a pause that is too long is not waited for", async () => {
    const { server, fetch } = await hosted(provider);
    let pause = "1";
    let times = 1;
    server.answer = (_request, response) => {
      if (times-- <= 0) return false;
      response.writeHead(429, { "retry-after": pause }).end();
      return true;
    };
    const started = performance.now();
    fetched(await fetch());
    expect(performance.now() - started).toBeGreaterThan(1000);
    pause = new Date(Date.now() + 3_600_000).toUTCString();
    times = 1;
    const [result] = (await fetch()).results;
    expect(result).toMatchObject({
      fault: { code: "SOURCE_UNREACHABLE", message: expect.stringContaining("429") },
    });
  });

  test("whose connection breaks, at once or in the middle of the archive, is asked again", async () => {
    const { commit, repository, server, bench, fetch } = await hosted(provider);
    const archive = archiveOf(repository.path, commit, "");
    let [requests, archives] = [0, 0];
    server.answer = (message, response) => {
      if (++requests === 1) response.destroy();
      else if (/archive|tarball/.test(message.url as string) && ++archives === 1) {
        response.writeHead(200, { "content-length": String(archive.length) });
        response.write(archive.subarray(0, 200));
        setTimeout(() => response.destroy(), 20);
      } else return false;
      return true;
    };
    fetched(await fetch());
    expect([requests, archives]).toEqual([5, 2]);
    expectSameTree(readDirectory(join(bench.into, "a")), delivered);
  });

  test("that never ends is given up at the deadline or the bound, whichever comes first", async () => {
    const { server, bench, fetch, repository, commit } = await hosted(provider);
    const archive = archiveOf(repository.path, commit, "");
    const endless = async (response: ServerResponse, pauseMs: number) => {
      response.write(archive);
      while (!response.destroyed) {
        response.write(Buffer.alloc(64 * 1024));
        await sleep(pauseMs);
      }
    };
    for (const [pauseMs, code] of [
      [0, "ARCHIVE_INVALID"],
      [100, "ARCHIVE_INVALID"],
    ] as const) {
      server.answer = (request, response) => {
        if (!/archive|tarball/.test(request.url as string)) return false;
        void endless(response, pauseMs);
        return true;
      };
      expect((await fetch()).results[0]).toMatchObject({ fault: { code } });
    }
    server.answer = (request, response) => {
      if (/archive|tarball/.test(request.url as string)) response.write(archive.subarray(0, 100));
      return /archive|tarball/.test(request.url as string);
    };
    const limits = { ...defaultLimits, timeoutMs: 300 };
    const [result] = (await fetch({ limits })).results;
    expect(result).toMatchObject({
      fault: { code: "SOURCE_UNREACHABLE", message: "a took longer than 0.3 s" },
    });
    expect(existsSync(join(bench.into, "a"))).toBe(false);
  });

  test.each([
    ["too short", 10],
    ["too long", 1_000_000],
  ])("with a Content-Length that is %s changes nothing, or is refused", async (_what, length) => {
    const { server, bench, fetch, repository, commit } = await hosted(provider);
    const archive = archiveOf(repository.path, commit, "");
    server.answer = (request, response) => {
      if (!/archive|tarball/.test(request.url as string)) return false;
      const head = `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`;
      response.socket?.write(Buffer.concat([Buffer.from(head), archive]), () => response.socket?.destroy());
      return true;
    };
    const [result] = (await fetch()).results;
    expect(result).toMatchObject({ kind: "failed" });
    expect(existsSync(join(bench.into, "a"))).toBe(false);
  });

  test("whose archive is of another commit is refused", async () => {
    const { repository, server, bench, fetch, commit } = await hosted(provider);
    server.archive = archiveOf(repository.path, `${commit}~1`, "");
    expect((await fetch()).results[0]).toMatchObject({ fault: { code: "COMMIT_MISMATCH" } });
    expect(existsSync(join(bench.into, "a"))).toBe(false);
  });

  test("that redirects without end, or to no web address, is not followed", async () => {
    const { server, fetch } = await hosted(provider);
    for (const location of ["/elsewhere", "file:///etc/passwd", "ftp://x/y", "http://user@[bad"]) {
      server.requests.length = 0;
      server.answer = (_request, response) => {
        response.writeHead(302, { location }).end();
        return true;
      };
      expect((await fetch()).results[0]).toMatchObject({ fault: { code: "SOURCE_UNREACHABLE" } });
      expect(server.requests.length).toBeLessThanOrEqual(6);
    }
  });

  test("that answers with a sign-in page is not believed", async () => {
    const { server, fetch } = await hosted(provider);
    server.answer = (_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>");
      return true;
    };
    expect((await fetch()).results[0]).toMatchObject({
      fault: { code: "SOURCE_UNREACHABLE", message: expect.stringContaining("no API answer") },
    });
  });

  test("is fetched again from its lock file and the cache without one request", async () => {
    const { server, bench, fetch, repository } = await hosted(provider);
    const cache = new ContentCache(new Cache(join(scratchDirectory(), "cache"), "content"));
    const first = fetched(await fetch({ cache }));
    writeFiles(repository.path, { "config.yaml": "moved on" });
    commitAll(repository.path);
    server.requests.length = 0;
    const again = fetchingBench([]);
    const report = await fetch({ cache, locked: true, into: again.into });
    expect(fetched(report)).toMatchObject({
      commit: first.commit,
      treeDigest: first.treeDigest,
      leftOut: first.leftOut,
    });
    expectSameTree(readDirectory(join(again.into, "a")), readDirectory(join(bench.into, "a")));
    expect(server.requests).toEqual([]);
  });

  test("is fetched although the cache cannot be written", async () => {
    const { bench, fetch } = await hosted(provider);
    const place = writeFiles(scratchDirectory(), { file: "in the way" });
    fetched(await fetch({ cache: new ContentCache(new Cache(join(place, "file"), "content")) }));
    expectSameTree(readDirectory(join(bench.into, "a")), delivered);
  });

  test("is not served from the cache when its ref cannot be resolved, nor when the cache is damaged", async () => {
    const { server, bench, fetch } = await hosted(provider);
    const root = scratchDirectory();
    const directory = join(root, "content");
    const cache = new ContentCache(new Cache(root, "content"));
    await fetch({ cache });
    server.answer = (_request, response) => {
      response.writeHead(503).end();
      return true;
    };
    expect((await fetch({ cache })).results[0]).toMatchObject({ fault: { code: "SOURCE_UNREACHABLE" } });
    server.answer = () => false;
    const [entry] = readdirSync(directory) as [string];
    const bytes = readFileSync(join(directory, entry));
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    writeFileSync(join(directory, entry), bytes);
    server.requests.length = 0;
    fetched(await fetch({ cache }));
    expect(server.requests).toHaveLength(3);
    expectSameTree(readDirectory(join(bench.into, "a")), delivered);
  });
});

describe("a repository by its owner and name", () => {
  test.each(["a", "Acme"])(
    "is asked for with the token that the settings give to %s, and no other",
    async (key) => {
      const { path } = newTemplate();
      const server = await testArchiveServer({ "Acme/Template-A": path });
      server.token = "canary-own";
      const bench = fetchingBench([{ name: "a", repo: "Acme/Template-A", ref: "main" }]);
      const hosts = [{ provider: "gitea", baseUrl: server.origin, token: "canary-of-all" }] as const;
      const tokens = { [key]: "OWN_TOKEN" };
      const own = { ...environment, OWN_TOKEN: "canary-own" };
      const report = await bench.fetch({ hosts, tokens, environment: own });
      expect(fetched(report)).toMatchObject({ files: 4 });
      expect(new Set(server.credentials)).toEqual(new Set(["token canary-own"]));
      server.credentials.length = 0;
      const without = await bench.fetch({ hosts, tokens });
      expect(without.results[0]).toMatchObject({
        fault: { code: "SOURCE_DENIED", message: expect.stringContaining("OWN_TOKEN") },
      });
      // A place that a person types is another server: the template's own token is not for it.
      const other = await testArchiveServer({ "x/y": path });
      const sources = { a: "x/y" };
      const elsewhere = { hosts: [{ provider: "gitea", baseUrl: other.origin } as const], tokens, sources };
      await bench.fetch({ ...elsewhere, environment: own });
      expect([...server.credentials, ...other.credentials].filter(Boolean)).toEqual([]);
      expect(JSON.stringify([report, without])).not.toContain("canary");
    },
  );

  test("needs a server, and a token is not sent unencrypted", async () => {
    const bench = fetchingBench([{ name: "a", repo: "acme/a", provider: "gitea" }]);
    expect((await bench.fetch()).results[0]).toMatchObject({
      fault: { code: "SOURCE_INVALID", message: "a: acme/a is on a Gitea server, and none is configured" },
    });
    const hosts = [{ provider: "gitea", baseUrl: "http://git.example", token: "hunter2" } as const];
    const [result] = (await bench.fetch({ hosts })).results;
    expect(result).toMatchObject({
      fault: { code: "SOURCE_INVALID", message: expect.stringContaining("unencrypted") },
    });
    expect(JSON.stringify(result)).not.toContain("hunter2");
  });

  test("is asked for through the proxy that the environment names", async () => {
    const { path } = newTemplate();
    const proxy = await testArchiveServer({ "Acme/Template-A": path });
    const bench = fetchingBench([{ name: "a", repo: "Acme/Template-A", ref: "main" }]);
    const hosts = [{ provider: "gitea", baseUrl: "http://git.example" } as const];
    const report = await bench.fetch({ hosts, environment: { ...environment, HTTP_PROXY: proxy.origin } });
    expect(fetched(report)).toMatchObject({ source: "http://git.example/Acme/Template-A", files: 4 });
    expect(proxy.requests[0]).toMatch(/^GET http:\/\/git\.example\/api\/v1\/repos\/Acme\/Template-A\//);
  });

  test("is not looked for inside a network that a server outside of it redirects to, unless that is allowed", async () => {
    const { path } = newTemplate();
    // The proxy stands for git.example; the archive is on this machine.
    const proxy = await testArchiveServer({ "Acme/Template-A": path });
    const inside = await testArchiveServer({ "Acme/Template-A": path });
    proxy.redirect = inside.origin;
    const bench = fetchingBench([{ name: "a", repo: "Acme/Template-A", ref: "main" }]);
    const hosts = [{ provider: "gitea", baseUrl: "http://git.example" } as const];
    const options = { hosts, environment: { ...environment, HTTP_PROXY: proxy.origin } };
    expect((await bench.fetch(options)).results[0]).toMatchObject({
      fault: {
        code: "ADDRESS_REFUSED",
        message: expect.stringContaining(`git.example leads to ${new URL(inside.origin).host}`),
      },
    });
    expect(inside.requests).toEqual([]);
    proxy.redirect = "http://169.254.169.254";
    expect((await bench.fetch(options)).results[0]).toMatchObject({ fault: { code: "ADDRESS_REFUSED" } });
    proxy.redirect = inside.origin;
    const allowed = await bench.fetch({ ...options, allowPrivateHosts: ["127.0.0.1"] });
    expect(fetched(allowed)).toMatchObject({ files: 4 });
  });

  test("is fetched many at once, each with its own result", async () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const { path } = newRepository(assets);
    const served = names.filter((name) => name !== "d").map((name) => [`acme/${name}`, path]);
    const server = await testArchiveServer(Object.fromEntries(served));
    let [now, most] = [0, 0];
    server.answer = (_request, response) => {
      most = Math.max(most, ++now);
      response.on("finish", () => now--);
      return false;
    };
    server.latencyMs = 20;
    const bench = fetchingBench(names.map((name) => ({ name, repo: `acme/${name}`, ref: "main" })));
    const report = await bench.fetch({
      hosts: [{ provider: "gitea", baseUrl: server.origin }],
      concurrency: 3,
    });
    expect(report.results.map((each) => [each.name, each.kind])).toEqual(
      names.map((name) => [name, name === "d" ? "failed" : "fetched"]),
    );
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe("the servers that the environment configures", () => {
  test("are told apart, each with its own token, our names first", () => {
    expect(templateHosts({})).toEqual([]);
    expect(
      templateHosts({
        MOLECULE_GITEA_BASE_URL: "https://old.example",
        IDENTIKIT_GITEA_URL: "https://git.example",
        MOLECULE_TEMPLATE_REPO_TOKEN: "t1",
        IDENTIKIT_GITHUB_TOKEN: "t2",
      }),
    ).toEqual([
      { provider: "gitea", baseUrl: "https://git.example", token: "t1" },
      { provider: "github", baseUrl: "https://api.github.com", token: "t2" },
    ]);
    expect(templateHosts({ MOLECULE_GITEA_BASE_URL: "https://old.example" })).toEqual([
      { provider: "gitea", baseUrl: "https://old.example" },
    ]);
    const hosts = templateHosts({
      IDENTIKIT_GITEA_URL: "https://git.example/sub",
      IDENTIKIT_TEMPLATE_TOKEN: "t",
    });
    expect(credentialAt("https://git.example", hosts)).toEqual({ username: "x-access-token", token: "t" });
    expect(credentialAt("https://github.com", hosts)).toBeUndefined();
  });
});
