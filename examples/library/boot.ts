// Renders every agent when a machine starts. An agent that lacks a secret is left out with its old files whole; all others are ready.
import {
  ledgerKeysOf,
  loadRows,
  noEvents,
  openDatabase,
  openSecretReader,
  readKeyFile,
  renderAgents,
  resolveAgent,
  silentLogger,
  systemClock,
} from "identikit";

const [database = "", keyFile = "", envRoot = ""] = process.argv.slice(2);

await using config = await openDatabase(database);
const keyring = readKeyFile(keyFile);
const rows = await loadRows(config);
const outcomes = await renderAgents({
  agents: rows.agents.map((name) => ({ name, resolve: () => resolveAgent(rows, name) })),
  onMissingSecret: "skip",
  envRoot,
  secrets: openSecretReader({
    database: config,
    keyring,
    env: process.env,
    log: silentLogger,
    clock: systemClock,
  }),
  accessor: "boot",
  reason: "boot",
  ledgerKeys: ledgerKeysOf(keyring, envRoot, "write"),
  events: noEvents,
  clock: systemClock,
});
for (const { agent, result } of outcomes) console.log(`${agent} ${result}`);
process.exitCode = outcomes.some(({ result }) => result === "failed") ? 1 : 0;
