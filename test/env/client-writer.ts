import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";

// Writes a .claude.json as the agent client does: it takes the lock, reads the file again, writes it whole beside it,
// syncs, renames. Each turn adds one key; the number of turns is printed when standard input ends.

const [, , file = ""] = process.argv;
let stopped = false;
process.stdin.resume().once("end", () => {
  stopped = true;
});

let turns = 0;
while (!stopped) {
  const release = await lock(file, {
    realpath: false,
    retries: { retries: 1000, minTimeout: 1, maxTimeout: 20 },
  });
  const value = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  value[`turn-${turns}`] = true;
  if (Math.random() < 0.3) await sleep(Math.random() * 4);
  const temporary = `${file}.tmp.${process.pid}.${randomBytes(4).toString("hex")}`;
  const descriptor = openSync(temporary, "wx", 0o600);
  writeSync(descriptor, JSON.stringify(value, null, 2));
  if (Math.random() < 0.02) fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(temporary, file);
  turns++;
  await release();
  await sleep(Math.random() * 6);
}
process.stdout.write(`${turns}`);
