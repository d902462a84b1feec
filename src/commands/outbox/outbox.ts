import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { list, option } from "../options/option.ts";

const file = (description: string) =>
  option(z.string().check(z.minLength(1)), { kind: "text", value: "FILE", description });

const options = declareOptions(() => ({
  file: file("Where requests are appended, a line of JSON each."),
  answers: file("Where the answers of people are read from."),
  ask: list(
    "TOOL",
    "A tool of the client that a person is asked for; a server (mcp__NAME) or * for the others.",
  ),
  closed: list("SERVER", "A server (mcp__NAME) of which no other tools may be used than those of --ask."),
}));

export type OutboxCommandOptions = OptionsOf<typeof options>;

export const outbox = defineCommand({
  name: "outbox",
  summary:
    "Serve an agent's outbox as an MCP server on standard input and output: a tool for each kind of request that an agent can make.",
  example: "identikit outbox --file requests.jsonl --answers answers.jsonl",
  options,
  body: () => import("./body.ts"),
});
