// A stdio MCP server that behaves as its first argument says; the second is a file for the ids of itself and of what it starts.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [, , manner = "good", file = ""] = process.argv;
const token = process.env.TOKEN ?? "nothing";
const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const tool = (name) => ({ name, description: `holds ${token}`, inputSchema: { type: "object" } });

async function flood(text) {
  for (;;) if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

function keepChildren() {
  process.on("SIGTERM", () => {});
  const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
  const child = spawn(process.execPath, ["-e", stubborn], { stdio: "inherit" });
  writeFileSync(file, `${process.pid} ${child.pid}`);
}

/** What it does before it listens. */
const beginnings = {
  "keeps children": keepChildren,
  "prints first": () => process.stdout.write("Listening on standard input\n"),
  ends: () => process.exit(3),
  floods: () => flood("x".repeat(65_536)),
  "floods lines": () => flood("{}\n".repeat(20_000)),
};

const self = { name: process.env.TOKEN ? `shop ${token}` : "shop", version: "1.2.3" };
const welcome = ({ id, params }) =>
  say({
    id,
    result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: self },
  });

/** How it answers initialize. */
const welcomes = {
  hangs: () => {},
  refuses: ({ id }) => say({ id, error: { code: -32602, message: `bad ${token}` } }),
  "speaks another revision": ({ id }) => welcome({ id, params: { protocolVersion: "1999-01-01" } }),
  "answers something else": ({ id }) => say({ id, result: { token } }),
  "has no tools": ({ id, params: { protocolVersion } }) =>
    say({ id, result: { protocolVersion, capabilities: {}, serverInfo: self } }),
  asks: (message) => {
    say({ id: 1, method: "ping" });
    say({ method: "notifications/message", params: { level: "info", data: "hello" } });
    welcome(message);
  },
};

let pongs = 0;
/** How it answers tools/list. */
const lists = {
  shuffles: ({ id }) => say({ id, result: { tools: ["b", "a"].map(tool) } }),
  asks: ({ id }) => pongs > 0 && say({ id, result: { tools: ["a", "b"].map(tool) } }),
  pages: ({ id, params: { cursor = "0" } }) => {
    const nextCursor = cursor === "2" ? undefined : String(Number(cursor) + 1);
    say({ id, result: { tools: [tool(`t${cursor}`)], nextCursor } });
  },
  "pages without end": ({ id, params: { cursor = "0" } }) =>
    say({ id, result: { tools: [tool(`t${cursor}`)], nextCursor: `${cursor}0`.slice(-9) } }),
};
const list = ({ id }) => say({ id, result: { tools: ["a", "b"].map(tool) } });

await beginnings[manner]?.();
createInterface({ input: process.stdin }).on("line", (line) => {
  const message = JSON.parse(line);
  if (message.method === "initialize") (welcomes[manner] ?? welcome)(message);
  else if (message.method === "tools/list") (lists[manner] ?? list)(message);
  else if (message.result) pongs++;
});
if (manner !== "keeps children") process.stdin.on("end", () => process.exit(0));
