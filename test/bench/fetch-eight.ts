// Eight templates from a server with 50 ms of latency for each response, against `git clone --depth=1` of the same, one after the
// other and at once, from a git server with the same latency; and how many requests a second, locked fetch makes.
import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Cache } from "../../src/cache/cache.ts";
import { ContentCache } from "../../src/template/content-cache.ts";
import { type FetchOptions, fetchTemplates } from "../../src/template/fetch.ts";
import { archiveOf, archiveServer } from "../template/archive-server.ts";
import { startGitServer } from "../template/git-server.ts";
import { fetchFrom } from "./parts/fetch-from.ts";
import { print } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";
import { commitTemplate, listingOf, memoryDirectory, writeTemplate } from "./parts/template-sample.ts";

const run = promisify(execFile);
const names = Array.from({ length: 8 }, (_, index) => `template-${index}`);
const latencyMs = 50;
const rounds = 3;
const place = memoryDirectory();

/** Made before: the server of the benchmark shares a process with what is measured. */
const answers = new Map<string, { readonly sha: string; readonly archive: Buffer; readonly tree: string }>();
for (const name of names) {
  const repository = join(place, "served", name);
  writeTemplate(repository, 40, 200_000);
  const sha = commitTemplate(repository);
  const tree = listingOf(repository);
  answers.set(name, { sha, archive: archiveOf(repository, sha, `${name}/`), tree });
}
const archives = await archiveServer({});
archives.latencyMs = latencyMs;
archives.answer = (request, response) => {
  const [, name, rest] = /repos\/acme\/([^/]+)\/(.*)$/.exec(request.url as string) ?? [];
  const known = answers.get(name ?? "");
  if (rest?.startsWith("archive/")) response.end(known?.archive);
  else response.end(rest?.startsWith("git/trees/") ? known?.tree : JSON.stringify({ sha: known?.sha }));
  return true;
};
const git = await startGitServer(join(place, "served"));
git.latencyMs = latencyMs;

const repositories = Object.fromEntries(names.map((name) => [name, `acme/${name}`]));
const options = fetchFrom(archives.origin, repositories, place);

async function fetchAll(more: Partial<FetchOptions> = {}): Promise<void> {
  const { results } = await fetchTemplates({ ...options, ...more });
  if (results.some((result) => result.kind === "failed")) throw new Error(JSON.stringify(results));
}

async function clone(name: string, into: string): Promise<void> {
  await run("git", ["clone", "--quiet", "--depth=1", `${git.origin}/${name}`, join(into, name)]);
}

async function cloneInARow(into: string): Promise<void> {
  for (const name of names) await clone(name, into);
}

async function cloneAtOnce(into: string): Promise<void> {
  await Promise.all(names.map((name) => clone(name, into)));
}

async function milliseconds(work: Promise<void>): Promise<number> {
  const start = performance.now();
  await work;
  return performance.now() - start;
}

try {
  const taken: Record<"ours" | "inARow" | "atOnce", number[]> = { ours: [], inARow: [], atOnce: [] };
  for (let round = 0; round < rounds; round++) {
    const at = (name: string) => join(place, `${name}-${round}`);
    taken.ours.push(await milliseconds(fetchAll({ into: at("into") })));
    taken.inARow.push(await milliseconds(cloneInARow(at("row"))));
    taken.atOnce.push(await milliseconds(cloneAtOnce(at("once"))));
  }
  const ours = median(taken.ours);
  print(
    "eight templates, as many times as fast as git clone --depth=1 in a row",
    median(taken.inARow) / ours,
    { atLeast: 4 },
  );
  print("the same, as many times as fast as eight clones at once", median(taken.atOnce) / ours, {
    atLeast: 1.5,
  });
  const cache = new ContentCache(new Cache(join(place, "cache"), "content"));
  await fetchAll({ cache });
  archives.requests.length = 0;
  await fetchAll({ cache, locked: true });
  print("requests of a second fetch of locked commits", archives.requests.length, { atMost: 0 });
} finally {
  archives.stop();
  git.stop();
  rmSync(place, { recursive: true, force: true });
}
