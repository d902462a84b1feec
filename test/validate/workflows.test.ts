import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finding } from "../../src/fault/finding.ts";
import { showLocation } from "../../src/report/text.ts";
import { validatePath } from "../../src/validate/validate.ts";
import { house } from "../architecture/rooms.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";

const pin = "0123456789abcdef0123456789abcdef01234567";

/** A workflow with one job; what is given are its steps, from column 7. */
const workflow = (steps: string, more = "") =>
  `on: push\njobs:\n  ship:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`;
const bake = (given: string) => `      - id: bake
        uses: your-org/identikit/actions/bake-identity@${pin}
        with:
${given}`;
const toImages = bake("          to: oci:images\n");

async function findingsOf(text: string, file = ".github/workflows/ship.yml"): Promise<readonly Finding[]> {
  const root = scratchDirectory();
  writeFiles(root, {
    "manifest.json": '{"workspace_templates": []}',
    "agents.json": '{"types": [], "agents": []}',
    [file]: text,
  });
  const { findings } = await validatePath(root, { env: {}, signal: new AbortController().signal });
  return findings;
}

const said = (findings: readonly Finding[]) =>
  findings.map(({ code, severity, location, problem = "" }) => {
    const weight = severity === "error" ? "" : `${severity} `;
    return `${weight}${code} ${location ? showLocation(location) : ""} ${problem}`;
  });

const mistakes: readonly (readonly [name: string, text: string, problem: string])[] = [
  [
    "an unknown input",
    workflow(bake("          to: oci:images\n          tempalte: x\n")),
    '10:11 the action bake-identity has no input "tempalte"; did you mean "template"?',
  ],
  [
    "a missing required input",
    workflow(bake("          base: scratch\n")),
    '7:9 the action bake-identity needs the input "to"',
  ],
  [
    "a required input that is empty",
    workflow(bake("          to: ''\n")),
    '7:9 the action bake-identity needs the input "to"',
  ],
  [
    "no inputs at all",
    workflow(`      - uses: ./vendor/identikit/actions/bake-identity\n`),
    '6:9 the action bake-identity needs the input "to"',
  ],
  [
    "an unknown action",
    workflow(`      - uses: https://forge.example/platform/identikit/actions/drfit-gate@${pin}\n`),
    '6:15 Identikit has no action "drfit-gate"; did you mean "drift-gate"?',
  ],
  [
    "an output that the action does not have",
    workflow(`${toImages}      - run: echo "\${{ steps.bake.outputs.digset }}"\n`),
    '10:24 the action bake-identity has no output "digset"; did you mean "digest"?',
  ],
  [
    "an output in the second reference of a text of several lines",
    workflow(
      `${toImages}      - run: |\n          echo \${{ steps.bake.outputs.image }}\n          echo \${{ format('{0}', steps['bake'].outputs['imgae']) }}\n`,
    ),
    '12:34 the action bake-identity has no output "imgae"; did you mean "image"?',
  ],
  [
    "an output in a condition",
    workflow(
      `${toImages}      - if: steps.bake.outputs.reuslt == 'steps.bake.outputs.nothing'\n        run: x\n`,
    ),
    '10:13 the action bake-identity has no output "reuslt"',
  ],
  [
    "an output that the job gives on",
    workflow(toImages, "    outputs:\n      image: ${{ steps.bake.outputs.imag }}\n"),
    '6:18 the action bake-identity has no output "imag"; did you mean "image"?',
  ],
  [
    "the id of a step that is not there",
    workflow(`${toImages}      - run: echo \${{ steps.bakes.outputs.image }}\n`),
    '10:23 no step of this job has the id "bakes"; did you mean "bake"?',
  ],
];

test.each(mistakes)("%s is a finding at its line and column", async (_, text, problem) => {
  const found = await findingsOf(text);
  expect(said(found)).toEqual([`WORKFLOW_INVALID .github/workflows/ship.yml:${problem}`]);
  expect(found[0]?.remedy).toMatch(/\.$/);
});

test.each([".github", ".gitea", ".forgejo"])("workflows in %s are read", async (directory) => {
  const file = `${directory}/workflows/ship.yaml`;
  const found = await findingsOf(workflow(bake("          too: oci:images\n          to: x\n")), file);
  expect(found.map(({ location }) => location?.file)).toEqual([file]);
});

test("what is right is not found: names in another case, steps of others, and outputs that a user names", async () => {
  const text = workflow(
    `${bake("          To: oci:images\n")}      - id: areas
        uses: your-org/identikit/actions/detect-changes@${pin}
      - id: other
        uses: actions/checkout@v5
        with:
          anything: goes
      - run: echo \${{ steps.areas.outputs.console }} \${{ steps.other.outputs.ref }} \${{ steps.BAKE.outputs.Digest }} 'steps.x.outputs.y'
      - run: echo steps.x.outputs.y \${{ needs.steps.outputs.y }} \${{ toJSON(steps) }}
`,
  );
  expect(said(await findingsOf(text))).toEqual([]);
});

test("a workflow without our actions is not looked at, and one that cannot be read is an error at its line", async () => {
  expect(said(await findingsOf(workflow("      - run: echo ${{ steps.no.outputs.x }}\n")))).toEqual([]);
  expect(said(await findingsOf("a: [\n"))).toEqual([]);
  const [broken] = await findingsOf(workflow(`${toImages}\t- run: x\n`));
  expect(broken).toMatchObject({ code: "DOCUMENT_INVALID", location: { line: 10 } });
});

test("a workflow with aliases is said to be unchecked, and is no error: the hosts follow them", async () => {
  const text = workflow(`${bake("          to: &place oci:images\n          base: *place\n")}`);
  const [found, ...others] = await findingsOf(text);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ code: "WORKFLOW_INVALID", severity: "warning", location: { line: 10 } });
});

test("a template's own checkout is checked, too", async () => {
  const root = scratchDirectory();
  writeFiles(root, {
    "config.yaml": "name: x\n",
    "system-prompt.md": "You help.\n",
    ".gitea/workflows/ship.yml": workflow(bake("          base: scratch\n")),
  });
  const { kind, findings } = await validatePath(root, { env: {}, signal: new AbortController().signal });
  expect(kind).toBe("template");
  expect(findings.map(({ code }) => code)).toEqual(["WORKFLOW_INVALID"]);
});

test.each(["github", "gitea"])("the example workflows for %s are right", async (host) => {
  const root = scratchDirectory();
  writeFiles(root, {
    "manifest.json": '{"workspace_templates": []}',
    "agents.json": '{"types": [], "agents": []}',
  });
  const into = join(root, `.${host}/workflows`);
  mkdirSync(into, { recursive: true });
  cpSync(join(house, "examples/workflows", host), into, { recursive: true });
  expect(readdirSync(into).length).toBeGreaterThan(5);
  const { findings } = await validatePath(root, { env: {}, signal: new AbortController().signal });
  expect(said(findings)).toEqual([]);
});
