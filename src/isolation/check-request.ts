import { isAbsolute, normalize } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import type { IsolatedRequest } from "./isolation.ts";

/** @throws {IdentikitError} `USAGE` for a request that no isolation could carry out as it is meant; `NETWORK_UNHELD` */
export function checkRequest(request: IsolatedRequest): void {
  const { attempt, argv, cwd, mounts, isolation, network, proxy, image } = request;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(attempt))
    throw wrong("an attempt's name is letters, digits, ., _ and -");
  if (argv.length === 0 || argv.some((word) => word.includes("\0")))
    throw wrong("the program has no name, or a NUL in a word");
  for (const path of [cwd, ...mounts.flatMap(({ source, target }) => [source, target])]) {
    // A line feed would break the lines that are read back; `..` would be another place.
    if (!isAbsolute(path) || normalize(path) !== path || /[\n\0]/.test(path))
      throw wrong(`${JSON.stringify(path)} is not an absolute path in its shortest form`);
  }
  if (mounts.some(({ target }) => target === "/")) throw wrong("a mount would be the root");
  if (isolation === "user" && mounts.some(({ source, target }) => source !== target))
    throw wrong("isolation by user has no view of its own, so a mount's target is its source");
  if (
    isolation === "container" &&
    (image === undefined || !/@sha256:[0-9a-f]{64}$|^sha256:[0-9a-f]{64}$/.test(image))
  )
    throw wrong("a container's image is named by digest");
  if (network.mode === "proxy" && !proxy) throw wrong("the network policy proxy needs a proxy");
  if (proxy && proxy.isInAgentsNetwork === (network.mode === "open"))
    throw wrong("the proxy listens where the agent is not");
}

function wrong(problem: string): IdentikitError {
  return new IdentikitError("USAGE", `an isolated program cannot be started so: ${problem}`, {
    remedy: "Correct the request.",
  });
}
