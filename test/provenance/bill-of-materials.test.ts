import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { billOfMaterials } from "../../src/provenance/sbom/bill-of-materials.ts";
import { packageOfCommand } from "../../src/provenance/sbom/package-url.ts";
import { FileTree } from "../../src/tree/file-tree.ts";
import { house } from "../architecture/rooms.ts";

const tree = (files: Readonly<Record<string, string>>) =>
  FileTree.of(
    Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
    "the test",
  );

const parts = {
  template: { name: "a", repository: "https://forge.example/acme/a", commit: "1".repeat(40) },
  assets: tree({ "config.yaml": "name: a\n", "prompts/a.md": "Hi\n", "agent-skills/s/SKILL.md": "# s\n" }),
  prompts: ["prompts/a.md"],
  skills: new Map([["s", tree({ "SKILL.md": "# s\n" })]]),
  servers: [
    { name: "forge", from: "mcp_servers.yaml", command: "npx", args: ["-y", "@acme/forge-mcp@1.2.0"] },
    { name: "notes", from: "mcp_servers.yaml", url: "https://user:secret@notes.example/mcp?token=secret" },
    { name: "odd", from: "config/mcp-builtin.json", url: "${SECRET:ADDRESS}" },
  ],
  plugins: [{ name: "guard", marketplace: "acme", source: "https://forge.example/acme/guard", ref: "v1" }],
  version: "1.0.0",
};

/** The schema of CycloneDX 1.6 as its authors publish it. */
function cycloneDx() {
  const schemas = join(house, "node_modules/@cyclonedx/cyclonedx-library/res/schema");
  const read = (name: string) =>
    JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), "utf8"));
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ["jsf-0.82", "spdx"])
    ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  return ajv.compile(read("bom-1.6"));
}

test("a bill of materials is CycloneDX as its authors check it, and lists what an identity is made of", async () => {
  const bill = billOfMaterials(parts);
  const validate = cycloneDx();
  expect(validate(bill), JSON.stringify(validate.errors)).toBe(true);
  expect(billOfMaterials(parts)).toEqual(bill);
  const components = bill.components as { name: string; properties: { value: string }[]; purl?: string }[];
  expect(components.map(({ name, properties }) => `${properties[0]?.value} ${name}`)).toEqual([
    "config config.yaml",
    "prompt prompts/a.md",
    "skill s",
    "mcp-server forge",
    "plugin guard",
  ]);
  expect(components[3]?.purl).toBe("pkg:npm/%40acme/forge-mcp@1.2.0");
  expect(JSON.stringify(bill)).not.toContain("secret");
  expect(JSON.stringify(bill.services)).toContain("https://notes.example/mcp");
});

test.each([
  ["npx", ["-y", "@acme/server"], "pkg:npm/%40acme/server"],
  ["/usr/bin/uvx", ["mcp-server-git==2026.1.0"], "pkg:pypi/mcp-server-git@2026.1.0"],
  ["npx", ["server@latest"], "pkg:npm/server"],
  ["npx", ["./local"], undefined],
  ["npx", [], undefined],
  ["gitea-mcp", ["-t", "stdio"], undefined],
])("%s %j runs the package %s", (command, args, purl) => {
  expect(packageOfCommand(command, args)?.purl).toBe(purl);
});
