import process from "node:process";
import { ExclusiveLock } from "../../src/tree/exclusive-lock.ts";

// Takes the lock named on the command line, says so, and holds it until it is told to let go or killed.
const lock = await ExclusiveLock.acquire(process.argv[2] as string, { place: "test" });
process.stdout.write("held\n");
process.stdin.once("data", () => {
  lock[Symbol.dispose]();
  process.exit(0);
});
