import { startIsolated } from "../../src/isolation/start-isolated.ts";

/** A supervisor to be killed: starts what its argument says, and prints the agent's lines. */
const { request, host } = JSON.parse(process.argv[2] ?? "{}");
const running = await startIsolated(request, host, new AbortController().signal);
for await (const line of running.lines()) process.stdout.write(`${line}\n`);
