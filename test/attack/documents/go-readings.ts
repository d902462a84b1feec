import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { programPath } from "../../requirement.ts";
import type { Asked } from "./our-reading.ts";

/** What one decoder makes of a document. */
export interface GoReading {
  readonly decoder: string;
  readonly error?: string;
  readonly value?: unknown;
}

const root = join(import.meta.dirname, "../../..");

/** The Go program of `test/oracle/json`, which reads documents as engines and registries do. */
export class GoReadings implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  /** Builds the program where its sources are newer than it, and starts it. */
  static start(): GoReadings {
    const directory = join(root, "node_modules/.cache/oracle");
    mkdirSync(directory, { recursive: true });
    const program = join(directory, "json");
    execFileSync(programPath("go") ?? "go", ["build", "-buildvcs=false", "-o", program, "./json"], {
      cwd: join(root, "test/oracle"),
      stdio: ["ignore", "inherit", "inherit"],
    });
    return new GoReadings(spawn(program, { stdio: ["pipe", "pipe", "inherit"] }));
  }

  /** The readings of each document, in their order. */
  async of(asked: readonly Asked[]): Promise<readonly (readonly GoReading[])[]> {
    const lines = asked.map(({ bytes, ...rest }) =>
      JSON.stringify({ ...rest, bytes: bytes.toString("base64") }),
    );
    this.#child.stdin?.write(`${lines.join("\n")}\n`);
    const answers: GoReading[][] = [];
    while (answers.length < asked.length) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error("the Go program ended early");
      answers.push(JSON.parse(value));
    }
    return answers;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin?.end();
    if (this.#child.exitCode === null) await once(this.#child, "exit");
  }
}
