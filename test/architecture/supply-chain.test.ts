import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { house } from "./rooms.ts";

const read = (path: string) => readFileSync(join(house, path), "utf8");
const locked = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      license: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});
const packages = Object.entries(locked.parse(JSON.parse(read("package-lock.json"))).packages).filter(
  ([path]) => path !== "",
);

/** Licences that let a copy be given on, with a notice at most. */
const accepted = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT OR Apache-2.0",
  "Unlicense",
]);

test("every package of a lock file has a checksum, so that a registry can give no other bytes", () => {
  const files = ["package-lock.json", "docs/site/package-lock.json", "test/clients/package-lock.json"];
  const unchecked = files.flatMap((file) =>
    Object.entries(locked.parse(JSON.parse(read(file))).packages)
      .filter(([path, { integrity }]) => path !== "" && !/^sha512-/.test(integrity ?? ""))
      .map(([path]) => `${file}: ${path}`),
  );
  expect(unchecked).toEqual([]);
  expect(packages.length).toBeGreaterThan(200);
});

/** Tools of which nothing is in dist/; three say their licence (MIT) in a form that the lock file does not take over. */
const toolsAlone = /^(?:axe-core|lightningcss(?:-[\w-]+)?|buildcheck|cpu-features|ssh2)$/;

test("every package has a licence that lets it be given on, or nothing of it is in dist/", () => {
  const others = packages
    .filter(([, { license }]) => !accepted.has(license ?? ""))
    .map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
  expect(others.filter((name) => !toolsAlone.test(name))).toEqual([]);
  const bundled = [...read("dist/licenses.txt").matchAll(/^-{100}\n\n(\S+) /gm)].map(([, name = ""]) => name);
  expect(bundled.length).toBeGreaterThan(50);
  expect(bundled.filter((name) => others.includes(name))).toEqual([]);
});

test("only packages that were looked at run a script at their installation", () => {
  const { allowScripts } = z
    .object({ allowScripts: z.record(z.string(), z.boolean()) })
    .parse(JSON.parse(read("package.json")));
  const running = packages
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
  expect(running.filter((name) => !(name in allowScripts))).toEqual([]);
  expect(Object.entries(allowScripts).filter(([, isAllowed]) => isAllowed)).toEqual([["node", true]]);
});

test("every action that a workflow runs is pinned to a commit, with its version beside it", () => {
  const files = globSync(["{.github,.gitea}/workflows/*.yml", "examples/workflows/*/*.yml"], { cwd: house });
  const unpinned = files.flatMap((file) =>
    [...read(file).matchAll(/^\s*(?:- )?uses: (.+)$/gm)]
      .map(([, uses = ""]) => uses)
      .filter((uses) => !uses.startsWith("./") && !/@[0-9a-f]{40}(?: # v[\d.]+)?$/.test(uses))
      .map((uses) => `${file}: ${uses}`),
  );
  expect(unpinned).toEqual([]);
  expect(files.length).toBeGreaterThan(12);
});

test("programs that CI brings have an exact version", () => {
  const unpinned = [...read(".ci/run").matchAll(/^go_(?:tool|dependency) .*$|^\s*npm install .*$/gm)]
    .map(([line]) => line)
    .filter((line) => !/@v?\d+\.\d+\.\d+$| v\d+\.\d+\.\d+$/.test(line.trim()));
  expect(unpinned).toEqual([]);
});
