// Materialising 2,000 files of 12 MiB that are there already, in-process, against sha256sum of them; in turn.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { materialize } from "../../src/template/materialize.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { TemplateAssets } from "../../src/template/template-assets.ts";
import { readDirectory } from "../../src/tree/directory-reader.ts";
import { print } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";
import { memoryDirectory, writeTemplate } from "./parts/template-sample.ts";

const rounds = 15;
const place = memoryDirectory();
const policy = policyNamed();
const { signal } = new AbortController();

try {
  const source = join(place, "source");
  const volume = join(place, "volume");
  writeTemplate(source, 2000, 12 * 1024 * 1024);
  const origin = { name: "bench", source: "bench", commit: null };
  const assets = await TemplateAssets.check(readDirectory(source), policy, origin);
  await materialize(assets, { volume, policy, signal });
  const [ours, theirs]: number[][] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    const { result } = await materialize(assets, { volume, policy, signal });
    const middle = performance.now();
    execFileSync(
      "sh",
      ["-c", 'find "$0" -name .identikit -prune -o -type f -print0 | xargs -0 sha256sum', volume],
      {
        maxBuffer: 16 * 1024 * 1024,
      },
    );
    const end = performance.now();
    if (result !== "unchanged") throw new Error("something changed");
    if (round === 0) continue;
    ours?.push(middle - start);
    theirs?.push(end - middle);
  }
  print(
    "materialising 2,000 files with nothing to do, against sha256sum of them",
    median(ours ?? []) / median(theirs ?? []),
    { atMost: 1.5 },
  );
} finally {
  rmSync(place, { recursive: true, force: true });
}
