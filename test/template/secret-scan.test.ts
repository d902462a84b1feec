import { describe, expect, test } from "vitest";
import { findSecrets, refuseSecrets } from "../../src/template/secret-scan.ts";
import { writeFiles } from "../scratch.ts";
import { treeOf } from "../tree/expect-same-tree.ts";
import { fetchingBench } from "./fetching.ts";

// Put together here, so that no scan of this repository takes them for real.
const secrets = {
  github: ["ghp", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].join("_"),
  slack: ["xoxb", "123456789012", "1234567890123", "AbCdEfGhIjKlMnOpQrStUvWx"].join("-"),
  anthropic: ["sk", "ant", "api03", `${"aB3".repeat(31)}AA`].join("-"),
  "database-connection-string": `${"postgres"}://service:s3cretpassword@db.internal/x`,
  basicauth: `${"https"}://robot:hunter2pass@git.acme.com/x`,
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
      expect(await findSecrets(tree)).toEqual([{ path: "prompts/a.md", line: 3, kind }]);
      const fault = (await refuseSecrets(tree, "acme/a").catch((caught: unknown) => caught)) as Error;
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
