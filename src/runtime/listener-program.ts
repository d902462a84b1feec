/**
 * A program for another Node.js: it opens the port of 127.0.0.1 that its argument names, hands what it listens with to whoever started it,
 * over the channel that Node.js gives its children, and ends when that says it has it.
 */
export const listenerProgram = [
  'const server = require("node:net").createServer();',
  'process.on("message", () => process.exit(0));',
  'process.on("disconnect", () => process.exit(1));',
  'server.on("error", () => process.exit(1));',
  'server.listen(Number(process.argv[1]), "127.0.0.1", () => process.send("listening", server));',
].join(" ");
