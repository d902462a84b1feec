import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { placedAtAgents, placedInTemplate } from "../../src/commands/places/finding-places.ts";
import type { Finding } from "../../src/fault/finding.ts";
import { openProject } from "../../src/project/project.ts";
import { copyFleet } from "../e2e/fleet.ts";

function finding(path: string, more: Partial<Finding> = {}): Finding {
  const values = { expected: "a", actual: "b", remedy: "Bake the image again." };
  return { code: "FILE_CHANGED", severity: "error", path, ...values, ...more };
}

/** The 1-based line of the first line that holds a text. */
function lineWith(file: string, text: string): number {
  return (
    readFileSync(file, "utf8")
      .split("\n")
      .findIndex((line) => line.includes(text)) + 1
  );
}

test("a file of a template in the repository is the place of its fix; one that only the image has leads to the manifest", async () => {
  using fleet = copyFleet();
  const project = await openProject(fleet.root);
  const found = [finding("prompts/concierge.md"), finding("prompts/nobody.md", { code: "FILE_EXTRA" })];
  const line = lineWith(fleet.path("manifest.json"), '"name": "platform-agent"');
  expect(placedInTemplate(project, "platform-agent", found).map(({ location }) => location)).toEqual([
    { file: "templates/platform-agent/prompts/concierge.md", line: 1 },
    { file: "manifest.json", line },
  ]);
});

test("a place that a finding has already is kept", async () => {
  using fleet = copyFleet();
  const project = await openProject(fleet.root);
  const location = { file: "Dockerfile.platform-agent", line: 9 };
  const [kept] = placedInTemplate(project, "platform-agent", [finding("config.yaml", { location })]);
  expect(kept?.location).toEqual(location);
});

test("a finding on an agent leads to its row in agents.json, and one on nobody we know keeps what it has", async () => {
  using fleet = copyFleet();
  const project = await openProject(fleet.root);
  const found = [finding(".", { subject: "reviewer-infra" }), finding(".", { subject: "nobody" })];
  const [known, unknown] = placedAtAgents(project, found, ({ subject }) => subject);
  const line = lineWith(fleet.path("agents.json"), '"name": "reviewer-infra"');
  expect(known?.location).toEqual({ file: "agents.json", line });
  expect(unknown?.location).toBeUndefined();
});
