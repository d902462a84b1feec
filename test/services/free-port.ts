import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";

/**
 * Below the ports that systems give by themselves (from 32,768 on with Linux, from 49,152 on by IANA's list), so that nobody is given
 * one by chance, and above those that browsers refuse to ask.
 */
const [first, end] = [11_000, 30_000];

/**
 * A port of loopback on which nothing listens, and which no other test is given before this process ends. So a server that was ended
 * is not there, whatever starts beside the test, and can be started again where it was.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, end);
    if ((await takes(port)) && (await isFree(port))) return port;
  }
}

/** Lets a server listen at a port of its own, see {@link freePort}; returns the port. */
export async function listenAlone(server: Server): Promise<number> {
  const port = await freePort();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return port;
}

/** Whether this process has the port from now on. The name belongs to a socket without a file, which only Linux has; it goes with the process. */
async function takes(port: number): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const holder = createServer().unref();
  return await hasBegun(holder.listen(`\0identikit-test-port-${port}`));
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  if (!(await hasBegun(server))) return false;
  server.close();
  await once(server, "close");
  return true;
}

async function hasBegun(server: Server): Promise<boolean> {
  return await once(server, "listening").then(
    () => true,
    () => false,
  );
}
