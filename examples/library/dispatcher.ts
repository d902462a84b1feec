// Renders an agent's env directory right before each of its tasks. Where a secret is missing the task fails with its name, and
// nothing of the env directory has changed.
import {
  EventFile,
  IdentikitError,
  ledgerKeysOf,
  loadRows,
  MissingSecretError,
  openDatabase,
  openSecretReader,
  readKeyFile,
  renderForInstance,
  resolveAgent,
  silentLogger,
  systemClock,
} from "identikit";

const [agent = "", database = "", keyFile = "", envRoot = ""] = process.argv.slice(2);

try {
  await using config = await openDatabase(database);
  const keyring = readKeyFile(keyFile);
  using events = new EventFile(`${envRoot}.events.jsonl`);
  await renderForInstance({
    ...resolveAgent(await loadRows(config, [agent]), agent),
    envRoot,
    secrets: openSecretReader({
      database: config,
      keyring,
      env: process.env,
      log: silentLogger,
      clock: systemClock,
    }),
    accessor: "dispatcher",
    reason: "pre-dispatch",
    ledgerKeys: ledgerKeysOf(keyring, envRoot, "write"),
    events,
    clock: systemClock,
  });
  console.log(`task_started ${agent}`);
} catch (caught) {
  // The event task_failed, with the same names, is in the events' file.
  if (caught instanceof MissingSecretError) console.log(`task_failed ${agent} ${caught.secretNames.join(",")}`);
  else if (caught instanceof IdentikitError) console.log(`task_failed ${agent} ${caught.code}`);
  else throw caught;
  process.exitCode = 1;
}
