import { createHash, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  ed25519Signer,
  ed25519Verifier,
  keyringSignatures,
} from "../../src/config/bundle/bundle-signature.ts";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { type ImportOptions, importBundle } from "../../src/config/bundle/import-bundle.ts";
import { formatPlan, type Plan, parsePlan, planImport } from "../../src/config/bundle/plan.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import type { RowChange } from "../../src/config/rows/row-change.ts";
import { setSecret } from "../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { describeOnBoth, openFleet } from "./databases.ts";

const keyring = Keyring.parse(Keyring.generateEntry("k1"), "test");
const canary = "canary-5f0c1";
/** Rows that a careless round trip would change: number-like keys, long numbers, spaces, escapes, order of bytes. */
const rows = `
  INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES
    ('global', '', 's', '{"type":"stdio","command":"x", "env":{"10":"b","9":"a","T":"${canary}"},"n":123456789012345678}'),
    ('instance', 'ada', 'ＵＮＩ', '{"type":"http","url":"https://u:${canary}@h.example/?k=${canary}","headers":{"A":"${canary}"}}'),
    ('instance', 'ada', '𝒳', '{"type":"http","url":"https://h.example/\\u2028 ü"}'),
    ('type', 'engineer', 'a,"value":', '{"type":"stdio","command":"\\"value\\":"}');
  INSERT INTO mcp_server (scope, scope_ref, key, enabled) VALUES ('instance', 'bob', 's', false);
  INSERT INTO system_prompt (scope, scope_ref, key, value) VALUES ('type', 'reviewer', 'system', '"Line one.\\nLine two."');
  INSERT INTO skill (scope, scope_ref, key, value) VALUES ('type', 'reviewer', 'k', '[{"path":"SKILL.md","text":"x"}]');
  INSERT INTO plugin_binding (scope, scope_ref, key) VALUES ('builtin', 'engineer', 'p@m');
  INSERT INTO agent_type_config (type, key, value) VALUES ('engineer', 'k', '{"a":1}');`;

describeOnBoth("a bundle", (databases) => {
  const directory = mkdtempSync(join(tmpdir(), "identikit-bundle-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  let files = 0;
  const newFile = () => join(directory, `${databases.kind}-${files++}.jsonl`);

  async function filled(statements = rows) {
    const { database, location } = await openFleet(databases);
    const foreign = (sql: string) => databases.foreign(location, sql);
    // The long number is refused on import, and stands here for a foreign writer's row.
    await foreign(statements.replace(',"n":123456789012345678', ""));
    await foreign("DELETE FROM render_queue");
    return { database, foreign };
  }
  const empty = async () => openDatabase(await databases.createCurrent());

  async function exported(database: ConfigDatabase, secrets: "omit" | "sealed" = "omit") {
    const file = newFile();
    const result = await exportBundle({ database, file, secrets });
    return { file, text: readFileSync(file, "utf8"), ...result };
  }

  /** Writes an altered bundle whose digests are made to fit again, as somebody with bad intent would. */
  function forged(
    text: string,
    change: (lines: string[]) => string[],
    header: (value: Header) => void = () => {},
  ): string {
    const [first, ...lines] = text.trimEnd().split("\n") as [string, ...string[]];
    const changed = change(lines);
    const value = JSON.parse(first) as Header;
    for (const [name, table] of Object.entries(value.tables)) {
      const own = changed.filter((line) => line.startsWith(`{"table":"${name}"`));
      table.rows = own.length;
      table.digest = `sha256:${sha256(own.map((line) => `${line}\n`).join(""))}`;
    }
    header(value);
    const { digest: _, ...plain } = value;
    const file = newFile();
    writeFileSync(
      file,
      [JSON.stringify({ ...plain, digest: `sha256:${sha256(JSON.stringify(plain))}` }), ...changed, ""].join(
        "\n",
      ),
    );
    return file;
  }

  async function expectRefused(
    database: ConfigDatabase,
    file: string,
    code: string,
    message: RegExp,
    options: Partial<ImportOptions> = {},
  ) {
    const before = await exported(database, "sealed");
    const outcome = importBundle({ database, file, ...options });
    await expect(outcome).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect((await exported(database, "sealed")).digest).toBe(before.digest);
  }

  test("goes round an empty database byte for byte, and is private", async () => {
    const { database } = await filled();
    await using source = database;
    await using target = await empty();
    await setSecret(source, keyring, "TOKEN", canary);
    for (const secrets of ["omit", "sealed"] as const) {
      const first = await exported(source, secrets);
      const { counts, bundle } = await importBundle({ database: target, file: first.file });
      expect(bundle).toBe(first.digest);
      expect(counts.create).toBe(secrets === "omit" ? first.rows : 1);
      const second = await exported(target, secrets);
      expect(second.text).toBe(first.text);
      expect(second.digest).toBe(first.digest);
      expect(statSync(second.file).mode & 0o7777).toBe(0o600);
      expect(first.text.includes('"table":"secret"')).toBe(secrets === "sealed");
      const again = await importBundle({ database: target, file: first.file });
      expect(again).toMatchObject({ counts: { create: 0, change: 0, delete: 0 }, agents: [] });
    }
  });

  test("has the same bytes whatever order its rows were written in", async () => {
    const one = await filled();
    await using first = one.database;
    const statements = rows.split(";").map((statement) => `${statement};`);
    const other = await filled(statements.reverse().join("").replace(/^;/, ""));
    await using second = other.database;
    expect((await exported(first)).text).toBe((await exported(second)).text);
  });

  test("makes exactly the agents due that it changes something for", async () => {
    const { database, foreign } = await filled();
    await using source = database;
    const { file } = await exported(source);
    await foreign(
      "UPDATE mcp_server SET enabled = false, value = 'null' WHERE scope = 'type'; DELETE FROM render_queue;",
    );
    const changes: RowChange[] = [];
    const result = await importBundle({ database: source, file, onChange: (change) => changes.push(change) });
    expect(result).toMatchObject({ counts: { create: 0, change: 1, delete: 0 }, agents: ["ada", "bob"] });
    expect(changes).toMatchObject([{ kind: "change", table: "mcp_server", key: 'type engineer/a,"value":' }]);
    expect((await foreign("SELECT agent FROM render_queue ORDER BY agent")).split(/\s+/).slice(0, 2)).toEqual(
      ["ada", "bob"],
    );
  });

  test("is planned row by row with nothing secret shown, and the plan is bound to bundle and base", async () => {
    const { database, foreign } = await filled();
    await using source = database;
    await setSecret(source, keyring, "TOKEN", canary);
    const { file } = await exported(source, "sealed");
    const other = await exported(source);
    await foreign(
      "DELETE FROM mcp_server WHERE key = 's'; DELETE FROM secret; INSERT INTO agent (name, type) VALUES ('eve', 'engineer')",
    );
    const changes: RowChange[] = [];
    const plan = await planImport({
      database: source,
      file,
      prune: true,
      onChange: (change) => changes.push(change),
    });
    expect(changes.map(({ kind, table, key }) => `${kind} ${table} ${key}`)).toEqual([
      "delete agent eve",
      "create mcp_server global s",
      "create mcp_server instance bob/s",
      "create secret TOKEN",
    ]);
    expect(plan.counts).toEqual({ create: 3, change: 0, delete: 1 });
    const shown = JSON.stringify(changes);
    expect(shown).not.toContain(canary);
    expect(shown).not.toMatch(/ciphertext|nonce/);
    const { waiting, ...carried } = plan;
    expect(waiting).toEqual([]);
    expect(parsePlan(formatPlan(plan), "plan.json")).toEqual(carried);
    const importing = (over: Partial<ImportOptions>) =>
      importBundle({ database: source, file, plan, prune: "missing", ...over });
    await expect(importing({ prune: "none" })).rejects.toMatchObject({ code: "PLAN_STALE" });
    await expect(importing({ file: other.file })).rejects.toMatchObject({ code: "PLAN_STALE" });
    await expectRefused(source, file, "PLAN_STALE", /has changed since/, {
      plan: { ...plan, base: plan.bundle } as Plan,
      prune: "missing",
    });
    await foreign("UPDATE agent_type_config SET value = '2'");
    await expectRefused(source, file, "PLAN_STALE", /has changed since/, { plan, prune: "missing" });
    await foreign(`UPDATE agent_type_config SET value = '{"a":1}'`);
    expect((await importing({})).counts).toEqual(plan.counts);
    expect((await exported(source, "sealed")).text).toBe(readFileSync(file, "utf8"));
  });

  test("keeps rows that it lacks unless told to prune, and prunes to nothing only when told twice", async () => {
    const { database, foreign } = await filled();
    await using target = database;
    await using nothing = await empty();
    const { file } = await exported(nothing);
    expect((await importBundle({ database: target, file })).counts).toEqual({
      create: 0,
      change: 0,
      delete: 0,
    });
    await expectRefused(target, file, "PRUNE_REFUSED", /no agent and no agent_type/, { prune: "missing" });
    await expect(importBundle({ database: target, file, prune: "missing" })).rejects.toMatchObject({
      remedy: expect.stringContaining("--prune-to-nothing"),
    });
    await importBundle({ database: target, file, prune: "everything" });
    expect((await exported(target)).text).toBe((await exported(nothing)).text);
    expect((await foreign("SELECT count(*) FROM render_queue")).trim()).toBe("0");
  });

  test("is refused when it was cut, altered, reordered or added to", async () => {
    const { database } = await filled();
    await using source = database;
    await using target = await empty();
    const { text } = await exported(source);
    const lines = text.split("\n");
    const variants: [string, string][] = [
      ["", "is empty"],
      [text.slice(0, -1), "middle of a line"],
      [text.slice(0, -40), "middle of a line"],
      [`${lines.slice(0, -2).join("\n")}\n`, "too early"],
      [lines[0] as string, "middle of a line"],
      [`${text}x\n`, "more rows"],
      [`${text}\n`, "more rows"],
      [text.replace('"codex"', '"coder"'), "altered"],
      [text.replace('"rows":4', '"rows":5'), "altered"],
      [text.replace('"secrets":"omitted"', '"secrets":"sealed"'), "other tables"],
      [text.replace('{"format"', '{ "format"'), "not canonical"],
      [text.replace("identikit-config-bundle", "other-bundle"), "unknown format"],
      [text.replaceAll("\n", "\r\n"), "not canonical|no header"],
      [`\ufeff${text}`, "no header"],
      [[lines[0], lines[2], lines[1], ...lines.slice(3)].join("\n"), "out of order"],
      [[lines[0], lines[1], ...lines.slice(1)].join("\n"), "out of order"],
    ];
    for (const [content, message] of variants) {
      const file = newFile();
      writeFileSync(file, content);
      await expectRefused(target, file, "BUNDLE_INVALID", new RegExp(message));
      await expect(planImport({ database: target, file })).rejects.toMatchObject({ code: "BUNDLE_INVALID" });
    }
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 37) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] as number) ^ 1;
      const file = newFile();
      writeFileSync(file, altered);
      await expect(importBundle({ database: target, file })).rejects.toMatchObject({
        code: /^BUNDLE_|^ROW_INVALID/,
      });
    }
    expect((await exported(target)).rows).toBe(0);
  });

  test("is refused when its digests fit but its rows do not", async () => {
    const { database } = await filled();
    await using source = database;
    await using target = await empty();
    await setSecret(source, keyring, "TOKEN", canary);
    const { text } = await exported(source, "sealed");
    const replaced = (from: string | RegExp, to: string) =>
      forged(text, (lines) => lines.map((line) => line.replace(from, to)));
    await expectRefused(
      target,
      replaced('"scope_ref":"ada","key":"𝒳"', '"scope_ref":"aga","key":"𝒳"'),
      "ROW_INVALID",
      /mcp_server instance aga\/𝒳: .*/,
    );
    await expectRefused(
      target,
      replaced('"type":"http","url":"https://h', '"url":"https://h'),
      "ROW_INVALID",
      /instance ada\/𝒳/,
    );
    await expectRefused(
      target,
      replaced('"command":"x"', '"command":"${SECRET:A}"'),
      "ROW_INVALID",
      /global s: command/,
    );
    await expectRefused(
      target,
      replaced('"path":"SKILL.md"', '"path":"../SKILL.md"'),
      "ROW_INVALID",
      /skill type reviewer\/k/,
    );
    await expectRefused(
      target,
      replaced('"a":1', '"a":123456789012345678'),
      "ROW_INVALID",
      /engineer\/k: .*number/,
    );
    await expectRefused(
      target,
      replaced('"type":"engineer","enabled":true', '"type":"nobody","enabled":true'),
      "ROW_INVALID",
      /agent ada/,
    );
    await expectRefused(target, replaced('"name":"TOKEN"', '"name":"KEYS"'), "ROW_INVALID", /secret KEYS/);
    await expectRefused(target, replaced(/"nonce":"[^"]*"/, '"nonce":"AA=="'), "ROW_INVALID", /secret TOKEN/);
    await expectRefused(
      target,
      replaced(',"value":{"a":1}', ',"value":{"a":1},"value":2'),
      "ROW_INVALID",
      /not JSON/,
    );
    await expectRefused(target, replaced('"enabled":true', '"enabled":1'), "BUNDLE_INVALID", /malformed row/);
    await expectRefused(
      target,
      replaced('"enabled":true', '"enabled": true'),
      "BUNDLE_INVALID",
      /malformed row/,
    );
    const header = (change: (value: Header) => void) => forged(text, (lines) => lines, change);
    await expectRefused(
      target,
      header((value) => {
        value.version = 2;
      }),
      "BUNDLE_TOO_NEW",
      /format version 2/,
    );
    await expectRefused(
      target,
      header((value) => {
        value.schema = 99;
      }),
      "BUNDLE_TOO_NEW",
      /schema version 99/,
    );
    await expectRefused(
      target,
      header((value) => {
        value.scopes = ["team"];
      }),
      "BUNDLE_INVALID",
      /malformed header/,
    );
    await expectRefused(
      target,
      header((value) => {
        delete value.tables.agent;
      }),
      "BUNDLE_INVALID",
      /other tables/,
    );
    await expectRefused(target, join(directory, "absent"), "FILE_UNREADABLE", /does not exist/);
  });

  test("of some scopes leaves the others alone, also when it prunes", async () => {
    const { database, foreign } = await filled();
    await using source = database;
    const file = newFile();
    await exportBundle({ database: source, file, scopes: ["global", "type"] });
    expect(readFileSync(file, "utf8")).not.toMatch(/"scope":"(instance|builtin)"/);
    await foreign(
      'INSERT INTO mcp_server (scope, key, value) VALUES (\'global\', \'new\', \'{"type":"stdio","command":"x"}\')',
    );
    const { counts } = await importBundle({ database: source, file, prune: "missing" });
    expect(counts).toEqual({ create: 0, change: 0, delete: 1 });
  });

  test("is refused where its header lies about its scopes", async () => {
    const { database } = await filled();
    await using _ = database;
    await using target = await empty();
    const { text } = await exported(database);
    const instance = forged(
      text,
      (lines) => lines,
      (header) => {
        header.scopes = ["instance"];
      },
    );
    await expectRefused(target, instance, "BUNDLE_INVALID", /its header says that it covers instance/);
    for (const scopes of [
      ["global", "global"],
      ["type", "builtin"],
    ]) {
      const odd = forged(
        text,
        (lines) => lines,
        (header) => {
          header.scopes = scopes;
        },
      );
      await expectRefused(target, odd, "BUNDLE_INVALID", /in order, each once/);
    }
  });

  test("is signed with the keyring or an Ed25519 key, and taken only under a key that is trusted", async () => {
    const { database } = await filled();
    await using _ = database;
    await using target = await empty();
    const pair = generateKeyPairSync("ed25519");
    const signer = ed25519Signer(pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), "k");
    const publicKey = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
    const ours = [
      { signer, verifier: ed25519Verifier(publicKey, "sign.pub") },
      { signer: keyringSignatures(keyring), verifier: keyringSignatures(keyring) },
    ];
    const other = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString();
    const strangers = [
      ed25519Verifier(other, "other.pub"),
      keyringSignatures(Keyring.parse(Keyring.generateEntry("k1"), "test")),
    ];
    const plain = await exported(database);
    for (const { verifier } of ours) {
      await expectRefused(target, plain.file, "BUNDLE_UNSIGNED", /carries no signature/, { verifier });
      const planned = planImport({ database: target, file: plain.file, verifier });
      await expect(planned).rejects.toMatchObject({ code: "BUNDLE_UNSIGNED" });
    }
    for (const { signer: signing, verifier } of ours) {
      const file = newFile();
      const { digest, signature } = await exportBundle({ database, file, signer: signing });
      const text = readFileSync(file, "utf8");
      // The rows and their digest are those of the bundle without a signature.
      expect(digest).toBe(plain.digest);
      expect(text).toBe(`${plain.text}${text.trimEnd().split("\n").at(-1)}\n`);
      for (const stranger of [
        ...strangers,
        ...ours.map((each) => each.verifier).filter((v) => v !== verifier),
      ])
        await expectRefused(target, file, "BUNDLE_UNSIGNED", /not one of/, { verifier: stranger });
      // The signature of one bundle is none of another.
      const altered = forged(text, (lines) => lines.filter((line) => !line.includes('"ＵＮＩ"')));
      await expectRefused(target, altered, "BUNDLE_UNSIGNED", /not one of/, { verifier });
      for (const last of ['{"signature":{}}', `${JSON.stringify({ signature })} `, "", "{}"]) {
        const odd = newFile();
        writeFileSync(odd, `${plain.text}${last}\n`);
        await expectRefused(target, odd, "BUNDLE_INVALID", /more rows/, { verifier });
      }
      await using fresh = await empty();
      await importBundle({ database: fresh, file, verifier });
      expect((await exported(fresh)).digest).toBe(plain.digest);
    }
  });

  test("that cannot be written leaves nothing behind", async () => {
    const { database } = await filled();
    await using source = database;
    const file = join(directory, "taken", "bundle");
    writeFileSync(join(directory, "taken"), "a file");
    await expect(exportBundle({ database: source, file })).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
    expect(existsSync(file)).toBe(false);
  });
});

interface Header {
  version: number;
  schema: number;
  scopes: string[];
  tables: Record<string, { rows: number; digest: string }>;
  digest?: string;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
