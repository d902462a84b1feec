import { afterEach, beforeEach, expect, test } from "vitest";
import type { FleetCopy } from "./fleet.ts";
import { identikit } from "./identikit.ts";
import { fleetAfter } from "./prepared-fleet.ts";

let fleet: FleetCopy;
beforeEach(async () => {
  fleet = await fleetAfter("fetch", "config sync");
});
afterEach(() => fleet[Symbol.dispose]());

test.each(["rendered", "outputs", "secrets"])(
  "a secret whose value is the word %j is masked where it stands, and no key of a document turns into ***",
  async (word) => {
    const env = { IDENTIKIT_SECRET_FORGE_TOKEN: word };
    const plain = await identikit(["render", "--all", "--root", fleet.root, "--json"], {
      env: { IDENTIKIT_SECRET_FORGE_TOKEN: "quite-another-value" },
    });
    const masked = await identikit(["render", "--all", "--root", fleet.root, "--json"], { env });
    expect(masked.code).toBe(0);
    expect(Object.keys(JSON.parse(masked.stdout))).toEqual(Object.keys(JSON.parse(plain.stdout)));
    expect(masked.stdout).not.toContain('***":');
  },
);

test("a value with line ends and quotes is masked in JSON, where its text is written otherwise", async () => {
  const value = 'first "quoted" line\nsecond line';
  const { stdout } = await identikit(
    ["render", "--all", "--root", fleet.root, "--reason", `because ${value}`, "--json"],
    { env: { IDENTIKIT_SECRET_FORGE_TOKEN: value } },
  );
  expect(stdout).not.toMatch(/quoted|second line/);
});
