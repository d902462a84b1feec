import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { kindPages } from "../../build/kind-reference.ts";
import { kindSchema } from "../../src/agents/crds/kind-schema.ts";
import { allKinds } from "../../src/agents/kinds/all-kinds.ts";
import { examineResource } from "../../src/agents/resource/check-resource.ts";
import { fieldsOf } from "../../src/fault/thrown.ts";

const pages = kindPages();
const pageOf = (plural: string) => pages.get(`docs/reference/kinds/${plural}.md`) ?? "";

/** The paths of all fields of a schema as a cluster gets it, which is made in another way. */
function fieldPaths(path: string, schema: unknown): string[] {
  const { properties, items, additionalProperties } = fieldsOf(schema);
  if (items !== undefined) return fieldPaths(`${path}[]`, items);
  if (additionalProperties !== undefined) return fieldPaths(`${path}.*`, additionalProperties);
  return Object.entries(fieldsOf(properties)).flatMap(([name, field]) => {
    const at = `${path}.${name}`;
    return at === "status.conditions" ? [at] : [at, ...fieldPaths(at, field)];
  });
}

test("there is a page for each kind, and the index links to all of them", () => {
  expect(pages.size).toBe(allKinds.length + 1);
  const index = pageOf("README");
  for (const { kind, plural } of allKinds) expect(index, kind).toContain(`[${kind}](${plural}.md)`);
  for (const field of ["type", "status", "reason", "remedy", "lastTransitionTime"])
    expect(index).toContain(`| \`status.conditions[].${field}\` |`);
});

test.each(allKinds)("the page of $kind shows each field of it, and its example is accepted", (kind) => {
  const page = pageOf(kind.plural);
  const { properties } = fieldsOf(kindSchema(kind));
  const { spec, status } = fieldsOf(properties);
  const wanted = [...fieldPaths("spec", spec), ...fieldPaths("status", status)];
  const shown = [...page.matchAll(/^\| `((?:spec|status)\.[^`]+)` \|/gm)].map(([, path]) => path);
  expect(shown).toEqual(wanted);
  const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(examineResource(parseYaml(example), { namespace: "acme" })).toHaveProperty("checked");
});

test.each(allKinds)(
  "the page of $kind says what phases and conditions mean, and names its columns",
  (kind) => {
    const page = pageOf(kind.plural);
    for (const [word, meaning] of Object.entries({ ...kind.phases, ...kind.conditions }))
      expect(page).toContain(`| \`${word}\` | ${meaning} |`);
    for (const { name, path } of kind.columns) expect(page).toContain(`| ${name} | \`${path}\` |`);
  },
);

test("a field is shown with its type, and with its default or that it is required", () => {
  const page = pageOf("agentstacks");
  expect(page).toContain(
    "| `spec.baseAgent` | string | The agent client, such as claude-code. | **required** |",
  );
  expect(page).toContain("| `spec.approvers` | `others`, `anyone` |");
  expect(page).toMatch(/^\| `spec\.writeBack\[\]\.limit` \| integer \| .* \| `1` \|$/m);
  expect(page).toMatch(/^\| `status\.profile` \| map of any JSON \|/m);
});
