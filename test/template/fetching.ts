import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { silentLogger } from "../../src/runtime/logger.ts";
import {
  type FetchedTemplate,
  type FetchOptions,
  type FetchReport,
  fetchTemplates,
} from "../../src/template/fetch.ts";
import { readManifest } from "../../src/template/manifest.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { defaultLimits } from "../../src/template/source.ts";
import { scratchDirectory } from "../scratch.ts";
import { environment } from "./git-repository.ts";

export interface Bench {
  readonly root: string;
  readonly into: string;
  readonly lockFile: string;
  /** Fetches with the manifest as it is at that moment. */
  fetch(options?: Partial<FetchOptions>): Promise<FetchReport>;
  manifest(entries: readonly object[]): void;
}

/** A place to fetch into, with a manifest of the given workspace templates. */
export function fetchingBench(entries: readonly object[]): Bench {
  const root = scratchDirectory();
  const manifest = (list: readonly object[]) =>
    writeFileSync(join(root, "manifest.json"), JSON.stringify({ workspace_templates: list }));
  manifest(entries);
  const into = join(root, "fetched");
  const lockFile = join(root, "identikit.lock");
  const fetch = (options: Partial<FetchOptions> = {}) =>
    fetchTemplates({
      manifest: readManifest(join(root, "manifest.json")),
      root,
      names: "all",
      into,
      policy: policyNamed("assets/v1"),
      lockFile,
      cwd: root,
      environment,
      limits: defaultLimits,
      hosts: [],
      retry: { firstWaitMs: 1, patienceMs: 1_000 },
      log: silentLogger,
      signal: new AbortController().signal,
      ...options,
    });
  return { root, into, lockFile, fetch, manifest };
}

/** The one result of a report, which must be a success. */
export function fetched(report: FetchReport): FetchedTemplate {
  const [result] = report.results;
  if (report.results.length !== 1 || result?.kind !== "fetched")
    throw result?.kind === "failed" ? result.fault : new Error("not one result");
  return result;
}
