import { expect, test } from "vitest";
import { sourceRepository } from "../layouts/source-repository.ts";

const token = "0123456789abcdef0123456789abcdef01234567";

test("validate takes what was accepted for what it is, until the entry expires", async () => {
  const repository = sourceRepository({
    templates: {
      desk: { "config.yaml": "name: D\n", "prompts/d.md": `An example: GITEA_TOKEN=${token}\n` },
    },
  });
  const found = await repository.json("validate");
  expect(found).toMatchObject({ code: 2, json: { findings: [{ code: "SECRET_IN_ASSET" }] } });
  const refused = await repository.json("fetch");
  const line = /- \{ template.*\}/
    .exec(refused.json.error.remedy)?.[0]
    .replace('reason: ""', 'reason: "made up"');
  expect(line).toContain("template: desk");
  const accept = (entry: string | undefined) =>
    repository.write({ "config/accepted-secrets.yaml": `version: 1\naccepted:\n  ${entry}\n` });
  accept(line);
  expect(await repository.json("fetch")).toMatchObject({ code: 0 });
  expect(await repository.json("validate")).toMatchObject({ code: 0, json: { findings: [] } });
  accept(line?.replace(" }", ', expires: "2020-01-31" }'));
  const expired = await repository.json("validate");
  expect(expired).toMatchObject({
    code: 2,
    json: {
      findings: [{ code: "ALLOWANCE_INVALID", location: { file: "config/accepted-secrets.yaml", line: 3 } }],
    },
  });
  expect((await repository.json("fetch")).json.error.code).toBe("ALLOWANCE_INVALID");
  accept(line?.replace("reason:", "raeson:"));
  const misspelt = await repository.json("validate");
  expect(misspelt.json.findings.map(({ code }: { code: string }) => code)).toContain("ALLOWANCE_INVALID");
  expect(JSON.stringify(misspelt.json.findings)).toContain("did you mean");
});
