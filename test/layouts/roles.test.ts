import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  delivered,
  promptOf,
  type SourceRepository,
  skill,
  skillsOf,
  sourceRepository,
  staged,
} from "./source-repository.ts";

const numbers = Array.from({ length: 57 }, (_, at) => String(at + 1).padStart(2, "0"));
const role = (number: string) => `role-${number}`;
const everyone = "guardrails@tidewater";
const skills = ["file-report", "plan-week", "review-change"];

/** One runtime, two templates, and 57 roles that differ in their entries of `agents.json`. */
function organisation(): SourceRepository {
  const types = numbers.map((number) => ({
    name: role(number),
    runtime: "claude-code",
    prompt: ["house/tone.md", `roles/${number}.md`],
    ...(number === "07" ? { template: "lead" } : {}),
    ...(number === "11" ? { skills: ["plan-week"] } : {}),
    ...(number === "12" ? { skills: ["!plan-week"] } : {}),
    ...(number === "20" ? { plugins: [`!${everyone}`, "extra@tidewater"] } : {}),
  }));
  const agents = [
    ...numbers.map((number) => ({ name: `agent-${number}`, type: role(number) })),
    // Of the same type as others, and yet an agent of its own kind.
    {
      name: "odd-one",
      type: role("12"),
      prompt: "roles/odd.md",
      skills: ["file-report"],
      plugins: [`!${everyone}`],
    },
    { name: "guest-lead", type: role("01"), template: "lead" },
  ];
  return sourceRepository({
    templates: {
      "claude-code-default": {
        "config.yaml": "name: Everyone\nprompt_files: [BASE.md]\n",
        "BASE.md": "What a template says.\n",
        ...Object.fromEntries(skills.map((name) => [`agent-skills/${name}/SKILL.md`, skill(name)])),
      },
      lead: {
        "config.yaml": "name: Lead\n",
        "system-prompt.md": "You lead.\n",
        "agent-skills/decide/SKILL.md": skill("decide"),
      },
    },
    agents: { defaults: { plugins: [everyone] }, types, agents },
    files: {
      "identikit.yaml": "version: 1\nidentity: {template: claude-code-default}\n",
      "config/marketplaces-builtin.json": JSON.stringify({
        extraKnownMarketplaces: { tidewater: { source: { source: "github", repo: "tidewater/plugins" } } },
      }),
      "house/tone.md": "Be plain.\n",
      "roles/odd.md": "You are unlike the others.\n",
      ...Object.fromEntries(numbers.map((number) => [`roles/${number}.md`, `You are role ${number}.\n`])),
    },
  });
}

const pluginsOf = (repository: SourceRepository, agent: string): string[] =>
  Object.keys(
    JSON.parse(readFileSync(repository.path(".identikit/env", agent, "settings.json"), "utf8"))
      .enabledPlugins ?? {},
  );

test("57 roles of one runtime need one template, not 57 invented runtimes", async () => {
  const repository = organisation();
  expect(await repository.json("validate")).toMatchObject({ code: 0, json: { findings: [] } });
  const { code, json } = await repository.json("pipeline");
  expect({ code, findings: json.findings, error: json.error }).toEqual({
    code: 0,
    findings: [],
    error: undefined,
  });
  expect(json.steps.fetch.templates).toHaveLength(2);
  expect(json.steps.render).toMatchObject({ rendered: 59, failed: 0 });
  expect(delivered(repository, "claude-code-default")).toEqual([
    "BASE.md",
    ...skills.map((name) => `agent-skills/${name}/SKILL.md`),
    "config.yaml",
  ]);
  expect(staged(repository, "claude-code-default")).toEqual(["BASE.md", "config.yaml"]);
  for (const number of numbers)
    expect(promptOf(repository, `agent-${number}`)).toBe(`Be plain.\n\nYou are role ${number}.\n`);
  expect(promptOf(repository, "odd-one")).toBe("You are unlike the others.\n");
  expect(promptOf(repository, "guest-lead")).toBe("You lead.\n");

  expect(skillsOf(repository, "agent-01")).toEqual(skills);
  expect(skillsOf(repository, "agent-07")).toEqual(["decide"]);
  expect(skillsOf(repository, "agent-11")).toEqual(["plan-week"]);
  expect(skillsOf(repository, "agent-12")).toEqual(["file-report", "review-change"]);
  expect(skillsOf(repository, "odd-one")).toEqual(["file-report"]);
  expect(skillsOf(repository, "guest-lead")).toEqual(["decide"]);

  expect(pluginsOf(repository, "agent-01")).toEqual([everyone]);
  expect(pluginsOf(repository, "agent-20")).toEqual(["extra@tidewater"]);
  expect(pluginsOf(repository, "odd-one")).toEqual([]);

  const again = await repository.json("pipeline");
  expect(again.json).toMatchObject({ changed: false, steps: { render: { rendered: 0, unchanged: 59 } } });
});

test("a change of one role renders its agents and nobody else", async () => {
  const repository = organisation();
  await repository.run("fetch");
  await repository.run("config", "sync");
  repository.write({ "roles/12.md": "You are role 12 now.\n" });
  const sync = async () => {
    const { agents, changes } = (await repository.json("config", "sync")).json;
    return { agents, changes };
  };
  // The agent with a prompt of its own does not see its type's.
  expect(await sync()).toEqual({ agents: ["agent-12"], changes: 1 });
  repository.write({ "roles/odd.md": "Odder still.\n" });
  expect(await sync()).toEqual({ agents: ["odd-one"], changes: 1 });
  repository.write({ "house/tone.md": "Be brief.\n" });
  expect((await sync()).agents).toHaveLength(57);
  expect(await sync()).toEqual({ agents: [], changes: 0 });
});

test.each([
  [
    "a skill that the template lacks",
    { skills: ["plan-weak"] },
    "DOCUMENT_INVALID",
    'did you mean "plan-week"',
  ],
  ["a template that the manifest lacks", { template: "laed" }, "TEMPLATE_UNKNOWN", 'did you mean "lead"'],
  ["a prompt that is not there", { prompt: "roles/99.md" }, "FILE_UNREADABLE", "roles/99.md"],
  [
    "a prompt outside the repository",
    { prompt: "../99.md" },
    "DOCUMENT_INVALID",
    "must stay inside the repository",
  ],
  [
    "a plugin given and taken away",
    { plugins: ["a@tidewater", "!a@tidewater"] },
    "DOCUMENT_INVALID",
    "a@tidewater stands twice",
  ],
  [
    "a plugin that is given twice",
    { plugins: ["a@tidewater", "a@tidewater"] },
    "DOCUMENT_INVALID",
    "a@tidewater",
  ],
])("%s is an error in agents.json, and changes nothing", async (_, entry, code, said) => {
  const repository = organisation();
  await repository.run("fetch");
  await repository.run("config", "sync");
  const agents = JSON.parse(readFileSync(repository.path("agents.json"), "utf8"));
  agents.agents.push({ name: "new", type: role("01"), ...entry });
  repository.write({ "agents.json": JSON.stringify(agents, undefined, 2) });
  const { json } = await repository.json("config", "sync");
  expect(json.error.message).toMatch(/^agents\.json:\d{3}: /);
  expect(json.error).toMatchObject({ code, message: expect.stringContaining(said) });
  const validated = await repository.json("validate");
  expect(validated.code).toBe(2);
  expect(validated.json.findings).toMatchObject([{ location: { file: "agents.json" } }]);
  expect(validated.json.findings[0].location.line).toBeGreaterThan(500);
});

test("a role whose list of prompts became shorter is a warning, and an error with --strict", async () => {
  const repository = organisation();
  await repository.run("fetch");
  await repository.run("config", "sync");
  const agents = JSON.parse(readFileSync(repository.path("agents.json"), "utf8"));
  const write = () => {
    repository.write({ "agents.json": JSON.stringify(agents, undefined, 2) });
  };
  const shorter = (subject: string, lost: string) => ({
    code: "PROMPT_SHORTER",
    severity: "warning",
    subject,
    actual: expect.stringContaining(`has lost a part of ${lost.length} characters`),
    location: { file: "agents.json", line: expect.any(Number) },
  });

  agents.types[4].prompt = ["house/tone.md"];
  write();
  const strict = await repository.json("config", "sync", "--strict");
  expect(strict).toMatchObject({ code: 1, json: { error: { code: "TEMPLATE_INVALID" } } });
  expect(strict.json.error.message).toMatch(/the prompt of the type role-05 has lost a part.*--strict/);
  // Nothing was kept, so that the next run says it again.
  const warned = await repository.json("config", "sync");
  expect(warned).toMatchObject({ code: 0, json: { changes: 1, agents: ["agent-05"] } });
  expect(warned.json.findings).toMatchObject([shorter("type role-05", "You are role 05.")]);
  const lines = readFileSync(repository.path("agents.json"), "utf8").split("\n");
  const { line } = warned.json.findings[0].location;
  expect(lines.slice(0, line).findLast((each) => each.includes('"name"'))).toContain("role-05");
  expect((await repository.json("config", "sync", "--strict")).code).toBe(0);

  // An agent that is given less than its type gives it.
  const agent = agents.agents.find(({ name }: { name: string }) => name === "agent-09");
  agent.prompt = "roles/09.md";
  write();
  const one = await repository.json("config", "sync");
  expect(one.json.findings).toMatchObject([shorter("agent agent-09", "Be plain.")]);

  // A longer list, another order and a text that was rewritten are no loss.
  agents.types[4].prompt = ["roles/05.md", "house/tone.md", "roles/odd.md"];
  repository.write({ "roles/06.md": "You.\n" });
  write();
  const changed = await repository.json("config", "sync", "--strict");
  expect(changed).toMatchObject({ code: 0, json: { changes: 2 } });
  expect(changed.json.findings).toBeUndefined();
});
