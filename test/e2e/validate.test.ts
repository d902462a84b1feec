import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sourceRepository } from "../layouts/source-repository.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

let fleet: FleetCopy;
beforeEach(() => {
  fleet = copyFleet();
});
afterEach(() => fleet[Symbol.dispose]());

interface Mistake {
  readonly name: string;
  /** Relative to the fleet. */
  readonly file: string;
  /** What is replaced by what; a string alone replaces the whole file; bytes likewise. */
  readonly make: readonly [from: string, to: string] | string | Uint8Array;
  readonly code: string;
  /** `file:line:column`, as far as they are known. */
  readonly at: string;
  /** What the problem and the remedy must hold. */
  readonly says: readonly string[];
  readonly severity?: "warning";
}

const reviewer = "templates/reviewer";
const skill = `${reviewer}/agent-skills/review-change/SKILL.md`;

const mistakes: readonly Mistake[] = [
  // agents/**
  {
    name: "a stack that names a tool profile which is not declared",
    file: "agents/stacks.yaml",
    make: ["toolProfile: careful", "toolProfile: carefull"],
    code: "REFERENCE_MISSING",
    at: "agents/stacks.yaml:18:16",
    says: ['there is no AgentToolProfile "carefull"', 'did you mean "careful"?', "Declare it"],
  },
  {
    name: "a field of a rule in another spelling",
    file: "agents/rules.yaml",
    make: ["  taskKind: fix", "  taskkind: fix"],
    code: "RESOURCE_INVALID",
    at: "agents/rules.yaml:14:3",
    says: ['unknown key "spec.taskkind"', 'did you mean "taskKind"?'],
  },
  {
    name: "a credential in a manifest",
    file: "agents/tools.yaml",
    make: ["  title: Reads and nothing else", `  title: ghp_${"x1Y2z3".repeat(6)}`],
    code: "SECRET_IN_ASSET",
    at: "agents/tools.yaml:22",
    says: ["looks like a credential", "Revoke it"],
  },
  // identikit.yaml
  {
    name: "an unknown key",
    file: "identikit.yaml",
    make: "versoin: 1\n",
    code: "SETTINGS_INVALID",
    at: "identikit.yaml:1:1",
    says: ['unknown key "versoin"', 'did you mean "version"?', "Rename or remove it"],
  },
  {
    name: "a tab",
    file: "identikit.yaml",
    make: "identity:\n\ttemplate: reviewer\n",
    code: "DOCUMENT_INVALID",
    at: "identikit.yaml:2:1",
    says: ["a tab", "Indent with spaces."],
  },
  {
    name: "a key that stands twice",
    file: "identikit.yaml",
    make: "version: 1\nversion: 1\n",
    code: "DOCUMENT_INVALID",
    at: "identikit.yaml:2:1",
    says: ['the key "version" stands twice', "Remove one"],
  },
  {
    name: "a wrong type",
    file: "identikit.yaml",
    make: "network:\n  retryFor: soon\n",
    code: "SETTINGS_INVALID",
    at: "identikit.yaml:2:13",
    says: ["network.retryFor: expected number, received string", "Fix this value."],
  },
  {
    name: "a path that leaves the repository",
    file: "identikit.yaml",
    make: "manifest: ../manifest.json\n",
    code: "SETTINGS_INVALID",
    at: "identikit.yaml:1:11",
    says: ["manifest: must stay inside the repository"],
  },
  {
    name: "an unknown policy",
    file: "identikit.yaml",
    make: "policy: asset/v1\n",
    code: "SETTINGS_INVALID",
    at: "identikit.yaml:1:9",
    says: ['"asset/v1"', 'did you mean "assets/v1"?'],
  },
  {
    name: "an unknown identity template",
    file: "identikit.yaml",
    make: "identity:\n  template: reviewr\n",
    code: "TEMPLATE_UNKNOWN",
    at: "identikit.yaml:2:13",
    says: ['did you mean "reviewer"?', "platform-agent, claude-code-default, reviewer"],
  },
  {
    name: "an alias",
    file: "identikit.yaml",
    make: "a: &x [1]\nb: *x\n",
    code: "DOCUMENT_INVALID",
    at: "identikit.yaml:2:4",
    says: ["aliases are not allowed", "Write the value out."],
  },
  // manifest.json
  {
    name: "a missing comma",
    file: "manifest.json",
    make: ['"version": 1,', '"version": 1'],
    code: "DOCUMENT_INVALID",
    at: "manifest.json:6:3",
    says: ["not valid JSON at column 3", "comma expected", "Fix the syntax"],
  },
  {
    name: "a misspelt section",
    file: "manifest.json",
    make: ['"workspace_templates"', '"workspace_template"'],
    code: "MANIFEST_INVALID",
    at: "manifest.json:11:3",
    says: ['unknown key "workspace_template"', 'did you mean "workspace_templates"?'],
  },
  {
    name: "a misspelt key of an entry",
    file: "manifest.json",
    make: ['"runtime": "codex"', '"runtmie": "codex"'],
    code: "MANIFEST_INVALID",
    at: "manifest.json:17:59",
    says: ['"workspace_templates[2].runtmie"', 'did you mean "runtime"?'],
  },
  {
    name: "a provider that there is not",
    file: "manifest.json",
    make: ['"provider": "gitea" },', '"provider": "gittea" },'],
    code: "MANIFEST_INVALID",
    at: "manifest.json:8:96",
    says: ['did you mean "gitea"?', 'Allowed: "gitea", "github"'],
  },
  {
    name: "a name with a capital",
    file: "manifest.json",
    make: ['"name": "guardrails"', '"name": "Guardrails"'],
    code: "MANIFEST_INVALID",
    at: "manifest.json:8:15",
    says: ["plugins[0].name", "lower-case"],
  },
  {
    name: "a name that stands twice",
    file: "manifest.json",
    make: ['"name": "release-notes"', '"name": "guardrails"'],
    code: "MANIFEST_INVALID",
    at: "manifest.json:9:15",
    says: ["stands on line 8 already", "another name"],
  },
  {
    name: "a directory that is not there",
    file: "manifest.json",
    make: ["./templates/reviewer", "./templates/reviewr"],
    code: "SOURCE_NOT_FOUND",
    at: "manifest.json:17:35",
    says: ["./templates/reviewr is not there", "Fix the path"],
  },
  {
    name: "a credential in an address",
    file: "manifest.json",
    make: ['"platform/plugin-guardrails"', '"https://me:hunter2@forge.example/a/b"'],
    code: "SOURCE_INVALID",
    at: "manifest.json:8:37",
    says: ["holds a credential", "the environment"],
  },
  {
    name: "a ref that no repository can have",
    file: "manifest.json",
    make: ["v2.3.1", "v2..3"],
    code: "REF_UNKNOWN",
    at: "manifest.json:8:74",
    says: ['"v2..3" is not the name of a ref'],
  },
  {
    name: "an entry without a repository",
    file: "manifest.json",
    make: ['"repo": "./templates/reviewer", ', ""],
    code: "MANIFEST_INVALID",
    at: "manifest.json:17:5",
    says: ["workspace_templates[2].repo is missing", "Add it."],
  },
  // agents.json
  {
    name: "an unknown type",
    file: "agents.json",
    make: ['"engineer-tariffs", "type": "engineer"', '"engineer-tariffs", "type": "enginer"'],
    code: "AGENT_TYPE_UNKNOWN",
    at: "agents.json:23:43",
    says: ['did you mean "engineer"?', "concierge, engineer, reviewer"],
  },
  {
    name: "a runtime that no template serves",
    file: "agents.json",
    make: ['"runtime": "codex"', '"runtime": "codx"'],
    code: "TEMPLATE_UNKNOWN",
    at: "agents.json:15:18",
    says: ["types[2].runtime", 'did you mean "codex"?', "There are:"],
  },
  {
    name: "a plugin without a marketplace",
    file: "agents.json",
    make: ['"release-notes@tidewater"', '"release-notes"'],
    code: "DOCUMENT_INVALID",
    at: "agents.json:11:80",
    says: ["must be <plugin>@<marketplace>"],
  },
  {
    name: "a plugin of an unknown marketplace",
    file: "agents.json",
    make: ["release-notes@tidewater", "release-notes@tidewatr"],
    code: "MARKETPLACE_UNKNOWN",
    at: "agents.json:11:80",
    says: ['did you mean "tidewater"?', "config/marketplaces-builtin.json"],
  },
  {
    name: "a plugin that stands twice",
    file: "agents.json",
    make: ['"release-notes@tidewater"', '"guardrails@tidewater"'],
    code: "DOCUMENT_INVALID",
    at: "agents.json:11:80",
    says: ["the plugin guardrails@tidewater stands twice", "Remove one."],
  },
  {
    name: "two agents of one name",
    file: "agents.json",
    make: ['"name": "reviewer-infra"', '"name": "Reviewer-Services"'],
    code: "DOCUMENT_INVALID",
    at: "agents.json:25:15",
    says: ["the agent Reviewer-Services stands twice"],
  },
  {
    name: "a list in place of a text",
    file: "agents.json",
    make: ['"name": "reviewer-infra"', '"name": ["reviewer-infra"]'],
    code: "DOCUMENT_INVALID",
    at: "agents.json:25:15",
    says: ["agents[5].name: expected string, received array"],
  },
  // config/*.json
  {
    name: "an unknown kind of server",
    file: "config/mcp-builtin.json",
    make: ['"type": "stdio"', '"type": "stdoi"'],
    code: "ROW_INVALID",
    at: "config/mcp-builtin.json:4:15",
    says: ['did you mean "stdio"?', '"http"'],
  },
  {
    name: "a server of an unknown type",
    file: "config/mcp-builtin.json",
    make: ['"engineer": {', '"enginer": {'],
    code: "AGENT_TYPE_UNKNOWN",
    at: "config/mcp-builtin.json:29:5",
    says: ['did you mean "engineer"?', "agents.json"],
  },
  {
    name: "a server that no agent gets",
    file: "agents.json",
    make: ['    { "name": "concierge", "type": "concierge" },\n', ""],
    code: "SERVER_UNUSED",
    at: "config/mcp-builtin.json:19:7",
    says: ['no agent is of the type "concierge"'],
    severity: "warning",
  },
  {
    name: "an unknown kind of marketplace",
    file: "config/marketplaces-builtin.json",
    make: ['"source": "git",', '"source": "gti",'],
    code: "ROW_INVALID",
    at: "config/marketplaces-builtin.json:8:19",
    says: ['did you mean "git"?'],
  },
  {
    name: "a trailing comma",
    file: "config/marketplaces-builtin.json",
    make: ['"autoUpdate": false', '"autoUpdate": false,'],
    code: "DOCUMENT_INVALID",
    at: "config/marketplaces-builtin.json:13:5",
    says: ["not valid JSON"],
  },
  // templates
  {
    name: "a prompt file that is typed wrongly",
    file: `${reviewer}/config.yaml`,
    make: ["- prompts/reviewer.md", "- prompts/reviwer.md"],
    code: "PROMPT_FILE_MISSING",
    at: `${reviewer}/config.yaml:9:5`,
    says: ["prompt_files[0]", 'did you mean "prompts/reviewer.md"?'],
  },
  {
    name: "an empty prompt",
    file: `${reviewer}/prompts/reviewer.md`,
    make: "\n",
    code: "PROMPT_FILE_EMPTY",
    at: `${reviewer}/config.yaml:9:5`,
    says: ["prompts/reviewer.md is empty"],
  },
  {
    name: "a prompt that is not UTF-8",
    file: `${reviewer}/prompts/extra.md`,
    make: Uint8Array.from([0x61, 0x0a, 0xe9, 0x0a]),
    code: "PROMPT_FILE_BINARY",
    at: `${reviewer}/prompts/extra.md:2`,
    says: ["not UTF-8", "Save the file as UTF-8"],
  },
  {
    name: "a tab in config.yaml",
    file: `${reviewer}/config.yaml`,
    make: ["  - prompts/reviewer.md", "\t- prompts/reviewer.md"],
    code: "DOCUMENT_INVALID",
    at: `${reviewer}/config.yaml:9:1`,
    says: ["a tab"],
  },
  {
    name: "a misspelt key in config.yaml",
    file: `${reviewer}/config.yaml`,
    make: ["prompt_files:", "prompt_file:"],
    code: "TEMPLATE_KEY_UNKNOWN",
    at: `${reviewer}/config.yaml:8`,
    says: ['did you mean "prompt_files"?'],
    severity: "warning",
  },
  {
    name: "a wrong type in config.yaml",
    file: `${reviewer}/config.yaml`,
    make: ["prompt_files:\n  - prompts/reviewer.md", "prompt_files: prompts/reviewer.md"],
    code: "TEMPLATE_VALUE_INVALID",
    at: `${reviewer}/config.yaml:8:15`,
    says: ["expected array, received string"],
  },
  {
    name: "a server that no agent can use",
    file: `${reviewer}/mcp_servers.yaml`,
    make: ["    command: gitea-mcp\n", ""],
    code: "TEMPLATE_SERVER_UNUSED",
    at: `${reviewer}/mcp_servers.yaml:3`,
    says: ["it has no command"],
  },
  {
    name: "an unknown transport",
    file: `${reviewer}/mcp_servers.yaml`,
    make: ["transport: stdio", "transport: stdoi"],
    code: "TEMPLATE_VALUE_INVALID",
    at: `${reviewer}/mcp_servers.yaml:5:16`,
    says: ["mcp_servers.forge.transport", '"stdio"'],
  },
  {
    name: "a skill without frontmatter",
    file: skill,
    make: "# Review a change\n",
    code: "SKILL_INVALID",
    at: `${skill}:1`,
    says: ["does not begin with frontmatter", "name: review-change"],
  },
  {
    name: "a skill of another name",
    file: skill,
    make: ["name: review-change", "name: review-changes"],
    code: "SKILL_INVALID",
    at: `${skill}:2:7`,
    says: ['"review-changes"', "Write name: review-change"],
  },
  {
    name: "a skill without a description",
    file: skill,
    make: "---\nname: review-change\n---\n",
    code: "SKILL_INVALID",
    at: `${skill}:1`,
    says: ["no description"],
  },
  {
    name: "a skill whose main file has another name",
    file: `${reviewer}/agent-skills/other/skill.md`,
    make: "x",
    code: "SKILL_INVALID",
    at: `${reviewer}/agent-skills/other/skill.md`,
    says: ["has no SKILL.md", "Rename it to SKILL.md"],
  },
  {
    name: "a file that is too large",
    file: `${reviewer}/prompts/large.md`,
    make: new Uint8Array(20 * 1024 * 1024).fill(0x61),
    code: "ARCHIVE_TOO_LARGE",
    at: `${reviewer}/prompts/large.md`,
    says: ["20 MiB", "16 MiB"],
  },
  {
    name: "an agent's own file among the assets",
    file: `${reviewer}/prompts/MEMORY.md`,
    make: "mine",
    code: "AGENT_OWNED",
    at: `${reviewer}/prompts/MEMORY.md`,
    says: ["belongs to the running agent"],
  },
  {
    name: "a credential in a file of the repository's own",
    file: "config/notes.json",
    make: `{\n  "token": "${["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_")}"\n}\n`,
    code: "SECRET_IN_ASSET",
    at: "config/notes.json:2",
    says: ["looks like a credential", "Revoke it", "accept it in config/accepted-secrets.yaml"],
  },
  {
    name: "a credential in a prompt",
    file: `${reviewer}/prompts/token.md`,
    make: `${["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_")}\n`,
    code: "SECRET_IN_ASSET",
    at: `${reviewer}/prompts/token.md:1`,
    says: ["looks like a credential", "Revoke it"],
  },
];

function make({ file, make: change }: Mistake): void {
  const path = fleet.path(file);
  mkdirSync(dirname(path), { recursive: true });
  if (typeof change === "string" || change instanceof Uint8Array) {
    writeFileSync(path, change);
    return;
  }
  const before = readFileSync(path, "utf8");
  expect(before).toContain(change[0]);
  writeFileSync(path, before.replace(change[0], change[1]));
}

function placeOf({ location }: { location: { file: string; line?: number; column?: number } }): string {
  const { file, line, column } = location;
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

test("the table holds at least forty mistakes, each once", () => {
  expect(mistakes.length).toBeGreaterThanOrEqual(40);
  expect(new Set(mistakes.map(({ name }) => name)).size).toBe(mistakes.length);
});

test("the fleet as it stands has none", async () => {
  const { code, json } = await identikitJson(["validate"], { cwd: fleet.root });
  expect(json.findings).toEqual([]);
  expect(code).toBe(0);
});

test.each(mistakes.map((mistake) => [mistake.name, mistake] as const))(
  "%s is one message, with its place and a remedy",
  async (_, mistake) => {
    make(mistake);
    const { code, json } = await identikitJson(["validate"], { cwd: fleet.root });
    const findings = json.findings.filter((finding: { code: string }) => finding.code !== "LOCK_MISMATCH");
    expect(findings).toHaveLength(1);
    const [finding] = findings;
    expect(finding.code).toBe(mistake.code);
    expect(placeOf(finding).startsWith(mistake.at), placeOf(finding)).toBe(true);
    for (const part of mistake.says) expect(`${finding.problem} ${finding.remedy}`).toContain(part);
    expect(finding.remedy).toMatch(/^[A-Z].*[.?!a-z]$/);
    expect(finding.severity).toBe(mistake.severity ?? "error");
    expect(code).toBe(mistake.severity ? 0 : 2);
  },
);

test("all mistakes are found in one run, and told in all four forms", async () => {
  const several = mistakes.filter(({ name }) =>
    ["a wrong type", "a misspelt key of an entry", "an unknown type", "a skill of another name"].includes(
      name,
    ),
  );
  for (const mistake of several) make(mistake);
  const at = { cwd: fleet.root };
  const text = await identikit(["validate", "--quiet", "--sarif", "out.sarif", "--report", "out.json"], at);
  expect(text.code).toBe(2);
  expect(text.stdout).toMatch(/^validate: mistakes: repository \.\n/);
  const markdown = await identikit(["validate", "--format", "markdown"], at);
  const sarif = JSON.parse(readFileSync(fleet.path("out.sarif"), "utf8")).runs[0].results;
  const report = JSON.parse(readFileSync(fleet.path("out.json"), "utf8"));
  for (const { at: place, code } of several) {
    const [file, line, column] = place.split(":");
    expect(text.stdout).toContain(`error ${code} ${file}: `);
    expect(text.stdout).toContain(`[${place}]`);
    expect(markdown.stdout).toContain(`\`${place}\``);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code, location: { file, line: Number(line), column: Number(column) } }),
    );
    const regions = sarif.filter((result: { ruleId: string }) => result.ruleId === code);
    expect(JSON.stringify(regions)).toContain(`{"startLine":${line},"startColumn":${column}}`);
  }
});

test("a prompt of agents.json that is too long, all of its files together, is told at the entry that names them", async () => {
  writeFileSync(fleet.path("half.md"), "x".repeat(600));
  appendFileSync(fleet.path("identikit.yaml"), "\nlimits: {promptKiB: 1}\n");
  const agents = JSON.parse(readFileSync(fleet.path("agents.json"), "utf8"));
  agents.types[2].prompt = ["half.md", "half.md"];
  agents.agents[1].prompt = "half.md";
  writeFileSync(fleet.path("agents.json"), JSON.stringify(agents, undefined, 2));
  const { json } = await identikitJson(["validate", "agents.json"], { cwd: fleet.root });
  expect(json.findings).toMatchObject([
    {
      code: "PROMPT_TOO_LONG",
      problem: expect.stringContaining(
        "types[2].prompt: the prompt has 1203 characters, over the limit of 1024",
      ),
    },
  ]);
});

test("a value that the repository accepts is no finding, and several mistakes of syntax are told in one run", async () => {
  const token = ["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_");
  writeFileSync(fleet.path("config/notes.json"), `{"token": "${token}"}\n`);
  const refused = await identikit(["config", "sync"], { cwd: fleet.root });
  const [line = ""] = /- \{.*?\}|\{ path.*?\}/.exec(refused.stderr) ?? [];
  expect(line).toContain("config/notes.json");
  const entry = line.replace(/reason: "[^"]*"/, 'reason: "the example of the guide"').replace(/^- /, "");
  writeFileSync(fleet.path("config/accepted-secrets.yaml"), `version: 1\naccepted:\n  - ${entry}\n`);
  const accepted = await identikitJson(["validate", "config"], { cwd: fleet.root });
  expect(accepted.json.findings).toEqual([]);
  writeFileSync(fleet.path("config/marketplaces-builtin.json"), '{\n  "a" 1,\n  "b" 2\n}\n');
  const { json } = await identikitJson(["validate", "config"], { cwd: fleet.root });
  expect(json.findings.map(placeOf)).toEqual([
    expect.stringMatching(/^config\/marketplaces-builtin\.json:2:/),
    expect.stringMatching(/^config\/marketplaces-builtin\.json:3:/),
  ]);
});

test("a path is read from the working directory, also beside --root, and one that does not lie in there is refused", async () => {
  const at = { cwd: dirname(fleet.root) };
  const root = basename(fleet.root);
  const template = `${root}/templates/reviewer`;
  const inside = await identikitJson(["validate", template, "--root", root], at);
  expect(inside).toMatchObject({ code: 0, json: { checked: [{ kind: "repository" }] } });
  expect((await identikit(["validate", template, "--root", "."], at)).code).toBe(0);
  const elsewhere = await identikit(["validate", "templates/reviewer", "--root", root], at);
  expect(elsewhere.code).toBe(64);
  expect(elsewhere.stderr).toContain("does not lie in --root");
  expect(elsewhere.stderr).toContain(`write ${template}`);
  expect((await identikit(["validate", `${root}-other`, "--root", root], at)).code).toBe(64);
});

test("a template's checkout is recognised, and a file of it is checked by itself", async () => {
  rmSync(fleet.path("manifest.json"));
  rmSync(fleet.path("agents.json"));
  rmSync(fleet.path("identikit.yaml"));
  appendFileSync(fleet.path(`${reviewer}/config.yaml`), "\nversion: 6\n");
  const cwd = fleet.path(reviewer);
  const whole = await identikitJson(["validate"], { cwd });
  expect(whole).toMatchObject({ code: 2, json: { checked: [{ kind: "template" }] } });
  expect(whole.json.findings).toMatchObject([
    { code: "DOCUMENT_INVALID", location: { file: "config.yaml" } },
  ]);
  const part = await identikitJson(["validate", "prompts"], { cwd });
  expect(part).toMatchObject({ code: 0, json: { findings: [] } });
});

test("every file may name the schema that an editor checks it with", async () => {
  const repository = sourceRepository({
    templates: {
      smith: {
        "config.yaml": '"$schema": ./x.json\nname: Smith\n',
        "mcp_servers.yaml": '"$schema": ./x.json\nmcp_servers: {}\n',
        "prompts/smith.md": "You forge.\n",
      },
    },
    files: {
      "identikit.yaml": '"$schema": ./x.json\nversion: 1\n',
      "config/mcp-builtin.json": '{"$schema": "./x.json", "mcpServers": {}}',
      "config/marketplaces-builtin.json": '{"$schema": "./x.json", "extraKnownMarketplaces": {}}',
    },
  });
  for (const file of ["manifest.json", "agents.json"]) {
    const value = JSON.parse(readFileSync(repository.path(file), "utf8"));
    repository.write({ [file]: JSON.stringify({ $schema: "./x.json", ...value }) });
  }
  expect(await repository.json("validate")).toMatchObject({ code: 0, json: { findings: [] } });
  for (const command of [["fetch"], ["config", "sync"]]) {
    const { code, json } = await repository.json(...command);
    expect([code, json.error], command.join(" ")).toEqual([0, undefined]);
  }
});
