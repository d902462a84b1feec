import { expect, test } from "vitest";
import { takeInBundle } from "../../../src/agents/results/take-in-bundle.ts";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import type { ConfigDatabase } from "../../../src/config/database.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { repository } from "../dispatch/scene.ts";
import { bring, everyWrite, recordsOf } from "../results/scene.ts";
import { inPieces } from "../run-bundle/bundle-scene.ts";
import { settle, type WriteBackScene, writeBackScene } from "./scene.ts";

const never = everyWrite.map((entry) => ({ ...entry, approval: "never" as const }));
const free = { stack: { writeBack: never }, rule: { writeBack: never } };
const events = Array.from({ length: 1100 }, (_, at) => ({
  seq: at + 1,
  type: "message" as const,
  text: `${at}`,
}));
const brought = {
  events,
  files: { "src/gate.ts": "closed\n" },
  requests: [
    { type: "comment" as const, body: "Done." },
    { type: "pull_request" as const, title: "Close the gate", body: "It stayed open." },
    { type: "branch" as const, name: "extra" },
  ],
};

class Killed extends Error {}

/** A database whose connection is lost before, or just after, its transaction of a number commits. */
function dying(database: ConfigDatabase, at: number, moment: "before" | "after"): ConfigDatabase {
  let writes = 0;
  return new Proxy(database, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (name !== "transaction") return typeof member === "function" ? member.bind(target) : member;
      const transaction: ConfigDatabase["transaction"] = async (kind, work) => {
        const isLast = kind === "write" && ++writes === at;
        const done = await target.transaction(kind, async (session) => {
          const result = await work(session);
          if (isLast && moment === "before") throw new Killed();
          return result;
        });
        if (isLast) throw new Killed();
        return done;
      };
      return transaction;
    },
  });
}

/** What there is in the end, whatever happened on the way. */
async function expectDoneOnce(scene: WriteBackScene) {
  await settle(scene);
  const found = await recordsOf(scene);
  expect(found.events.map(({ spec }) => spec.seq)).toEqual(events.map(({ seq }) => seq));
  expect(found.run.status).toMatchObject({ phase: "Succeeded", tokens: 1200, cost: "0.42" });
  expect(found.approvals.map(({ status }) => status.phase)).toEqual(["Applied", "Applied", "Applied"]);
  expect(scene.writer.sent.map(({ write }) => write.action).sort()).toEqual(["comment", "pull_request"]);
  expect(scene.commits.pushes).toBe(2);
  expect(scene.commits.branches(repository)).toHaveLength(3);
}

describeOnBoth(
  "whatever is killed on the way, nothing is lost and nothing is done twice (P-85)",
  (databases) => {
    test.each(["before", "after"] as const)("%s each commit of taking a bundle in", async (moment) => {
      await using scene = await writeBackScene(databases, free);
      const { file } = await bring(scene, brought);
      let kills = 0;
      for (let at = 1; ; at++) {
        const database = dying(scene.database, at, moment);
        await using store = new SqlStore(database);
        try {
          await takeInBundle({ ...scene.services, database, store }, inPieces(file), scene.signal);
          break;
        } catch (caught) {
          if (!(caught instanceof Killed)) throw caught;
          kills++;
        }
      }
      expect(kills).toBeGreaterThan(3);
      await expectDoneOnce(scene);
    });

    test("before and after each word to the forge and each push", async () => {
      for (const moment of [
        "head",
        "before find",
        "before send",
        "after send",
        "before push",
        "after push",
      ]) {
        for (const time of [1, 2]) {
          await using scene = await writeBackScene(databases, free);
          await takeInBundle(scene.services, inPieces((await bring(scene, brought)).file), scene.signal);
          let seen = 0;
          const around = (now: string) => {
            if (now === moment && ++seen === time) throw new Killed(moment);
          };
          scene.writer.around = around;
          scene.commits.around = around;
          await settle(scene);
          expect(seen, `${moment}, time ${time}`).toBeGreaterThanOrEqual(time);
          await scene.foreign("UPDATE agent_queue SET due_at = 0;");
          await expectDoneOnce(scene);
        }
      }
    });

    test("at each commit while it is planned and carried out", async () => {
      let isWhole = false;
      let kills = 0;
      for (let at = 1; !isWhole; at++) {
        await using scene = await writeBackScene(databases, free);
        await takeInBundle(scene.services, inPieces((await bring(scene, brought)).file), scene.signal);
        const database = dying(scene.database, at, at % 2 === 0 ? "before" : "after");
        {
          await using store = new SqlStore(database);
          const services = { ...scene.writes, database, store };
          isWhole = await settle({ ...scene, writes: services }).then(
            ({ failed }) => failed === 0,
            () => false,
          );
        }
        kills += isWhole ? 0 : 1;
        await scene.foreign("UPDATE agent_queue SET due_at = 0;");
        await expectDoneOnce(scene);
        if (at > 40) throw new Error("it never comes to its end");
      }
      expect(kills).toBeGreaterThan(4);
    });
  },
);
