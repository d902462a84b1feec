import { expect, test } from "vitest";
import { DatabaseAccessLog } from "../../../src/config/access-log/database-access-log.ts";
import { formatHeads, parseHeads } from "../../../src/config/access-log/heads.ts";
import { verifyLog } from "../../../src/config/access-log/verify-log.ts";
import { type ConfigDatabase, openDatabase } from "../../../src/config/database.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { describeOnBoth, openFleet } from "../databases.ts";
import { changeAsOwner } from "./log-owner.ts";

const [k1, k2] = [Keyring.generateEntry("k1"), Keyring.generateEntry("k2")];
const keyring = Keyring.parse(k1, "test");

const accesses = (...secrets: string[]) =>
  secrets.map((secret, at) => ({
    secret,
    agent: "ada",
    accessor: "test",
    reason: "boot",
    time: `2026-01-02T03:04:0${at}.000Z`,
  }));

/** Three sessions of three, two and two lines, the first in two writes. */
async function writeLog(database: ConfigDatabase, ring: Keyring | undefined = keyring): Promise<void> {
  const first = new DatabaseAccessLog(database, ring);
  await first.record(accesses("A", "B"));
  await first.record(accesses("C"));
  for (const secrets of [
    ["D", "E"],
    ["F", "G"],
  ])
    await new DatabaseAccessLog(database, ring).record(accesses(...secrets));
}

const codes = (found: { findings: readonly { code: string; severity: string }[] }) =>
  found.findings.map(({ code, severity }) => `${severity} ${code}`);

describeOnBoth("the chains of the access log", (databases) => {
  test("hold as they were written, and end in heads that a later check is held to", async () => {
    const { database } = await openFleet(databases);
    await using own = database;
    expect(formatHeads((await verifyLog(own, keyring)).heads)).toBe("heads/v1");
    await writeLog(own);
    const found = await verifyLog(own, keyring);
    expect(found).toMatchObject({ sessions: 3, lines: 7, unchained: 0, findings: [] });
    // The end of the first two sessions was noted by the third.
    expect(found.heads).toMatchObject({ record: { number: 3 }, lines: [{ seq: 2 }] });
    const kept = parseHeads(formatHeads(found.heads), "test");
    await writeLog(own);
    expect((await verifyLog(own, keyring, kept)).findings).toEqual([]);
  });

  test("are written by several at once, who wait for each other only when they begin", async () => {
    const { database } = await openFleet(databases);
    await using own = database;
    const logs = Array.from({ length: 4 }, () => new DatabaseAccessLog(own, keyring));
    await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        (logs[at % 4] as DatabaseAccessLog).record(accesses(`S${at}`, `T${at}`)),
      ),
    );
    expect(await verifyLog(own, keyring)).toMatchObject({ sessions: 4, lines: 80, findings: [] });
  });

  // SQLite lets one write at a time, whoever it is.
  test.skipIf(databases.kind === "sqlite")(
    "are written by one session while the write of another is held up",
    async () => {
      const { database, location } = await openFleet(databases);
      await using own = database;
      await using stranger = await openDatabase(location);
      const [held, free] = [new DatabaseAccessLog(own, keyring), new DatabaseAccessLog(own, keyring)];
      await held.record(accesses("A"));
      await free.record(accesses("B"));
      let heldUp: Promise<unknown> = Promise.resolve();
      let isDone = false;
      const takingBack = stranger.transaction("write", async ({ query }) => {
        // Somebody has written what comes next in the session, and has not said yet whether it stays.
        const last = await query
          .selectFrom("secret_access_log")
          .select(["secret", "agent", "accessor", "reason", "time", "session", "seq", "previous", "hash"])
          .where("secret", "=", "A")
          .executeTakeFirstOrThrow();
        await query
          .insertInto("secret_access_log")
          .values({ ...last, seq: Number(last.seq) + 1 })
          .execute();
        heldUp = held.record(accesses("C")).finally(() => {
          isDone = true;
        });
        for (let round = 0; round < 5; round++) await free.record(accesses(`free ${round}`));
        // A session that begins now does not wait for it, either.
        await new DatabaseAccessLog(own, keyring).record(accesses("D"));
        expect(isDone, "the other one waits all the while").toBe(false);
        throw new Error("taken back");
      });
      await expect(takingBack).rejects.toThrow("taken back");
      await heldUp;
      expect(await verifyLog(own, keyring)).toMatchObject({ sessions: 3, lines: 9, findings: [] });
    },
  );

  const line = (secret: string) => `secret_access_log WHERE secret = '${secret}'`;
  const copied = (from: string, into: string) =>
    `UPDATE secret_access_log SET (secret, time) = (SELECT secret, time FROM ${line(from)}) WHERE secret = '${into}'`;
  const columns = "secret, agent, accessor, reason, time";
  const tail = "DELETE FROM secret_access_log WHERE secret IN ('F', 'G')";
  const lastRecord = "DELETE FROM secret_access_session WHERE number = 3";
  test.each([
    ["a line was changed", "UPDATE secret_access_log SET agent = 'bob' WHERE secret = 'B'", "CHANGED"],
    ["a line's hash was changed", "UPDATE secret_access_log SET hash = 'x' WHERE secret = 'B'", "CHANGED"],
    ["a line was taken out of the middle", `DELETE FROM ${line("B")}`, "MISSING"],
    [
      "a line and its place were taken out",
      `DELETE FROM ${line("B")}; UPDATE secret_access_log SET seq = 2 WHERE secret = 'C'`,
      "CHANGED",
    ],
    ["the end of a session was cut off that another noted", `DELETE FROM ${line("E")}`, "MISSING"],
    [
      "a session's lines were taken out",
      "DELETE FROM secret_access_log WHERE secret IN ('D', 'E')",
      "MISSING",
    ],
    [
      "a session was taken out whole",
      "DELETE FROM secret_access_log WHERE secret IN ('D', 'E'); DELETE FROM secret_access_session WHERE number = 2",
      "MISSING",
    ],
    [
      "a session was taken out and the numbers closed",
      "DELETE FROM secret_access_log WHERE secret IN ('D', 'E'); DELETE FROM secret_access_session WHERE number = 2; UPDATE secret_access_session SET number = 2 WHERE number = 3",
      "CHANGED",
    ],
    ["a record was taken out", "DELETE FROM secret_access_session WHERE number = 2", "MISSING"],
    [
      "two lines changed places",
      "UPDATE secret_access_log SET seq = seq + 10 WHERE secret IN ('A', 'B'); UPDATE secret_access_log SET seq = CASE secret WHEN 'A' THEN 2 ELSE 1 END WHERE secret IN ('A', 'B')",
      "CHANGED",
    ],
    ["a line was put over another", copied("D", "B"), "CHANGED"],
    [
      "a line of another session was put at an end",
      `INSERT INTO secret_access_log (${columns}, session, seq, previous, hash) SELECT ${columns}, (SELECT session FROM ${line("F")}), 3, previous, hash FROM ${line("D")}`,
      "CHANGED",
    ],
    [
      "a line was repeated",
      `INSERT INTO secret_access_log (${columns}, session, seq, previous, hash) SELECT ${columns}, session, 3, previous, hash FROM ${line("G")}`,
      "CHANGED",
    ],
    [
      "a line was made up",
      `INSERT INTO secret_access_log (${columns}, session, seq, previous, hash) SELECT ${columns}, session, 3, hash, 'made-up' FROM ${line("G")}`,
      "CHANGED",
    ],
    ["a record was changed", "UPDATE secret_access_session SET started = 'then' WHERE number = 2", "CHANGED"],
    [
      "what a session noted was changed",
      `UPDATE secret_access_session SET noted = '{"heads":[]}' WHERE number = 3`,
      "CHANGED",
    ],
    [
      "a session was called unkeyed",
      "UPDATE secret_access_session SET key_id = '' WHERE number = 2",
      "CHANGED",
    ],
  ])("show that %s", async (_, statements, code) => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await writeLog(own);
    await changeAsOwner(databases, location, statements);
    expect(codes(await verifyLog(own, keyring))).toContain(`error ACCESS_LOG_${code}`);
  });

  test.each([
    ["the last line", `DELETE FROM ${line("G")}`],
    ["the newest session", `${tail}; ${lastRecord}`],
    ["everything", "DELETE FROM secret_access_log; DELETE FROM secret_access_session"],
  ])("show with heads that were kept elsewhere that %s was cut off", async (_, statements) => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await writeLog(own);
    const { heads } = await verifyLog(own, keyring);
    await changeAsOwner(databases, location, statements);
    expect((await verifyLog(own, keyring)).findings, "without heads nothing tells").toEqual([]);
    expect(codes(await verifyLog(own, keyring, heads))).toContain("error ACCESS_LOG_MISSING");
  });

  test("show a cut end without heads, once a later session began", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await writeLog(own);
    const { heads } = await verifyLog(own, keyring);
    await changeAsOwner(databases, location, `${tail}; ${lastRecord}`);
    await new DatabaseAccessLog(own, keyring).record(accesses("H"));
    // The place was taken again: the numbers alone say nothing.
    expect((await verifyLog(own, keyring)).findings).toEqual([]);
    expect(codes(await verifyLog(own, keyring, heads))).toContain("error ACCESS_LOG_MISSING");
  });

  test("stay verifiable after a rotation, as long as the old key is in the ring", async () => {
    const { database } = await openFleet(databases);
    await using own = database;
    await writeLog(own);
    const both = Keyring.parse(`${k2},${k1}`, "test");
    await new DatabaseAccessLog(own, both).record(accesses("H"));
    expect((await verifyLog(own, both)).findings).toEqual([]);
    const found = await verifyLog(own, Keyring.parse(k2, "test"));
    expect(codes(found)).toEqual(["unverified ACCESS_LOG_KEY_MISSING"]);
    expect(found.findings[0]).toMatchObject({ actual: expect.stringContaining("k1") });
  });

  test("without the old key, still miss a session that was taken out, and a renamed key", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await writeLog(own);
    const both = Keyring.parse(`${k2},${k1}`, "test");
    await new DatabaseAccessLog(own, both).record(accesses("H"));
    const update = "UPDATE secret_access_session SET key_id = 'lost' WHERE number = 2";
    await changeAsOwner(databases, location, update);
    expect(codes(await verifyLog(own, Keyring.parse(k2, "test")))).toContain("error ACCESS_LOG_CHANGED");
  });

  test("of a job without a key are checked, and said to prove little", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    const log = new DatabaseAccessLog(own, undefined);
    await log.record(accesses("A", "B"));
    expect(codes(await verifyLog(own, keyring))).toEqual(["unverified ACCESS_LOG_UNKEYED"]);
    await changeAsOwner(databases, location, "UPDATE secret_access_log SET agent = 'bob'");
    expect(codes(await verifyLog(own, keyring))).toContain("error ACCESS_LOG_CHANGED");
  });

  test("begin with the lines of before, which are vouched for from then on", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    const old = (secret: string) =>
      `INSERT INTO secret_access_log (secret, accessor, reason, agent, time) VALUES ('${secret}', 'a', 'r', 'ada', 't')`;
    await databases.foreign(location, `${old("X")}; ${old("Y")};`);
    expect(codes(await verifyLog(own, keyring))).toEqual(["unverified ACCESS_LOG_UNCHAINED"]);
    await writeLog(own);
    const found = await verifyLog(own, keyring);
    expect(found).toMatchObject({ lines: 7, unchained: 2 });
    expect(codes(found)).toEqual(["warning ACCESS_LOG_UNCHAINED"]);
    await databases.foreign(location, old("Z"));
    expect(codes(await verifyLog(own, keyring))).toEqual([
      "warning ACCESS_LOG_UNCHAINED",
      "unverified ACCESS_LOG_UNCHAINED",
    ]);
    await changeAsOwner(databases, location, "UPDATE secret_access_log SET agent = 'bob' WHERE secret = 'X'");
    expect(codes(await verifyLog(own, keyring))).toContain("error ACCESS_LOG_CHANGED");
  });

  test("show that a guard is gone, or that there is one that is not ours", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await writeLog(own);
    const [drop, add] =
      databases.kind === "sqlite"
        ? [
            "DROP TRIGGER secret_access_log_no_update",
            "CREATE TRIGGER quiet BEFORE INSERT ON secret_access_log BEGIN SELECT 1; END",
          ]
        : [
            "ALTER TABLE secret_access_log DISABLE TRIGGER secret_access_log_append_only",
            "CREATE RULE quiet AS ON INSERT TO secret_access_log WHERE NEW.agent = 'eve' DO INSTEAD NOTHING",
          ];
    await databases.foreign(location, drop);
    expect(codes(await verifyLog(own, keyring))).toEqual(["error ACCESS_LOG_UNGUARDED"]);
    await databases.foreign(location, add);
    const found = await verifyLog(own, keyring);
    expect(found.findings.map(({ path, expected }) => [path, expected === null])).toContainEqual([
      "quiet",
      true,
    ]);
  });

  test("stop a writer whose last line is gone", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    const log = new DatabaseAccessLog(own, keyring);
    await log.record(accesses("A", "B"));
    await changeAsOwner(databases, location, `DELETE FROM ${line("B")}`);
    await expect(log.record(accesses("C"))).rejects.toMatchObject({
      code: "ACCESS_LOG_FAILED",
      message: expect.stringContaining("no longer ends where"),
    });
    // The next write begins a session of its own.
    await log.record(accesses("D"));
    expect(await verifyLog(own, keyring)).toMatchObject({ sessions: 2 });
  });
});

test.each(["heads/v2", "", "heads/v1 x", `heads/v1 1:${"a".repeat(43)} b:1:c`, "3:abc"])(
  "heads like %j are refused",
  (text) => {
    expect(() => parseHeads(text, "test")).toThrow(expect.objectContaining({ code: "HEADS_INVALID" }));
  },
);
