import { resolve } from "node:path";
import process from "node:process";
import { silentLogger } from "../../../src/runtime/logger.ts";
import { fetchTemplates } from "../../../src/template/fetch.ts";
import { readManifest } from "../../../src/template/manifest.ts";
import { materializeTemplate } from "../../../src/template/materialize-template.ts";
import { policyNamed } from "../../../src/template/policy.ts";
import { defaultLimits } from "../../../src/template/source.ts";

// One fetch or one materialisation of the template in ./version-N, to be killed: delivery-child.ts KIND ROOT VERSION
const [kind, root, version] = process.argv.slice(2) as [string, string, string];
const common = {
  root,
  cwd: root,
  policy: policyNamed(),
  environment: { PATH: process.env.PATH },
  limits: defaultLimits,
  signal: new AbortController().signal,
};
process.stdout.write("go\n");
if (kind === "fetch") {
  const { results } = await fetchTemplates({
    ...common,
    manifest: readManifest(resolve(root, "manifest.json")),
    names: ["a"],
    into: resolve(root, "into"),
    lockFile: resolve(root, "identikit.lock"),
    sources: { a: `./version-${version}` },
    log: silentLogger,
  });
  if (results[0]?.kind !== "fetched") throw new Error("not fetched", { cause: results[0]?.fault });
} else {
  const from = { kind: "directory", name: "a", directory: `version-${version}` } as const;
  await materializeTemplate(from, { ...common, volume: resolve(root, "into/a") });
}
process.stdout.write("done\n");
