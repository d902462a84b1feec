import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { promptOf, skill, skillsOf, sourceRepository, staged } from "./source-repository.ts";

const megabyte = 1_000_000;
const small = (name: string) => ({ [`agent-skills/${name}/SKILL.md`]: skill(name) });

/** Two templates of small skills, and one that has a skill with fonts of that many bytes besides. */
function fontFleet(bytes: number, settings = "") {
  return sourceRepository({
    templates: {
      writer: { "config.yaml": "name: W\n", "prompts/w.md": "Write.\n", ...small("draft") },
      painter: {
        "config.yaml": "name: P\n",
        "prompts/p.md": "Paint.\n",
        ...small("sketch"),
        ...small("canvas"),
        "agent-skills/canvas/fonts/plain.ttf": randomBytes(bytes / 2),
        "agent-skills/canvas/fonts/bold.ttf": randomBytes(bytes / 2),
      },
    },
    files: { "identikit.yaml": `version: 1\nidentity: {template: writer}\n${settings}` },
  });
}

test("a skill with 5.5 MB of fonts is delivered and rendered beside small ones, by default", async () => {
  const repository = fontFleet(5.5 * megabyte);
  const { code, json } = await repository.json("pipeline");
  expect({ code, findings: json.findings, error: json.error }).toEqual({
    code: 0,
    findings: [],
    error: undefined,
  });
  expect(skillsOf(repository, "painter")).toEqual(["canvas", "sketch"]);
  expect(staged(repository, "painter")).toEqual(["config.yaml", "prompts/p.md"]);
});

test("one skill over the limit fails the types of its template, and everybody else is rendered", async () => {
  const repository = fontFleet(6.4 * megabyte);
  const fetched = await repository.json("fetch");
  expect(fetched.code).toBe(0);
  const { code, json } = await repository.json("pipeline");
  expect(code).toBe(1);
  expect(json.error).toMatchObject({
    code: "ROW_INVALID",
    message: expect.stringMatching(
      /skill canvas of the template painter has 64\d{5} bytes, over the limit of 6291456.*type painter/,
    ),
    remedy: expect.stringContaining("limits.skillMiB"),
  });
  expect(promptOf(repository, "writer")).toBe("Write.\n");
  expect(skillsOf(repository, "writer")).toEqual(["draft"]);
  expect(skillsOf(repository, "painter")).toEqual([]);
  const validated = await repository.json("validate");
  expect(validated.json.findings).toMatchObject([{ path: expect.stringContaining("canvas") }]);
  repository.write({ "templates/painter/agent-skills/canvas/fonts/bold.ttf": randomBytes(megabyte) });
  await repository.run("fetch", "--update-lock");
  expect((await repository.json("pipeline")).code).toBe(0);
  expect(skillsOf(repository, "painter")).toEqual(["canvas", "sketch"]);
});

test("a type that had its skills before keeps them while one skill is too large", async () => {
  const repository = fontFleet(2 * megabyte);
  await repository.run("pipeline");
  repository.write({
    "identikit.yaml": "version: 1\nidentity: {template: writer}\nlimits: {skillMiB: 1}\n",
    "templates/writer/prompts/w.md": "Write well.\n",
    "templates/painter/prompts/p.md": "Paint well.\n",
  });
  await repository.run("fetch", "--update-lock");
  const { code, json } = await repository.json("pipeline");
  expect({ code, limit: /over the limit of 1048576/.test(json.error.message) }).toEqual({
    code: 1,
    limit: true,
  });
  expect(promptOf(repository, "writer")).toBe("Write well.\n");
  expect(promptOf(repository, "painter")).toBe("Paint.\n");
  expect(skillsOf(repository, "painter")).toEqual(["canvas", "sketch"]);
});

test("a prompt of agents.json that is too long keeps back its type or agent, and nobody else", async () => {
  const agents = (prompts: readonly [type: string, agent: string]) => ({
    types: [
      { name: "writer", runtime: "writer", prompt: prompts[0] },
      { name: "editor", runtime: "writer" },
    ],
    agents: [
      { name: "ada", type: "writer" },
      { name: "ben", type: "editor", prompt: prompts[1] },
      { name: "cyn", type: "editor" },
    ],
  });
  const repository = sourceRepository({
    templates: { writer: { "config.yaml": "name: W\n", "prompts/w.md": "Write.\n" } },
    agents: agents(["short.md", "short.md"]),
    files: {
      "identikit.yaml": "version: 1\nidentity: {template: writer}\nlimits: {promptKiB: 1}\n",
      "short.md": "Short.\n",
      "long.md": "x".repeat(1025),
    },
  });
  expect((await repository.json("pipeline")).code).toBe(0);
  repository.write({ "agents.json": JSON.stringify(agents(["long.md", "long.md"]), undefined, 2) });
  const { code, stderr } = await repository.run("config", "sync");
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /ROW_INVALID: agents\.json:\d+: the prompt of writer has 1026 characters, over the limit of 1024/,
  );
  expect(stderr).toMatch(/ROW_INVALID: agents\.json:\d+: the prompt of ben has 1026 characters/);
  expect((await repository.run("render")).code).toBe(0);
  expect(["ada", "ben", "cyn"].map((name) => promptOf(repository, name))).toEqual([
    "Short.\n",
    "Short.\n",
    "Write.\n",
  ]);
});

test("180 skills of one repository: all of them, three of them, all but one of them", async () => {
  const names = Array.from({ length: 180 }, (_, at) => `skill-${String(at).padStart(3, "0")}`);
  const files = names.flatMap((name) => [
    [`agent-skills/${name}/SKILL.md`, skill(name)],
    [`agent-skills/${name}/references/notes.md`, `Notes of ${name}.\n`],
  ]);
  const chosen = ["skill-003", "skill-077", "skill-179"];
  const repository = sourceRepository({
    templates: {
      library: { "config.yaml": "name: L\n", "prompts/l.md": "Know.\n", ...Object.fromEntries(files) },
    },
    agents: {
      types: [
        { name: "all", runtime: "library" },
        { name: "few", runtime: "library", skills: chosen },
        { name: "but-one", runtime: "library", skills: ["!skill-100"] },
      ],
      agents: ["all", "few", "but-one"].map((name) => ({ name, type: name })),
    },
  });
  expect(await repository.json("validate")).toMatchObject({ code: 0, json: { findings: [] } });
  const { code, json } = await repository.json("pipeline");
  expect({ code, findings: json.findings, error: json.error }).toEqual({
    code: 0,
    findings: [],
    error: undefined,
  });
  expect(json.steps.fetch.templates).toMatchObject([{ files: 362, leftOut: [] }]);
  expect(staged(repository, "library")).toEqual(["config.yaml", "prompts/l.md"]);
  expect(skillsOf(repository, "all")).toEqual(names);
  expect(skillsOf(repository, "few")).toEqual(chosen);
  expect(skillsOf(repository, "but-one")).toEqual(names.filter((name) => name !== "skill-100"));
  repository.write({ "templates/library/agent-skills/skill-100/references/notes.md": "Other notes.\n" });
  await repository.run("fetch", "--update-lock");
  // The two that do not have the skill are left alone.
  expect((await repository.json("config", "sync")).json).toMatchObject({ changes: 1, agents: ["all"] });
});
