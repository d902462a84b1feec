import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readManifests, readManifestTexts } from "../../../src/agents/manifest/read-manifests.ts";
import { house } from "../../architecture/rooms.ts";
import { scratchDirectory, writeFiles } from "../../scratch.ts";

const inOrganisation = { namespace: "tidewater" };

function problemsOf(text: string, file = "agents/a.yaml") {
  const { problems } = readManifestTexts([{ file, text }], inOrganisation);
  return problems.map(({ code, line, column, problem }) => ({ code, at: `${line}:${column}`, problem }));
}

function manifest(kind: string, name: string, spec: string): string {
  return `apiVersion: identikit.dev/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n${spec.replace(/^/gm, "  ")}\n`;
}

const account = manifest("AgentServiceAccount", "fixer", "serviceAccountName: fixer");
const stack = (more: string) =>
  manifest(
    "AgentStack",
    "fixer",
    `baseAgent: claude-code\nadapter:\n  name: claude\nruntimeIdentity: fixer\n${more}`,
  );

test("the example's manifests are read whole, with the defaults of their kinds", () => {
  const { manifests, problems } = readManifests(join(house, "examples/fleet"), "agents", inOrganisation);
  expect(problems).toEqual([]);
  const fixer = manifests.find(
    ({ declared }) => declared.kind === "AgentStack" && declared.metadata.name === "fixer",
  );
  expect(fixer?.declared).toMatchObject({
    metadata: { namespace: "tidewater", labels: { team: "berths" } },
    spec: {
      approvalMode: "write_back_only",
      writeBack: [{ action: "comment", limit: 3, approval: "required" }, {}],
    },
  });
  expect(new Set(manifests.map(({ declared }) => declared.kind)).size).toBeGreaterThan(8);
});

test("every YAML and JSON file below the folder is read, hidden ones and links are not", () => {
  const root = writeFiles(scratchDirectory(), {
    "agents/deep/er/a.yml": account,
    "agents/b.json": JSON.stringify({
      apiVersion: "identikit.dev/v1alpha1",
      kind: "AgentServiceAccount",
      metadata: { name: "b" },
      spec: { serviceAccountName: "b" },
    }),
    "agents/.hidden/c.yaml": "not: [read",
    "agents/notes.md": "not read",
  });
  const { manifests, problems } = readManifests(root, "agents", inOrganisation);
  expect(problems).toEqual([]);
  expect(manifests.map(({ declared, document }) => [document.file, declared.metadata.name])).toEqual([
    ["agents/b.json", "b"],
    ["agents/deep/er/a.yml", "fixer"],
  ]);
  expect(readManifests(root, "absent", inOrganisation)).toEqual({ manifests: [], problems: [] });
});

test("a list as kubectl prints it is its objects", () => {
  const list = {
    apiVersion: "v1",
    kind: "List",
    items: [
      JSON.parse(
        '{"apiVersion":"identikit.dev/v1alpha1","kind":"AgentServiceAccount","metadata":{"name":"a"},"spec":{"serviceAccountName":"a"}}',
      ),
    ],
  };
  const { manifests } = readManifestTexts(
    [{ file: "list.json", text: JSON.stringify(list) }],
    inOrganisation,
  );
  expect(manifests.map(({ declared }) => declared.metadata.name)).toEqual(["a"]);
});

describe("what is wrong is told once, at the place where its fix goes", () => {
  test.each<[string, string, string, string, RegExp]>([
    [
      "an unknown kind",
      manifest("AgentStak", "a", "x: 1"),
      "RESOURCE_INVALID",
      "2:7",
      /"AgentStak".*AgentStack/,
    ],
    ["no kind", "metadata:\n  name: a\n", "RESOURCE_INVALID", "1:1", /kind is missing/],
    [
      "an unknown field",
      `${account}---\n${stack("modle: opus")}`,
      "RESOURCE_INVALID",
      "17:3",
      /"spec.modle".*model/,
    ],
    [
      "a wrong value",
      `${account}---\n${stack("approvalMode: allways")}`,
      "RESOURCE_INVALID",
      "17:17",
      /"allways".*"always"/,
    ],
    [
      "a name that is no name",
      manifest("AgentServiceAccount", "Fixer", "serviceAccountName: fixer"),
      "RESOURCE_INVALID",
      "4:9",
      /lower-case/,
    ],
    ["a wrong version", account.replace("v1alpha1", "v1"), "RESOURCE_INVALID", "1:13", /apiVersion/],
    ["broken syntax", `${account}---\nkind: [\n`, "DOCUMENT_INVALID", "9:1", /YAML/],
    ["a key that stands twice", `${account}kind: AgentStack\n`, "DOCUMENT_INVALID", "7:1", /twice/],
    ["an alias, of which a bomb is made", "a: &a [x]\nb: [*a, *a]\n", "DOCUMENT_INVALID", "2:5", /aliases/],
    [
      "a reference that leads nowhere",
      `${account}---\n${stack("toolProfile: carefull")}${"---\n"}${manifest("AgentToolProfile", "careful", 'filesystemPolicy:\n  mode: full\napprovalPolicyByTool:\n  "*": ask')}`,
      "REFERENCE_MISSING",
      "17:16",
      /no AgentToolProfile "carefull".*"careful"/,
    ],
    [
      "a name that stands twice",
      `${account}---\n${account}`,
      "RESOURCE_INVALID",
      "11:9",
      /declared twice, first at agents\/a.yaml:1/,
    ],
    ["what the server writes", `${account}status: {}\n`, "RESOURCE_INVALID", "7:1", /"status"/],
    [
      "a branch that is an option",
      manifest(
        "AgentSecretGrant",
        "a",
        "subject: {kind: Organization, name: tidewater}\nsecretRef: {name: T}\npurpose: any\nallowedRefs: [--upload-pack=x]",
      ),
      "RESOURCE_INVALID",
      "9:17",
      /full ref/,
    ],
    [
      "keys of a secret, which has one value",
      manifest(
        "AgentSecretGrant",
        "a",
        "subject: {kind: Organization, name: t}\nsecretRef: {name: T, keys: [a]}\npurpose: any",
      ),
      "RESOURCE_INVALID",
      "7:24",
      /keys/,
    ],
  ])("%s", (_, text, code, at, problem) => {
    expect(problemsOf(text)).toEqual([{ code, at, problem: expect.stringMatching(problem) }]);
  });

  test("subagents that call each other without end are named in order", () => {
    const subagent = (name: string, calls: string) =>
      manifest("AgentSubagent", name, `rolePrompt: x\ntaskKinds: [a]\nsubagents: [${calls}]`);
    const text = [subagent("a", "b"), subagent("b", "c"), subagent("c", "a")].join("---\n");
    expect(problemsOf(text)).toEqual([
      {
        code: "SUBAGENT_CYCLE",
        at: "26:15",
        problem: "subagents call each other without end: a -> b -> c -> a",
      },
    ]);
  });
});
