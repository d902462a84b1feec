import { describe, expect, test } from "vitest";
import { parseJson } from "../../src/document/json.ts";
import { type Manifest, parseManifest, readManifest } from "../../src/template/manifest.ts";
import { chooseTemplate, templatelessRuntimes, templateNamed } from "../../src/template/template-of.ts";

function manifest(text: string): Manifest {
  return parseManifest(parseJson(text, "manifest.json", { comments: "whole-line" }));
}

function templates(...entries: object[]): Manifest {
  return manifest(JSON.stringify({ workspace_templates: entries }));
}

describe("the manifest", () => {
  test("is read with comments, version and _comment", () => {
    const { workspaceTemplates, plugins, orgTemplates } = manifest(`{
      // what this is
      "version": 1,
      "_comment": "kept by the platform team",
      "plugins": [{ "name": "p", "repo": "acme/p", "private": true, "provider": "gitea" }],
      "workspace_templates": [
        // the first
        { "name": "a", "repo": "./templates/a", "ref": "v1", "runtime": "codex" }
      ]
    }`);
    expect(workspaceTemplates).toEqual([
      { name: "a", repo: "./templates/a", ref: "v1", runtime: "codex", line: 8 },
    ]);
    expect(plugins).toEqual([{ name: "p", repo: "acme/p", private: true, provider: "gitea", line: 5 }]);
    expect(orgTemplates).toEqual([]);
  });

  test("of the example fleet is one", () => {
    const example = readManifest(new URL("../../examples/fleet/manifest.json", import.meta.url).pathname);
    expect(example.workspaceTemplates.map((entry) => entry.name)).toContain("platform-agent");
  });

  test.each([
    [
      "an unknown key",
      '{\n"workspace_templatse": []\n}',
      'manifest.json:2: unknown key "workspace_templatse"',
    ],
    [
      "an unknown key of an entry",
      '{\n"plugins": [\n{"name": "a",\n"repo": "a/b",\n"reff": "x"}]}',
      'manifest.json:5: unknown key "plugins[0].reff"',
    ],
    ["another version", '{\n"version": 2}', /^manifest\.json:2: version: /],
    [
      "a name in capitals",
      '{"plugins": [\n{"name": "A", "repo": "a/b"}]}',
      /^manifest\.json:2: plugins\[0\]\.name: /,
    ],
    ["a name that climbs", '{"plugins": [{"name": "../x", "repo": "a/b"}]}', /plugins\[0\]\.name: /],
    ["no repository", '{"plugins": [{"name": "a"}]}', /^manifest\.json:1: plugins\[0\]\.repo is missing$/],
    ["a map for a list", '{"workspace_templates": {"a": "b"}}', /^manifest\.json:1: workspace_templates: /],
    [
      "a name twice",
      '{"plugins": [\n{"name": "a", "repo": "a/b"},\n{"name": "a", "repo": "a/c"}]}',
      'manifest.json:3: plugins[1].name: "a" stands on line 2 already',
    ],
  ])("with %s is refused, with key and line", (_what, text, message) => {
    expect(() => manifest(text)).toThrowError(expect.objectContaining({ code: "MANIFEST_INVALID" }));
    expect(() => manifest(text)).toThrowError(message);
  });

  test("may use one name in two sections", () => {
    const entry = { name: "a", repo: "a/b" };
    expect(() => manifest(JSON.stringify({ plugins: [entry], org_templates: [entry] }))).not.toThrow();
  });
});

describe("a runtime's template", () => {
  const fleet = templates(
    { name: "platform-agent", repo: "acme/p" },
    { name: "claude-code-default", repo: "acme/c" },
    { name: "reviewer", repo: "acme/r", runtime: "codex" },
    { name: "hermes", repo: "acme/h", runtime: "hermes-default" },
  );
  const nameFor = (runtime: string, template?: string) => {
    const choice = chooseTemplate(fleet, { runtime, ...(template === undefined ? {} : { template }) });
    return choice.kind === "template" ? choice.entry.name : choice;
  };

  test.each([
    ["claude-code", "claude-code-default"],
    ["claude-code-default", "claude-code-default"],
    ["codex", "reviewer"],
    ["codex-default", "reviewer"],
    ["hermes", "hermes"],
    ["hermes-default", "hermes"],
    ["platform-agent", "platform-agent"],
    ["platform-agent-default", "platform-agent"],
  ])("of %s is %s", (runtime, name) => expect(nameFor(runtime)).toBe(name));

  test("is beaten by a template that was named", () => {
    expect(nameFor("codex", "platform-agent")).toBe("platform-agent");
    expect(nameFor("mock", "platform-agent")).toBe("platform-agent");
  });

  test("is an explicit nothing for the template-less runtimes, and those are all", () => {
    expect(templatelessRuntimes).toEqual(["external", "kimi", "kimi-cli", "mock"]);
    for (const runtime of templatelessRuntimes) expect(nameFor(runtime)).toEqual({ kind: "none", runtime });
  });

  test.each(["reviewer", "kimi-default", "mockk", "", "__proto__"])(
    "is an error for %j, never a default",
    (runtime) => {
      expect(() => nameFor(runtime)).toThrowError(expect.objectContaining({ code: "TEMPLATE_UNKNOWN" }));
    },
  );

  test("names the nearest when it is mistyped", () => {
    expect(() => nameFor("claude-cod")).toThrowError('did you mean "claude-code"?');
    expect(() => templateNamed(fleet, "platfrom-agent")).toThrowError(
      'manifest.json: no workspace template is named "platfrom-agent"; did you mean "platform-agent"?',
    );
  });

  test("is an error where two entries serve it", () => {
    const two = templates(
      { name: "codex-default", repo: "a/b" },
      { name: "reviewer", repo: "a/c", runtime: "codex" },
    );
    expect(() => chooseTemplate(two, { runtime: "codex" })).toThrowError(
      'the runtime "codex" is served by "codex-default" and "reviewer"',
    );
  });
});
