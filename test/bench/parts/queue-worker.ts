// One worker of the queue benchmark: waits for a line, drains the queue into an env root, says which agents it rendered.
import { openDatabase } from "../../../src/config/database.ts";
import { drainQueue } from "../../../src/config/queue/drain.ts";
import { openSecretReader } from "../../../src/config/secrets/secret-reader.ts";
import { LedgerKey } from "../../../src/env/ledger-key.ts";
import { renderAgents } from "../../../src/env/render-agents.ts";
import { noEvents } from "../../../src/events/event-sink.ts";
import { systemClock } from "../../../src/runtime/clock.ts";
import { silentLogger } from "../../../src/runtime/logger.ts";
import { Keyring } from "../../../src/secret/keyring.ts";

const [location, envRoot, keys, worker] = process.argv.slice(2) as [string, string, string, string];
await using database = await openDatabase(location);
const keyring = Keyring.parse(keys, "keys");
const secrets = openSecretReader({ database, keyring, env: {}, log: silentLogger, clock: systemClock });
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
const { rendered, failed } = await drainQueue({
  database,
  worker,
  batch: 32,
  render: async (agents) => {
    const outcomes = await renderAgents({
      agents,
      envRoot,
      secrets,
      accessor: "bench",
      reason: "queue",
      ledgerKeys: [new LedgerKey("bench", keyring.derive("ledger/v1"))],
      events: noEvents,
      clock: systemClock,
    });
    return { failed: outcomes.filter((outcome) => "error" in outcome), notBegun: [] };
  },
});
process.stdout.write(JSON.stringify({ rendered, failed }));
process.stdin.destroy();
