import type { AdapterEvent } from "./adapter-event.ts";
import type { Launch } from "./launch.ts";
import type { ReadStreamOptions } from "./stream/read-stream-options.ts";

/** A file that a client is given for one run. */
export interface LaunchFile {
  /** `files` is `Launch.places.files`; what a client looks for in its env directory alone is written there. */
  readonly place: "files" | "envDirectory";
  /** A path in the place; of plain names. */
  readonly path: string;
  readonly text: string;
}

/** How a client is started for one attempt. */
export interface CommandLine {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  /** Variables that the client needs beside those that every agent gets. */
  readonly env: Readonly<Record<string, string>>;
  /** What it reads from standard input, which then ends. */
  readonly stdin: string;
  /** Written before it starts, readable by the agent alone: headers of servers may hold secrets. */
  readonly files: readonly LaunchFile[];
  /** What the client cannot do or be held to here and what stands in for it, a sentence each: shown with the run. */
  readonly notes: readonly string[];
}

/** How one kind of client is run, and what it says is read. It starts nothing and touches no file. */
export interface Adapter {
  readonly name: "claude" | "codex" | "command";
  /**
   * The file of the env directory with the agent's prompt, where the client does not load it by itself: its text comes first in
   * `Launch.instructions`.
   */
  readonly promptFile: string | undefined;
  /**
   * The file of the env directory from which the rendered MCP servers are handed to the client ({@link Launch.mcpServers}), where it
   * is not to find them by itself.
   */
  readonly serversFile: string | undefined;
  /**
   * A call that ends with code 0 where the client's own sandbox works: asked inside the isolation, with the answer in
   * {@link Launch.hasClientSandbox}. Left out by a client that has none.
   */
  readonly sandboxProbe: readonly string[] | undefined;
  /**
   * @throws {IdentikitError} `CLIENT_INCAPABLE` where the client cannot do, or be held to, what the launch asks; `SESSION_INVALID`;
   * `TICKET_INVALID` for a launch profile of another form
   */
  commandLine(launch: Launch): CommandLine;
  /**
   * What a client says on standard output, as events, in its order. A line that is none of its protocol becomes an event, never an
   * error; what the lines themselves throw comes through.
   * @param lines without line ends; {@link linesOf} makes them of bytes
   */
  readStream(lines: AsyncIterable<string>, options?: ReadStreamOptions): AsyncIterable<AdapterEvent>;
  /**
   * How the client is asked to end: with this signal it closes its session, and says what it has used where it can. What it then calls
   * its result is not one of the work.
   */
  readonly stopSignal: "SIGINT" | "SIGTERM";
  /**
   * The patterns of paths in the env directory that hold a session, as `*` and `**` have it: with these files in the same places of
   * another env directory, the client goes on with it. Empty where it cannot.
   */
  sessionFiles(sessionId: string): readonly string[];
  /**
   * Tokens that a session has used, from its files, where the client counts on from there: `ReadStreamOptions.tokensBefore`.
   * @param files the texts of the session's files
   */
  tokensOf(files: readonly string[]): number;
}
