import { join } from "node:path";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import { describe, expect, test } from "vitest";
import { AcceptedSecrets, readAcceptedSecrets } from "../../src/template/accepted-secrets.ts";
import { fingerprintOf, fingerprintPattern } from "../../src/template/secret-fingerprint.ts";
import { findSecrets, refuseSecrets } from "../../src/template/secret-scan.ts";
import { secretlintWords } from "../../src/template/secretlint-words.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { treeOf } from "../tree/expect-same-tree.ts";
import { fetchingBench } from "./fetching.ts";

// Put together here, so that no scan of this repository takes them for real.
const secrets = {
  github: ["ghp", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].join("_"),
  slack: ["xoxb", "123456789012", "1234567890123", "AbCdEfGhIjKlMnOpQrStUvWx"].join("-"),
  anthropic: ["sk", "ant", "api03", `${"aB3".repeat(31)}AA`].join("-"),
  "database-connection-string": `${"postgres"}://service:s3cretpassword@db.internal/x`,
  basicauth: `${"https"}://robot:hunter2pass@git.acme.com/x`,
  "forge-token": `Use the token ${"0123456789abcdef".repeat(2)}01234567`,
  "forge-oauth": ["gto", "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst"].join("_"),
  "aws-access-key-id": `${"AKIA"}Z7Q2M5L8K1J4H6G3`,
  authorization: `${"Authorization"}: Bearer q8Zt-51-horse-battery`,
  privatekey: `-----BEGIN ${"RSA PRIVATE"} KEY-----\n${"MIIEpAIBAAKCAQEA".repeat(20)}\n-----END RSA PRIVATE KEY-----`,
};

describe("the secret scan", () => {
  test.each(Object.entries(secrets))(
    "finds a credential of the kind %s, by file and line",
    async (kind, secret) => {
      const tree = treeOf({
        "config.yaml": "name: a\n",
        "prompts/a.md": `hello\n\nuse ${secret} for it\n`,
        "prompts/z.md": "nothing here\n",
      });
      expect(await findSecrets(tree)).toEqual([
        { path: "prompts/a.md", line: 3, kind, fingerprint: expect.stringMatching(fingerprintPattern) },
      ]);
      const fault = (await refuseSecrets(tree, { owner: "acme/a" }).catch(
        (caught: unknown) => caught,
      )) as Error;
      expect(fault).toMatchObject({
        code: "SECRET_IN_ASSET",
        message: `acme/a: prompts/a.md:3 looks like a credential (${kind})`,
      });
      const shown = JSON.stringify([fault, fault.message, fault.stack, fault.cause]);
      for (const word of secret.split(/\s/).filter((part) => part.length > 12))
        expect(shown).not.toContain(word);
    },
  );

  test("finds a service account in a JSON file, which one rule takes as a whole", async () => {
    const account = {
      type: "service_account",
      private_key_id: "x",
      private_key: secrets.privatekey,
      client_email: "a@b.iam.gserviceaccount.com",
    };
    const places = await findSecrets(treeOf({ "prompts/a.json": JSON.stringify(account) }));
    expect(places.map(({ path, line }) => `${path}:${line}`)).toContain("prompts/a.json:1");
  });

  test("does not look away because an asset tells it to", async () => {
    const tree = treeOf({
      "prompts/a.md": "<!-- secretlint-disable -->\n",
      "prompts/b.md": `secretlint-disable\n${secrets.github}\n`,
    });
    expect(await findSecrets(tree)).toHaveLength(1);
  });

  test("takes no placeholder, example or long text for a credential", async () => {
    const tree = treeOf({
      "mcp_servers.yaml":
        "url: https://${SECRET:USER}:${SECRET:PASSWORD}@git.internal/\ntoken: ${SECRET:GITHUB_TOKEN}\n",
      "prompts/a.md": "Set `password: <your password>`; see https://docs.example.com/a.\n".repeat(2000),
      "prompts/logo.png": Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)),
    });
    expect(await findSecrets(tree)).toEqual([]);
  });

  test("stops a fetch before anything is written", async () => {
    const bench = fetchingBench([{ name: "a", repo: "./t" }]);
    writeFiles(bench.root, { "t/config.yaml": "name: a\n", "t/prompts/a.md": `\n${secrets.github}\n` });
    const report = await bench.fetch();
    expect(report.results[0]).toMatchObject({
      fault: { code: "SECRET_IN_ASSET", message: "a: ./t: prompts/a.md:2 looks like a credential (github)" },
    });
    expect(report.lockWritten).toBe(false);
    writeFiles(bench.root, { "t/prompts/a.md": "clean", "t/elsewhere.md": secrets.github });
    expect((await bench.fetch()).results[0]).toMatchObject({ kind: "fetched" });
  });
});

/** Forty hexadecimal digits, put together here as well. */
const hex = `${"89abcdef01234567".repeat(2)}fedcba98`;

describe("our own rules", () => {
  test.each([
    ["a token of Gitea in a setting", `GITEA_TOKEN=${hex}`, "forge-token"],
    ["a token in a URL's query", `curl https://git.acme.com/api/v1/user?token=${hex}`, "forge-token"],
    ["a token behind a comment mark", `# forgejo token: ${hex}`, "forge-token"],
    ["a header of curl", `curl -H "Authorization: token ${hex}" x`, "forge-token"],
    ["a header in JSON", `{"headers": {"Authorization": "Bearer abcDEF123456-ghi"}}`, "authorization"],
    [
      "a header in YAML",
      `  authorization: Basic ${Buffer.from("robot:hunter2").toString("base64")}`,
      "authorization",
    ],
    ["a bearer token by itself", "--header 'bearer eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl0'", "authorization"],
    ["an id of a temporary AWS key", `aws_key = ${"ASIA"}Z7Q2M5L8K1J4H6G3`, "aws-access-key-id"],
    ["a key behind comment marks", commented("# "), "privatekey"],
    ["a key behind slashes", commented("// "), "privatekey"],
    ["a key in a block comment", commented(" * "), "privatekey"],
    ["a key with written line ends", secrets.privatekey.replaceAll("\n", "\\n"), "privatekey"],
    ["a key that is cut short", secrets.privatekey.slice(0, 200), "privatekey"],
  ])("find %s", async (_what, text, kind) => {
    const places = await findSecrets(treeOf({ "prompts/a.md": `one\n${text}\n` }));
    expect(places.map(({ line, kind: rule }) => [line, rule])).toEqual([[2, kind]]);
  });

  test.each([
    ["the commit of an action", `uses: actions/create-github-app-token@${hex} # v2`],
    ["a commit in a text on tokens", `The token handling changed in commit ${hex}.`],
    ["a digest", `image: registry/secret-store@sha256:${hex}${hex.slice(0, 24)}`],
    ["a placeholder of ours", "Authorization: Bearer ${SECRET:FORGE_TOKEN} and then something-quite-long-1"],
    ["a variable of the shell", 'curl -H "Authorization: Bearer $FORGE_TOKEN"'],
    [
      "a name that says what goes there",
      'Authorization: Bearer YOUR_API_TOKEN_HERE\n"Authorization": "Bearer <token>"',
    ],
    ["the example of AWS", `${"AKIA"}IOSFODNN7EXAMPLE`],
    [
      "the mention of a key",
      "Paste what stands between -----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY-----.",
    ],
  ])("take %s for none", async (_what, text) => {
    expect(await findSecrets(treeOf({ "prompts/a.md": text }))).toEqual([]);
  });

  test("come after one pass that knows something for every rule of the preset", () => {
    const ids: string[] = [];
    creator.create(
      { registerRule: ({ meta }: { meta: { id: string } }) => ids.push(meta.id) } as never,
      {} as never,
    );
    expect(ids.length).toBeGreaterThan(20);
    expect(ids.map((id) => id.replace("@secretlint/secretlint-rule-", "")).sort()).toEqual(
      Object.keys(secretlintWords).sort(),
    );
  });
});

function commented(mark: string): string {
  return secrets.privatekey
    .replace(/(.{64})/g, "$1\n")
    .split("\n")
    .map((line) => `${mark}${line}`)
    .join("\n");
}

describe("a value that was looked at and accepted", () => {
  const path = "prompts/a.md";
  const tree = treeOf({ [path]: `see ${secrets.basicauth}` });
  const now = new Date("2027-01-31T12:00:00Z");

  /** The list with the line that the refusal names, under a reason. */
  async function listWith(change: (line: string) => string = (line) => line) {
    const fault = (await refuseSecrets(tree, { owner: "a", template: "a" }).catch(
      (caught: unknown) => caught,
    )) as {
      remedy: string;
    };
    const [line = ""] = /- \{ template: a, .*\}/.exec(fault.remedy) ?? [];
    const file = join(scratchDirectory(), "accepted.yaml");
    const reasoned = change(line.replace('reason: ""', 'reason: "an example of the guide"'));
    writeFiles(join(file, ".."), { "accepted.yaml": `version: 1\naccepted:\n  ${reasoned}\n` });
    return readAcceptedSecrets(file, "config/accepted-secrets.yaml", now);
  }

  test("passes, there and for that value only", async () => {
    const accepted = await listWith();
    await refuseSecrets(tree, { owner: "a", template: "a", accepted });
    expect(accepted.stale("a")).toEqual([]);
    for (const [other, template] of [
      [treeOf({ "prompts/b.md": `see ${secrets.basicauth}` }), "a"],
      [treeOf({ [path]: `see ${secrets.basicauth.replace("hunter2", "hunter3")}` }), "a"],
      [tree, "b"],
      [tree, undefined],
    ] as const)
      await expect(refuseSecrets(other, { owner: "a", template, accepted })).rejects.toMatchObject({
        code: "SECRET_IN_ASSET",
      });
  });

  test("has to have a reason, and its entry no other keys", async () => {
    for (const wrong of [
      (line: string) => line.replace("an example of the guide", ""),
      (line: string) => line.replace("rule:", "rules:"),
      (line: string) => line.replace("scrypt:", "sha256:"),
    ])
      await expect(listWith(wrong)).rejects.toMatchObject({ code: "ALLOWANCE_INVALID" });
  });

  test("counts until its last day, and is an error after it", async () => {
    const until = (day: string) => listWith((line) => line.replace(" }", `, expires: ${day} }`));
    await refuseSecrets(tree, { owner: "a", template: "a", accepted: await until("2027-01-31") });
    const over = await until("2027-01-30");
    await expect(refuseSecrets(tree, { owner: "a", template: "a", accepted: over })).rejects.toMatchObject({
      code: "ALLOWANCE_INVALID",
      location: { file: "config/accepted-secrets.yaml", line: 3 },
    });
    // Another template's run is not kept back by it.
    await refuseSecrets(treeOf({ "a.md": "x" }), { owner: "b", template: "b", accepted: over });
  });

  test("that is gone leaves an entry that is told", async () => {
    const accepted = await listWith();
    await refuseSecrets(treeOf({ [path]: "nothing" }), { owner: "a", template: "a", accepted });
    expect(accepted.stale("a")).toMatchObject([{ path, line: 3 }]);
    expect(accepted.stale("b")).toEqual([]);
  });

  test("is named by a fingerprint that is the same every time, differs by place and costs time", async () => {
    const place = { template: "a", path, rule: "basicauth" };
    const started = performance.now();
    const one = await fingerprintOf("hunter2", place);
    expect(performance.now() - started).toBeGreaterThan(10);
    expect(await fingerprintOf("hunter2", place)).toBe(one);
    for (const other of [{ template: undefined }, { path: "b" }, { rule: "x" }])
      expect(await fingerprintOf("hunter2", { ...place, ...other })).not.toBe(one);
    expect(one).toMatch(fingerprintPattern);
  });

  test("is not asked for where there is no list", async () => {
    const none = await readAcceptedSecrets(join(scratchDirectory(), "none.yaml"), "none.yaml", now);
    expect(none).toBeInstanceOf(AcceptedSecrets);
    expect(none.stale("a")).toEqual([]);
  });
});
