import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseJson } from "../../../src/document/json.ts";
import { silentLogger } from "../../../src/runtime/logger.ts";
import { fetchTemplates } from "../../../src/template/fetch.ts";
import { parseManifest } from "../../../src/template/manifest.ts";
import { policyNamed } from "../../../src/template/policy.ts";
import { defaultLimits } from "../../../src/template/source.ts";
import { archiveOf, archiveServer } from "../../template/archive-server.ts";
import { busySeconds } from "./busy-seconds.ts";
import type { Point } from "./growth.ts";
import type { Grown } from "./growth-plot.ts";
import { commitTemplate, listingOf, writeTemplate } from "./template-sample.ts";

/** Fetches of so many templates from a server that has them in memory. */
export async function growTemplates(scratch: string, sizes: readonly number[]): Promise<Grown> {
  const points = { busy: [] as Point[], requests: [] as Point[] };
  const source = join(scratch, "one-template");
  writeTemplate(source, 20, 20_000);
  const sha = commitTemplate(source);
  const archive = archiveOf(source, sha, "template/");
  const tree = listingOf(source);
  const server = await archiveServer({});
  server.answer = ({ url = "" }, response) => {
    if (url.includes("/archive/")) response.end(archive);
    else response.end(url.includes("/git/trees/") ? tree : JSON.stringify({ sha }));
    return true;
  };
  const fetchAll = async (size: number, root: string) => {
    const entries = Array.from({ length: size }, (_, index) => {
      return { name: `template-${index}`, repo: `acme-${index}/template`, ref: "main" };
    });
    const { results } = await fetchTemplates({
      manifest: parseManifest(parseJson(JSON.stringify({ workspace_templates: entries }), "manifest.json")),
      root,
      cwd: root,
      names: "all",
      into: join(root, "into"),
      policy: policyNamed(),
      lockFile: join(root, "identikit.lock"),
      environment: { PATH: process.env.PATH },
      hosts: [{ provider: "gitea", baseUrl: server.origin }],
      limits: defaultLimits,
      log: silentLogger,
      signal: new AbortController().signal,
    });
    const failed = results.find(({ kind }) => kind === "failed");
    if (failed || results.length !== size) throw new Error(`not all of ${size}: ${JSON.stringify(failed)}`);
  };
  try {
    // The first fetch of all is the first time that its code runs, too.
    await fetchAll(20, mkdtempSync(join(scratch, "templates-")));
    for (const size of sizes) {
      const root = mkdtempSync(join(scratch, "templates-"));
      server.requests.length = 0;
      points.busy.push({ size, value: await busySeconds(() => fetchAll(size, root)) });
      rmSync(root, { recursive: true });
      points.requests.push({ size, value: server.requests.length });
    }
  } finally {
    server.stop();
  }
  const common = { job: "Fetch", sizes: "templates" };
  return {
    must: [
      { ...common, values: "seconds of the processor", points: points.busy },
      { ...common, values: "requests", points: points.requests },
    ],
    mustNot: [],
  };
}
