// A stdio MCP server with one tool; it says in the tool's description what its environment and arguments hold.
import { createInterface } from "node:readline";

const say = (id, result) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`);
const holds = `holds ${process.env.GREETING ?? "nothing"} and ${process.argv.slice(2).join(" ")}`;

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === "initialize") {
    const serverInfo = { name: "greeting", version: "1.0.0" };
    say(id, { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo });
  } else if (method === "tools/list") {
    const inputSchema = { type: "object", properties: {} };
    say(id, { tools: [{ name: "greet", description: `Greets; ${holds}.`, inputSchema }] });
  } else if (id !== undefined) say(id, {});
});
