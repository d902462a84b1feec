import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { house } from "./documents.ts";

const page = readFileSync(join(house, "docs/how-to/workflows.md"), "utf8");
const workflow = parse(readFileSync(join(house, ".gitea/workflows/check.yml"), "utf8"));
const [job = ""] = Object.keys(workflow.jobs);

/** What a required check is called, by host. */
const names = { github: job, gitea: `${workflow.name} / ${job} (pull_request)` };

test("the page names the check as each host calls the job of the shipped workflow", () => {
  expect(page).toContain(`| GitHub | \`${names.github}\` `);
  expect(page).toContain(`| Gitea, Forgejo | \`${names.gitea}\` `);
});

test("the requests that protect a branch are sound, and require that check", () => {
  const bodies = [...page.matchAll(/<<'JSON'\n([\s\S]*?)^JSON$/gm)].map(([, body = ""]) => JSON.parse(body));
  const github = bodies.find((body) => body.required_status_checks);
  expect(github.required_status_checks.checks).toEqual([{ context: names.github, app_id: 15368 }]);
  const gitea = bodies.find((body) => body.status_check_contexts);
  expect(gitea.status_check_contexts).toEqual([names.gitea]);
});

test("tags of releases are protected, and the one of the major version is not", () => {
  const bodies = [...page.matchAll(/<<'JSON'\n([\s\S]*?)^JSON$/gm)].map(([, body = ""]) => JSON.parse(body));
  const [, source = ""] = /^\/(.*)\/$/.exec(bodies.find((body) => body.name_pattern).name_pattern) ?? [];
  const pattern = new RegExp(source);
  expect([pattern.test("v1.2.3"), pattern.test("v1"), pattern.test("v1.2.3-rc1")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("the list for a release names the suite that CI skips", () => {
  const [, list = ""] =
    /^## A release\n([\s\S]*)/m.exec(readFileSync(join(house, "CONTRIBUTING.md"), "utf8")) ?? [];
  expect(list).toMatch(/^- \[ \] `npm run test:forge`/m);
});
