import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { promptOf, skill, sourceRepository } from "../layouts/source-repository.ts";

const page = readFileSync(join(house, "docs/explanation/prompts-and-permissions.md"), "utf8");
/** The first block of that language, or the one that has the word in it. */
const block = (language: string, word = ""): string =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))]
    .map(([, text = ""]) => text)
    .find((text) => text.includes(word)) ?? "";

const base = {
  "config.yaml": "name: Base\n",
  "prompts/base.md": "Base.\n",
  "agent-skills/write-migration/SKILL.md": skill("write-migration"),
};

test("the page's template and agents.json work as it says", async () => {
  const repository = sourceRepository({
    templates: {
      "claude-code": base,
      lead: { ...base, "prompts/base.md": "Lead.\n" },
      courier: {
        "config.yaml": block("yaml", "prompt_files"),
        "SOUL.md": "One.\n",
        "AGENTS.md": "Two.\n",
        "prompts/routes.md": "Three.\n",
      },
    },
    agents: JSON.parse(block("json")),
    files: {
      "identikit.yaml": "version: 1\nidentity: {template: courier}\n",
      "house/tone.md": "Be plain.\n",
      "roles/tariffs.md": "Know tariffs.\n",
      "config/marketplaces-builtin.json": JSON.stringify({
        extraKnownMarketplaces: { tidewater: { source: { source: "github", repo: "tidewater/plugins" } } },
      }),
    },
  });
  expect(await repository.json("validate")).toMatchObject({ code: 0, json: { findings: [] } });
  const { code, json } = await repository.json("pipeline");
  expect({ code, findings: json.findings }).toEqual({ code: 0, findings: [] });
  expect(json.steps.fetch.templates.at(-1).prompts).toEqual(["SOUL.md", "AGENTS.md", "prompts/routes.md"]);
  expect(promptOf(repository, "ada")).toBe("Be plain.\n\nKnow tariffs.\n");
  expect(promptOf(repository, "ben")).toBe("Lead.\n");
});

test("the page's Dockerfile passes the gate, and its permissions are settings", async () => {
  const repository = sourceRepository({
    templates: {
      "platform-agent": { ...base, "prompts/concierge.md": "C.\n", "mcp_servers.yaml": "mcp_servers: {}\n" },
    },
    files: { Dockerfile: block("dockerfile"), "identikit.yaml": `version: 1\n${block("yaml", "permit")}` },
  });
  expect((await repository.run("fetch")).code).toBe(0);
  const { code, json } = await repository.json("gate", "--dockerfile", "Dockerfile");
  expect({ code, findings: json.findings }).toEqual({ code: 0, findings: [] });
  expect(await repository.json("validate")).toMatchObject({ code: 0, json: { findings: [] } });
});
