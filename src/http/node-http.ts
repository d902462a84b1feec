import { createRequire } from "node:module";

const load = createRequire(import.meta.url);

/**
 * Node's HTTP client for a protocol. Importing `node:http` as an ES module reads each of its exports, `WebSocket` among
 * them, and so loads all of undici: 30 ms that a run of 200 ms need not have. Requiring it does not.
 */
export function nodeHttp(protocol: string): typeof import("node:http") | typeof import("node:https") {
  return load(protocol === "http:" ? "node:http" : "node:https");
}
