import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { silentLogger } from "../../src/runtime/logger.ts";
import { fetchTemplates } from "../../src/template/fetch.ts";
import { readManifest } from "../../src/template/manifest.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { defaultLimits } from "../../src/template/source.ts";
import { scratchDirectory } from "../scratch.ts";
import { environment } from "../template/git-repository.ts";

const fleet = join(import.meta.dirname, "../../examples/fleet");
const name = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/);
const repository = z.strictObject({
  name,
  repo: z.string(),
  ref: z.string().optional(),
  runtime: name.optional(),
  private: z.boolean().optional(),
  provider: z.string().optional(),
});
const manifestShape = z.strictObject({
  version: z.literal(1),
  _comment: z.string().optional(),
  plugins: z.array(repository),
  workspace_templates: z.array(repository),
  org_templates: z.array(repository),
});
const agentsShape = z.strictObject({
  types: z.array(
    z.strictObject({ name, runtime: name, plugins: z.array(z.string().regex(/^[a-z0-9-]+@[a-z0-9-]+$/)) }),
  ),
  agents: z.array(z.strictObject({ name, type: name })),
});
const server = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("stdio"),
    command: z.string(),
    args: z.array(z.string()).optional(),
    env: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal("http"),
    url: z.url(),
    headers: z.record(z.string(), z.string()).optional(),
    timeout: z.int().optional(),
  }),
]);
const serversShape = z.strictObject({
  mcpServers: z.record(name, server),
  types: z.record(name, z.record(name, server)),
});
const source = z.discriminatedUnion("source", [
  z.strictObject({ source: z.literal("github"), repo: z.string(), ref: z.string().optional() }),
  z.strictObject({ source: z.literal("git"), url: z.url(), ref: z.string().optional() }),
  z.strictObject({ source: z.literal("directory"), path: z.string() }),
]);
const marketplacesShape = z.strictObject({
  extraKnownMarketplaces: z.record(name, z.strictObject({ source, autoUpdate: z.boolean().optional() })),
});
const cardShape = z.looseObject({
  prompt_files: z.array(z.string()),
  agent_card: z.looseObject({ skills: z.array(z.looseObject({ id: name, description: z.string() })).min(1) }),
});

async function json<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.output<Shape>> {
  const text = await readFile(join(fleet, path), "utf8");
  return shape.parse(JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, "")));
}

const manifest = await json("manifest.json", manifestShape);
const { types, agents } = await json("agents.json", agentsShape);
const servers = await json("config/mcp-builtin.json", serversShape);
const marketplaces = await json("config/marketplaces-builtin.json", marketplacesShape);

describe("the example fleet", () => {
  test("every runtime of a type is served by exactly one template", () => {
    for (const type of types) {
      const serving = manifest.workspace_templates.filter((template) =>
        template.runtime === undefined
          ? [template.name, template.name.replace(/-default$/, "")].includes(type.runtime)
          : template.runtime === type.runtime,
      );
      expect(serving, type.runtime).toHaveLength(1);
    }
  });

  test("has three types, at least six agents of known types, and no name twice", () => {
    expect(types).toHaveLength(3);
    expect(agents.length).toBeGreaterThanOrEqual(6);
    for (const list of [types, agents, manifest.workspace_templates])
      expect(new Set(list.map((entry) => entry.name)).size).toBe(list.length);
    const known = types.map((type) => type.name);
    for (const agent of agents) expect(known).toContain(agent.type);
    for (const type of Object.keys(servers.types)) expect(known).toContain(type);
  });

  test("takes plugins from marketplaces that it names", () => {
    const known = Object.keys(marketplaces.extraKnownMarketplaces);
    for (const plugin of types.flatMap((type) => type.plugins)) expect(known).toContain(plugin.split("@")[1]);
  });

  test("needs one secret, in an environment variable and in a header", async () => {
    const text = await readFile(join(fleet, "config/mcp-builtin.json"), "utf8");
    const names = [...text.matchAll(/\$\{SECRET:([^}]+)\}/g)].map((match) => match[1]);
    expect(new Set(names)).toEqual(new Set(["FORGE_TOKEN"]));
    const all = [servers.mcpServers, ...Object.values(servers.types)].flatMap((group) =>
      Object.values(group),
    );
    const holds = (values: object | undefined): boolean => JSON.stringify(values ?? {}).includes("${SECRET:");
    expect(all.some((one) => one.type === "stdio" && holds(one.env))).toBe(true);
    expect(all.some((one) => one.type === "http" && holds(one.headers))).toBe(true);
  });

  test.each(manifest.workspace_templates)(
    "template $name has every asset that it declares",
    async ({ repo }) => {
      const root = join(fleet, repo);
      const config = cardShape.parse(parseYaml(await readFile(join(root, "config.yaml"), "utf8")));
      parseYaml(await readFile(join(root, "mcp_servers.yaml"), "utf8"));
      expect((await readdir(join(root, "prompts"))).sort().map((file) => `prompts/${file}`)).toEqual(
        config.prompt_files,
      );
      const skills = (await readdir(join(root, "agent-skills"))).sort();
      expect(config.agent_card.skills.map((skill) => skill.id).sort()).toEqual(skills);
      for (const skill of skills) {
        const text = await readFile(join(root, "agent-skills", skill, "SKILL.md"), "utf8");
        const front = /^---\n(.*?)\n---\n/s.exec(text)?.[1] ?? "";
        const shape = z.strictObject({ name: z.literal(skill), description: z.string().max(1024) });
        shape.parse(parseYaml(front));
        for (const [, path] of text.matchAll(/`((?:references|checklists|scripts)\/[^`\s]+)/g))
          await stat(join(root, "agent-skills", skill, path ?? ""));
      }
    },
  );

  test("keeps platform-agent's identity where the gate expects it", async () => {
    for (const path of ["config.yaml", "mcp_servers.yaml", "prompts/concierge.md"])
      expect((await stat(join(fleet, "templates/platform-agent", path))).size).toBeGreaterThan(0);
  });

  test("is what its lock file says", async () => {
    const { results } = await fetchTemplates({
      manifest: readManifest(join(fleet, "manifest.json")),
      root: fleet,
      names: "all",
      into: scratchDirectory(),
      policy: policyNamed(),
      lockFile: join(fleet, "identikit.lock"),
      locked: true,
      cwd: fleet,
      environment,
      limits: defaultLimits,
      log: silentLogger,
      signal: new AbortController().signal,
    });
    expect(results.map((result) => (result.kind === "failed" ? result.fault.message : "as locked"))).toEqual(
      manifest.workspace_templates.map(() => "as locked"),
    );
  });
});
