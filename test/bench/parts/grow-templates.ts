import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fetchTemplates } from "../../../src/template/fetch.ts";
import { archiveOf, archiveServer } from "../../template/archive-server.ts";
import { busySeconds } from "./busy-seconds.ts";
import { fetchFrom } from "./fetch-from.ts";
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
    const names = Array.from({ length: size }, (_, index) => [`template-${index}`, `acme-${index}/template`]);
    const { results } = await fetchTemplates(fetchFrom(server.origin, Object.fromEntries(names), root));
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
