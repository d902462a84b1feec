import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { jsonSchemas } from "../../build/json-schemas.ts";
import { configKinds } from "../../src/agents/kinds/all-kinds.ts";
import { apiVersion } from "../../src/agents/resource/resource.ts";
import { house } from "../architecture/rooms.ts";

const schemas = [...jsonSchemas()];
const manifests = configKinds.map(({ kind, example }) => ({
  apiVersion,
  kind,
  metadata: { name: example.name },
  spec: example.spec,
}));
const fleet = (file: string) => readFileSync(join(house, "examples/fleet", file), "utf8");
/** `manifest.json` may hold whole-line comments, which JSON Schema knows nothing of. */
const json = (file: string) => JSON.parse(fleet(file).replace(/^[ \t]*\/\/.*$/gm, ""));
const yaml = (file: string) => parse(fleet(file));

/** What each schema is of, in the example, and a mistake that it must refuse. */
const examples: Readonly<Record<string, readonly [value: unknown, mistake: object]>> = {
  identikit: [yaml("identikit.yaml"), { versoin: 1 }],
  manifest: [json("manifest.json"), { workspace_template: [] }],
  agents: [json("agents.json"), { types: [{ name: "a" }], agents: [] }],
  "mcp-builtin": [json("config/mcp-builtin.json"), { mcpServers: { a: { type: "stdoi" } } }],
  "marketplaces-builtin": [
    json("config/marketplaces-builtin.json"),
    { extraKnownMarketplaces: { a: { source: { source: "gti" } } } },
  ],
  "accepted-secrets": [
    {
      version: 1,
      accepted: [
        {
          template: "reviewer",
          path: "prompts/reviewer.md",
          rule: "forge-token",
          fingerprint: `scrypt:${"0".repeat(32)}`,
          reason: "The forge's own documentation has it.",
          expires: "2027-01-31",
        },
      ],
    },
    { accepted: [{ path: "a", rule: "b", fingerprint: "md5:0" }] },
  ],
  "template-config": [yaml("templates/reviewer/config.yaml"), { prompt_files: "prompts/a.md" }],
  "template-mcp-servers": [
    yaml("templates/reviewer/mcp_servers.yaml"),
    { mcp_servers: { a: { transport: "stdoi" } } },
  ],
  ...Object.fromEntries(
    manifests.map((manifest) => [
      manifest.kind.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase(),
      [manifest, { ...manifest, spec: { ...manifest.spec, unheardOf: 1 } }],
    ]),
  ),
  "event-line": [
    { type: "tool", tool: "make", status: "started" },
    { type: "tool", status: "begun" },
  ],
  "outbox-request": [{ type: "comment", body: "Hello" }, { type: "comment" }],
  "agent-resource": [manifests[0], { ...manifests[0], kind: "AgentDispatchRun" }],
};

/** Lines that programs write, in which nobody names a schema. */
const lines: ReadonlySet<string> = new Set(["event-line", "outbox-request"]);

/** Complains of unknown keywords, of keywords without a type, and of everything else that hides a mistake. */
function strict(): Ajv2020 {
  return new Ajv2020({ strict: true, allErrors: true });
}

test("every schema has an id of its own", () => {
  const ids = schemas.map(([, schema]) => (schema as { $id: string }).$id);
  expect(new Set(ids).size).toBe(schemas.length);
  for (const id of ids) expect(id).toMatch(/^urn:identikit:schema:[a-z-]+$/);
});

describe.each(schemas)("%s", (file, schema) => {
  const name = /([^/]+)\.schema\.json$/.exec(file)?.[1] ?? "";

  test("is valid under a strict validator", () => {
    expect(() => strict().compile(schema)).not.toThrow();
  });

  test.runIf(name !== "report")(
    "accepts the example's file with and without $schema, and refuses a mistake",
    () => {
      const [value, mistake] = examples[name] ?? [undefined, {}];
      const accepts = strict().compile(schema);
      expect(accepts(value), JSON.stringify(accepts.errors)).toBe(true);
      expect(accepts(mistake)).toBe(false);
      if (lines.has(name)) return;
      const named = { $schema: `./node_modules/identikit/${file}`, ...(value as object) };
      expect(accepts(named), JSON.stringify(accepts.errors)).toBe(true);
    },
  );
});

test("agents/**/*.yaml may hold an object of every kind that people declare", () => {
  const accepts = strict().compile(jsonSchemas().get("schemas/agent-resource.schema.json") ?? {});
  for (const manifest of manifests) expect(accepts(manifest), manifest.kind).toBe(true);
});
