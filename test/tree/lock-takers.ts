import { mkdirSync, rmdirSync } from "node:fs";
import process from "node:process";
import { IdentikitError } from "../../src/fault/error.ts";
import { ExclusiveLock } from "../../src/tree/exclusive-lock.ts";

// Takes a lock so many times, without a pause, and removes it each time; a second holder would find the directory there.
const [file = "", times] = process.argv.slice(2);
for (let taken = 0; taken < Number(times); ) {
  try {
    const lock = await ExclusiveLock.acquire(file, { place: "the lock", waitMs: 0 });
    mkdirSync(`${file}.held`);
    rmdirSync(`${file}.held`);
    lock.remove();
    taken++;
  } catch (caught) {
    if (!(caught instanceof IdentikitError && caught.code === "LOCK_HELD")) throw caught;
  }
}
