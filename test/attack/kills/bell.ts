// Loaded into a process before its program (`--import`): says through descriptor 3 each time that something is about to become true for
// others (a COMMIT, a rename onto its final name), and ends the process there where it was asked to: KILL_AT="<nth> before|after".
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";

const [nth, moment] = (process.env.KILL_AT ?? "").split(" ");
let rung = 0;

function ring<Result>(commit: () => Result): Result {
  rung++;
  const isTheOne = rung === Number(nth);
  fs.writeSync(3, "c");
  if (isTheOne && moment === "before") process.kill(process.pid, "SIGKILL");
  const result = commit();
  if (isTheOne && moment === "after") process.kill(process.pid, "SIGKILL");
  return result;
}

const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (sql) {
  return sql === "COMMIT" ? ring(() => exec.call(this, sql)) : exec.call(this, sql);
};

const rename = fs.renameSync;
fs.renameSync = (from, to) => ring(() => rename(from, to));
syncBuiltinESMExports();

// What the PostgreSQL client sends: a message of a query, whose text ends with a NUL.
const write = net.Socket.prototype.write;
net.Socket.prototype.write = function (this: net.Socket, ...args: unknown[]) {
  const [chunk] = args;
  const send = () => write.apply(this, args as Parameters<typeof write>);
  return chunk instanceof Uint8Array && Buffer.from(chunk).includes("COMMIT\0") ? ring(send) : send();
} as typeof write;
