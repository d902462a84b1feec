import { join } from "node:path";
import process from "node:process";
import { parseJson } from "../../../src/document/json.ts";
import { silentLogger } from "../../../src/runtime/logger.ts";
import type { FetchOptions } from "../../../src/template/fetch.ts";
import { parseManifest } from "../../../src/template/manifest.ts";
import { policyNamed } from "../../../src/template/policy.ts";
import { defaultLimits } from "../../../src/template/source.ts";

/** A fetch of all of some repositories of a Gitea server, by name, into `into/` of a directory. */
export function fetchFrom(
  origin: string,
  repositories: Readonly<Record<string, string>>,
  root: string,
): FetchOptions {
  const entries = Object.entries(repositories).map(([name, repo]) => ({ name, repo, ref: "main" }));
  return {
    manifest: parseManifest(parseJson(JSON.stringify({ workspace_templates: entries }), "manifest.json")),
    root,
    cwd: root,
    names: "all",
    into: join(root, "into"),
    policy: policyNamed(),
    lockFile: join(root, "identikit.lock"),
    environment: { PATH: process.env.PATH },
    hosts: [{ provider: "gitea", baseUrl: origin }],
    limits: defaultLimits,
    log: silentLogger,
    signal: new AbortController().signal,
  };
}
