import { readFileSync } from "node:fs";
import { join } from "node:path";
import { house } from "../architecture/rooms.ts";

/** The bodies of the requests to Gitea's API that a page shows, by the last part of their address. */
export function requestsOf(page: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(house, page), "utf8");
  const requests = text.matchAll(
    /^curl [\s\S]*?\/api\/v1\/repos\/[^/]+\/[^/]+\/(\w+)[\s\S]*?<<'JSON'\n([\s\S]*?)^JSON$/gm,
  );
  return new Map([...requests].map(([, path = "", body = ""]) => [path, body]));
}
