import { execFile } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { copyFleet } from "../e2e/fleet.ts";
import { writeFiles } from "../scratch.ts";
import { documents, house } from "./documents.ts";

/** Pages whose commands are typed line by line into the example fleet, and how a line ends that does not end with 0. */
const typed: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "docs/how-to/agent-objects.md": {},
  "docs/explanation/secrets.md": {},
  "docs/explanation/prompts-and-permissions.md": {},
  "docs/explanation/config-database.md": { "config rollback": 1 },
};

/** Where the commands of the other pages are typed. */
const elsewhere: Readonly<Record<string, string>> = {
  "docs/how-to/first-image.md": "test/docs/how-to.test.ts",
  "docs/how-to/migrate-from-a-dockerfile.md": "test/docs/how-to.test.ts",
  "docs/how-to/migrate-from-a-shell-script.md": "test/docs/how-to.test.ts",
  "docs/how-to/rotate-keys.md": "test/docs/how-to.test.ts",
  "docs/how-to/run-a-fleet.md": "test/docs/how-to.test.ts",
  "docs/how-to/use-postgresql.md": "test/docs/how-to.test.ts",
  "docs/tutorials/first-hour.md": "test/docs/how-to.test.ts",
  "docs/tutorials/agent-run.md": "test/docs/tutorial-agent-run.test.ts",
  "docs/how-to/provenance.md": "test/docs/provenance.test.ts",
  "docs/explanation/comparison.md": "test/docs/comparison.test.ts",
  "docs/explanation/agent-runs.md": "test/docs/how-to.test.ts",
  "docs/explanation/agent-run-security.md": "test/docs/how-to.test.ts",
  "docs/how-to/agent-run-runbooks.md": "test/docs/how-to.test.ts",
  "docs/reference/triggers.md": "test/docs/tutorial-agent-run.test.ts",
  "docs/how-to/boot.md": "test/docs/operator-pages.test.ts",
  "docs/how-to/console.md": "test/docs/operator-pages.test.ts",
  "docs/how-to/serve.md": "test/docs/operator-pages.test.ts",
  "docs/how-to/containers.md": "test/docs/operator-pages.test.ts",
  "docs/how-to/operations.md": "test/docs/operator-pages.test.ts",
  "docs/template-asset-delivery.md": "test/docs/operator-pages.test.ts",
};

/** Pages whose commands no test types as they stand, and why. Their names and options are checked by commands.test.ts. */
const untyped: Readonly<Record<string, string>> = {
  "docs/how-to/workflows.md":
    "requests to GitHub and Gitea; those to Gitea are sent by test/forge/documented-requests.ts",
};

/** Servers of the reader's own, and values that only they have. */
const ofTheReader = /registry\.example|db\.example/;

function linesOf(page: string): string[] {
  const text = readFileSync(join(house, page), "utf8");
  const blocks = [...text.matchAll(/^ *```(?:sh|console)\n([\s\S]*?)^ *```$/gm)].map(([, body = ""]) => body);
  return blocks
    .join("\n")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

test("every page with commands is typed by a test, or says why not", () => {
  const pages = documents.filter(
    (page) => page.startsWith("docs/") && page !== "docs/reference/commands.md" && linesOf(page).length > 0,
  );
  const known = [...Object.keys(typed), ...Object.keys(elsewhere), ...Object.keys(untyped)];
  expect(pages.filter((page) => !known.includes(page))).toEqual([]);
  expect(known.filter((page) => !pages.includes(page))).toEqual([]);
  for (const [page, file] of Object.entries(elsewhere))
    expect(readFileSync(join(house, file), "utf8"), page).toContain(page.replace(/^docs\/|\.md$/g, ""));
  for (const [, reason] of Object.entries(untyped))
    for (const [file] of reason.matchAll(/test\/[\w/-]+(?:\.test)?(?:\.ts)?/g))
      expect(existsSync(join(house, file)), file).toBe(true);
});

test("the commands of pages that are about the example fleet do there what they are shown for", async () => {
  using fleet = copyFleet("checkout");
  const bin = writeFiles(fleet.path("bin"), {
    identikit: `#!/bin/sh\nexec ${process.execPath} ${join(house, "dist/identikit.js")} "$@"\n`,
  });
  chmodSync(join(bin, "identikit"), 0o755);
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: fleet.root, TOKEN: "a-value" };
  const type = (line: string) =>
    promisify(execFile)("bash", ["-c", line], { cwd: fleet.root, env }).then(
      () => ({ code: 0, said: "" }),
      ({ code, stdout, stderr }) => ({ code, said: `${stdout}${stderr}` }),
    );
  expect(await type("identikit pipeline")).toMatchObject({ code: 0 });
  let count = 0;
  for (const [page, ends] of Object.entries(typed))
    for (const line of linesOf(page).filter((each) => !ofTheReader.test(each))) {
      const other = Object.entries(ends).find(([start]) => line.startsWith(`identikit ${start}`));
      const { code, said } = await type(line);
      expect(code, `${page}: ${line}\n${said}`).toBe(other?.[1] ?? 0);
      count++;
    }
  expect(count).toBeGreaterThan(25);
});
