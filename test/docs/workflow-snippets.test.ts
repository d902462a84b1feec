import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { documents, house } from "./documents.ts";

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** The steps of every YAML block of a page, whole workflows and fragments alike. */
function stepsOf(page: string): Step[] {
  const blocks = readFileSync(join(house, page), "utf8").matchAll(/^```ya?ml\n(.*?)^```$/gms);
  return [...blocks].flatMap(([, text]) => {
    const value = parse(text ?? "") as { steps?: Step[]; jobs?: Record<string, { steps?: Step[] }> } | Step[];
    if (Array.isArray(value)) return value;
    return [value, ...Object.values(value?.jobs ?? {})].flatMap((holder) => holder?.steps ?? []);
  });
}

const ours = documents.flatMap((page) =>
  stepsOf(page).flatMap((step) => {
    const [, action, ref] = /(?:^\.|\/identikit)\/actions\/([\w-]+)(?:@(.+))?$/.exec(step.uses ?? "") ?? [];
    return action === undefined ? [] : [{ page, action, ref, given: Object.keys(step.with ?? {}) }];
  }),
);

describe("a workflow in the documents", () => {
  test("is there at all", () => {
    expect(ours.map(({ page }) => page)).toContain("README.md");
  });

  test.each(ours)("$page: $action is an action, pinned to a commit, and has the inputs $given", (step) => {
    const file = join(house, "actions", step.action, "action.yml");
    expect(existsSync(file)).toBe(true);
    const { inputs } = parse(readFileSync(file, "utf8"));
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(step.given));
    const required = Object.keys(inputs).filter((name) => inputs[name].required);
    expect(step.given).toEqual(expect.arrayContaining(required));
    if (step.ref !== undefined) expect(step.ref).toMatch(/^(?:[0-9a-f]{40}|<commit>)$/);
  });

  test.each(readdirSync(join(house, "actions")))("shows %s on its page, on GitHub and on Gitea", (name) => {
    const page = `actions/${name}/README.md`;
    expect(ours.filter(({ page: where, action }) => where === page && action === name)).toHaveLength(2);
  });
});
