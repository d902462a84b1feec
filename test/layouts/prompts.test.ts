import { readFileSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import {
  delivered,
  found,
  promptOf,
  skill,
  skillsOf,
  sourceRepository,
  staged,
} from "./source-repository.ts";

/** Bytes that are no text in any encoding that a prompt may have. */
const binary = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe, 0]);

test("files that prompt_files names travel, are baked and make the prompt in the order of the list", async () => {
  const repository = sourceRepository({
    templates: {
      courier: {
        "config.yaml":
          "name: Courier\nprompt_files: [TOOLS.md, SOUL.md, AGENTS.md, routes.md]\nagent_card:\n  skills: []\n",
        "SOUL.md": "You carry parcels.\n",
        "AGENTS.md": "Work with dispatch.\n",
        "TOOLS.md": "Use the map.\n\n\n",
        "prompts/routes.md": "Prefer the river.\n",
        "prompts/aside.md": "Nobody names this file.\n",
        "prompts/.DS_Store": binary,
        "prompts/map.png": binary,
        "NOTES.md": "For people.\n",
        "agent-skills/sort/SKILL.md": skill("sort"),
      },
    },
  });
  const { code, json } = await repository.json("pipeline");
  expect({ code, error: json.error }).toEqual({ code: 0, error: undefined });
  const prompts = ["TOOLS.md", "SOUL.md", "AGENTS.md", "prompts/routes.md"];
  expect(json.steps.fetch.templates).toMatchObject([
    {
      policy: "assets/v2",
      prompts,
      leftOut: expect.arrayContaining(["NOTES.md", "prompts/.DS_Store", "prompts/map.png"]),
    },
  ]);
  const assets = ["AGENTS.md", "SOUL.md", "TOOLS.md", "config.yaml", "prompts/aside.md", "prompts/routes.md"];
  expect(delivered(repository, "courier")).toEqual(
    [...assets, "agent-skills/sort/SKILL.md"].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
  expect(staged(repository, "courier")).toEqual(assets);
  expect(promptOf(repository, "courier")).toBe(
    "Use the map.\n\nYou carry parcels.\n\nWork with dispatch.\n\nPrefer the river.\n",
  );
  expect(skillsOf(repository, "courier")).toEqual(["sort"]);
  const gate = await repository.json("gate", "--image", "oci:.identikit/images:baked");
  expect(gate.json).toMatchObject({
    result: "clean",
    findings: [],
    coverage: { compared: 6, notBaked: ["agent-skills/sort/SKILL.md"] },
  });
  expect(JSON.parse(readFileSync(repository.path("identikit.lock"), "utf8")).templates.courier).toMatchObject(
    { policy: "assets/v2", prompts },
  );
});

test("another order of the list is another prompt, and costs a render of those agents alone", async () => {
  const courier = {
    "config.yaml": "prompt_files: [SOUL.md, TOOLS.md]\n",
    "SOUL.md": "You carry parcels.\n",
    "TOOLS.md": "Use the map.\n",
  };
  const repository = sourceRepository({
    templates: { courier, clerk: { "config.yaml": "name: C\n", "prompts/a.md": "A.\n" } },
  });
  const named = ["--name", "courier"];
  expect((await repository.run("pipeline", ...named)).code).toBe(0);
  repository.write({ "templates/courier/config.yaml": "prompt_files: [TOOLS.md, SOUL.md]\n" });
  expect((await repository.run("fetch", "--update-lock")).code).toBe(0);
  const { json } = await repository.json("pipeline", ...named);
  expect(json.steps.sync).toMatchObject({ changes: 1, agents: ["courier"] });
  expect(promptOf(repository, "courier")).toBe("Use the map.\n\nYou carry parcels.\n");
});

test("a system-prompt.md at the root is the whole prompt, byte for byte, whatever stands in prompts/", async () => {
  const text = "You answer the phone.\r\n\r\n\tAlways.  ";
  const repository = sourceRepository({
    templates: {
      phone: {
        "config.yaml": "name: Phone\n",
        "system-prompt.md": text,
        "prompts/draft.md": "An older draft.\n",
      },
    },
  });
  const { code, json } = await repository.json("pipeline");
  expect({ code, findings: json.findings }).toEqual({ code: 0, findings: [] });
  expect(json.steps.fetch.templates).toMatchObject([{ prompts: ["system-prompt.md"] }]);
  expect(delivered(repository, "phone")).toEqual(["config.yaml", "prompts/draft.md", "system-prompt.md"]);
  expect(staged(repository, "phone")).toEqual(["config.yaml", "prompts/draft.md", "system-prompt.md"]);
  expect(promptOf(repository, "phone")).toBe(text);
});

test("prompts/ alone is the prompt in byte order of the paths, without what is no text", async () => {
  const repository = sourceRepository({
    templates: {
      harbour: {
        "config.yaml": "name: Harbour\n",
        "prompts/20-rules.md": "Second.\n",
        "prompts/10-role.md": "First.\n",
        "prompts/deep/note.txt": "Third.\n",
        "prompts/logo.png": binary,
        "prompts/build.sh": "#!/bin/sh\n",
      },
    },
  });
  const { code, json } = await repository.json("pipeline");
  expect({ code, findings: json.findings }).toEqual({ code: 0, findings: [] });
  expect(promptOf(repository, "harbour")).toBe("First.\n\nSecond.\n\nThird.\n");
  const texts = ["config.yaml", "prompts/10-role.md", "prompts/20-rules.md", "prompts/deep/note.txt"];
  expect(delivered(repository, "harbour")).toEqual(texts);
  expect(staged(repository, "harbour")).toEqual(texts);
  expect(json.steps.fetch.templates[0].leftOut).toEqual(["prompts/build.sh", "prompts/logo.png"]);
});

test("nothing but config.yaml: a warning that stays in sight at every step, and an error with --strict", async () => {
  const repository = sourceRepository({
    templates: {
      desk: { "config.yaml": "name: Desk\n", "prompts/desk.md": "You greet.\n" },
      bare: { "config.yaml": "name: Bare\nmodel: some-model\n" },
    },
    files: { "identikit.yaml": "version: 1\nidentity: {template: desk}\n" },
  });
  const fetched = await repository.run("fetch");
  expect(fetched.code).toBe(0);
  expect(fetched.stdout).toMatch(/warning PROMPT_NONE bare .*the template bare has no prompt/);
  expect(delivered(repository, "bare")).toEqual(["config.yaml"]);
  const synced = await repository.json("config", "sync");
  expect(synced).toMatchObject({
    code: 0,
    json: { findings: [{ code: "PROMPT_NONE", path: "bare", actual: "the agent bare has no prompt" }] },
  });
  const { code, json } = await repository.json("pipeline");
  expect({ code, found: found(json.findings) }).toEqual({
    code: 0,
    found: ["PROMPT_NONE bare", "PROMPT_NONE bare"],
  });
  expect(() => promptOf(repository, "bare")).toThrow(/ENOENT/);
  expect(promptOf(repository, "desk")).toBe("You greet.\n");
  for (const command of ["fetch", "config sync"]) {
    const strict = await repository.json(...command.split(" "), "--strict");
    expect(strict).toMatchObject({ code: 1, json: { error: { code: "TEMPLATE_INVALID" } } });
    expect(strict.json.error.message).toContain("bare");
  }
  const bake = await repository.json("bake", "--name", "bare", "--base", "scratch", "--to", "oci:x");
  expect(bake.json.error).toMatchObject({
    code: "SSOT_MISSING",
    message: expect.stringContaining("no prompt"),
  });
});

test("what prompt_files names and is missing, empty, binary or the agent's own is an error with file, line and key", async () => {
  const config = "name: X\nprompt_files:\n  - gone.md\n  - empty.md\n  - logo.md\n";
  const repository = sourceRepository({
    templates: {
      broken: {
        "config.yaml": config,
        "empty.md": "\n",
        "logo.md": binary,
        "prompts/goner.md": "Meant this one.\n",
      },
    },
  });
  const { code, json } = await repository.json("fetch");
  expect(code).toBe(1);
  expect(json.error.code).toBe("TEMPLATE_INVALID");
  expect(json.error.message).toMatch(
    /config\.yaml:3: prompt_files\[0\].*gone\.md.*missing.*config\.yaml:4: prompt_files\[1\].*empty.*config\.yaml:5: prompt_files\[2\].*not UTF-8 text/s,
  );
  repository.write({ "templates/broken/config.yaml": "prompt_files:\n  - CLAUDE.md\n" });
  const owned = await repository.json("fetch");
  expect(owned.json.error).toMatchObject({
    code: "AGENT_OWNED",
    message: expect.stringMatching(/config\.yaml:2: prompt_files\[0\]: "CLAUDE\.md"/),
  });
});

test("a prompt that became shorter is a warning that names what it lost, and an error with --strict", async () => {
  const repository = sourceRepository({
    templates: {
      pair: {
        "config.yaml": "prompt_files: [SOUL.md, TOOLS.md]\n",
        "SOUL.md": "One.\n",
        "TOOLS.md": "Two.\n",
      },
    },
  });
  await repository.run("fetch");
  repository.write({ "templates/pair/config.yaml": "prompt_files: [SOUL.md]\n" });
  rmSync(repository.path("templates/pair/TOOLS.md"));
  const strict = await repository.json("fetch", "--strict");
  expect(strict.json.error).toMatchObject({ message: expect.stringContaining("has lost TOOLS.md") });
  expect(delivered(repository, "pair")).toContain("TOOLS.md");
  const { code, json } = await repository.json("fetch");
  expect({ code, findings: json.findings }).toMatchObject({
    code: 0,
    findings: [
      { code: "PROMPT_SHORTER", severity: "warning", actual: "the prompt of pair has lost TOOLS.md" },
    ],
  });
  await repository.run("fetch", "--update-lock");
  expect((await repository.json("fetch", "--strict")).code).toBe(0);
});

test("a prompt that is not UTF-8 is told with its source path by validate and fetch alike, wherever the prompt comes from", async () => {
  const latin = Uint8Array.from([0x41, 0x0a, 0xe9, 0x0a]);
  const repository = sourceRepository({
    templates: {
      harbour: { "config.yaml": "name: Harbour\n", "prompts/a.md": "You moor.\n", "prompts/b.md": latin },
    },
  });
  const both = async (place: string) => {
    const validated = await repository.json("validate");
    expect(validated.code).toBe(2);
    const [file, line] = place.split(":");
    expect(validated.json.findings).toMatchObject([
      {
        code: "PROMPT_FILE_BINARY",
        location: { file: `templates/harbour/${file}`, line: Number(line) },
      },
    ]);
    const fetched = await repository.json("fetch");
    expect(fetched).toMatchObject({ code: 1, json: { error: { code: "TEMPLATE_INVALID" } } });
    expect(fetched.json.error.message).toContain(`${place}: `);
    expect(fetched.json.error.message).toContain("not UTF-8 text");
  };
  await both("prompts/b.md:2");
  repository.write({ "templates/harbour/system-prompt.md": "You moor.\n" });
  await both("prompts/b.md:2");
  // One that is named is told once, at the line that names it.
  repository.write({ "templates/harbour/config.yaml": "name: Harbour\nprompt_files: [prompts/b.md]\n" });
  await both("config.yaml:2");
  // Saved again, everybody is content.
  repository.write({ "templates/harbour/prompts/b.md": "A\né\n" });
  expect(await repository.json("validate")).toMatchObject({ code: 0, json: { findings: [] } });
  expect((await repository.run("fetch")).code).toBe(0);
});
