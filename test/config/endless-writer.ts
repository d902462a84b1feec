// Imports one bundle after the other, restores one backup after the other, or rotates secrets from key to key, until it is killed. Says when it begins.
import { restoreBackup } from "../../src/config/backup/restore-backup.ts";
import { openDatabase } from "../../src/config/database.ts";
import { exportBundle } from "../../src/config/export-bundle.ts";
import { importBundle } from "../../src/config/import-bundle.ts";
import { rotateSecrets, setSecret } from "../../src/config/secret-store.ts";
import { Keyring } from "../../src/secret/keyring.ts";

const [what, location, ...rest] = process.argv.slice(2) as [string, string, ...string[]];
await using database = await openDatabase(location, { schema: what === "restore" ? "any" : "current" });
process.stdout.write("begun\n");
for (let round = 0; ; round++) {
  if (what === "import") {
    const file = rest[round % 2] as string;
    await importBundle({ database, file, prune: "missing" });
    await exportBundle({ database, file: rest[2] as string, secrets: "sealed" });
  } else if (what === "restore") {
    await restoreBackup({ database, file: rest[round % 2] as string, replace: true });
  } else {
    const keys = rest[0] as string;
    const [one, other] = keys.split(",");
    const keyring = Keyring.parse(round % 2 === 0 ? `${one},${other}` : `${other},${one}`, "keys");
    await rotateSecrets(database, keyring);
    await setSecret(database, keyring, "CHANGING", `${rest[1]}-${round}`);
  }
}
