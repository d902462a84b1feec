import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { house } from "../architecture/rooms.ts";
import { sourceRepository } from "../layouts/source-repository.ts";

const page = readFileSync(join(house, "docs/reference/limits-and-secret-scan.md"), "utf8");
/** The YAML block with the word in it. */
const block = (word: string): string =>
  [...page.matchAll(/```yaml\n([\s\S]*?)```/g)]
    .map(([, text = ""]) => text)
    .find((text) => text.includes(word)) ?? "";

const templates = { desk: { "config.yaml": "name: D\n", "prompts/d.md": "You help.\n" } };
const settings = "version: 1\nidentity: {template: desk}\n";

test("the page's settings are settings, and its list of accepted values is one", async () => {
  const repository = sourceRepository({
    templates,
    files: {
      "identikit.yaml": `${settings}${block("archiveMiB")}`,
      "config/accepted-secrets.yaml": block("fingerprint"),
    },
  });
  expect(parse(block("archiveMiB")).limits).toEqual({ archiveMiB: 64, skillMiB: 6 });
  expect(parse(block("fingerprint")).accepted).toHaveLength(1);
  expect(await repository.json("validate")).toMatchObject({ code: 0, json: { findings: [] } });
});

test("each limit of the page's table is a setting with the default that it says", async () => {
  const rows = [...page.matchAll(/^\| `limits\.(\w+)` \| ([\d,]+) \|/gm)];
  const written = Object.fromEntries(
    rows.map(([, name, value = ""]) => [name, Number(value.replace(",", ""))]),
  );
  const schema = JSON.parse(readFileSync(join(house, "schemas/identikit.schema.json"), "utf8"));
  const { properties } = schema.properties.limits;
  const known = Object.entries<{ default: number }>(properties).map(([name, each]) => [name, each.default]);
  expect(written).toEqual(Object.fromEntries(known));
});

test("what the page says that the scan finds is found, and what it passes over is not", async () => {
  const hex = "3f786850e387550fdab836ed7e6dc881de23001b";
  const found = {
    "forge-token": `gitea token: ${hex}`,
    "forge-oauth": `client: gto_${"abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst"}`,
    authorization: `Authorization: Bearer ${["eyQ7r4", "Zt9xK2mW8vL5pN3s"].join("")}`,
    "aws-access-key-id": ["AKIA", "QWERTYUIOPASDFGH"].join(""),
    privatekey: `# -----BEGIN RSA ${"PRIVATE"} KEY-----\n# ${"MIIEpAIBAAKCAQEA".repeat(4)}\n# -----END RSA ${"PRIVATE"} KEY-----`,
  };
  const passed = ["commit", "sha", "ref", "digest"].map((word) => `the token of ${word} ${hex}`);
  const repository = sourceRepository({
    templates: {
      desk: {
        ...templates.desk,
        ...Object.fromEntries(
          Object.entries(found).map(([rule, text]) => [`prompts/${rule}.md`, `${text}\n`]),
        ),
        "prompts/passed.md": [
          ...passed,
          "Authorization: Bearer ${SECRET:NAME}",
          "the password is tidewater7",
          "",
        ].join("\n"),
      },
    },
    files: { "identikit.yaml": settings },
  });
  const { json } = await repository.json("validate");
  const told = json.findings.map(({ code, path, problem }: Record<string, string>) => [code, path, problem]);
  expect(told.sort()).toEqual(
    Object.keys(found)
      .sort()
      .map((rule) => [
        "SECRET_IN_ASSET",
        `templates/desk/prompts/${rule}.md`,
        `this looks like a credential (${rule})`,
      ]),
  );
  for (const rule of Object.keys(found)) expect(page).toContain(`| \`${rule}\` |`);
});
