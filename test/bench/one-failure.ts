// 10,000 deliveries of one failing check by eight processes, on both databases: `node test/bench/one-failure.ts [DELIVERIES]`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deliverTogether, outcomeOf } from "../agents/dispatch/deliver-together.ts";
import { onFailure } from "../agents/dispatch/failing-check.ts";
import { declareFleet, declareRule } from "../agents/dispatch/scene.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import { PostgresServer } from "../services/postgres.ts";
import { print } from "./parts/figure.ts";

const processes = 8;
const each = Math.ceil(Number(process.argv[2] ?? 10_000) / processes);
const total = each * processes;

async function measure(database: string, location: string): Promise<void> {
  await using scene = await openStoreAt(location);
  await declareFleet(scene);
  await declareRule(scene, "fix", onFailure);
  const seconds = await deliverTogether(location, processes, each);
  const { runs, joined, decisions } = await outcomeOf(scene.store, seconds);
  const isRight = runs === 1 && joined === total - 1 && decisions.Coalesced === total - 1;
  if (!isRight) throw new Error(`${runs} runs, ${joined} joined, ${JSON.stringify(decisions)}`);
  print(`runs of ${total} deliveries of one failure, ${database}`, runs, { atMost: 1 });
  print(`deliveries decided a second, ${database}`, total / seconds, { atLeast: 20 });
}

const directory = mkdtempSync(join(tmpdir(), "identikit-failure-"));
await measure("SQLite", join(directory, "config.db"));
rmSync(directory, { recursive: true });
await using server = await PostgresServer.start({ durable: true });
await measure("PostgreSQL", await server.createDatabase());
