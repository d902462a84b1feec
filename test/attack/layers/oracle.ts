import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { programPath } from "../../requirement.ts";
import { destination } from "./identity.ts";
import type { LayerCase } from "./layer-case.ts";
import { type OracleAnswer, oracleAnswer, type ShownState } from "./shown-state.ts";

const source = new URL("../../oracle", import.meta.url).pathname;
const cache = new URL("../../../node_modules/.cache/oracle", import.meta.url).pathname;

/** Builds the judge with Go, which does nothing where it is built already; gives the program's path. */
export function buildOracle(): string {
  mkdirSync(cache, { recursive: true });
  const program = join(cache, "layers");
  execFileSync(programPath("go") ?? "go", ["build", "-trimpath", "-o", program, "./layers"], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: "0" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return program;
}

interface Waiting {
  readonly resolve: (answer: OracleAnswer) => void;
  readonly reject: (fault: Error) => void;
}

/** One process of the judge, which answers any number of cases. Needs to be root. */
export class Oracle implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #received: Buffer[] = [];
  #size = 0;
  #asked = 0;

  constructor(program: string) {
    this.#child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
    this.#child.stdout?.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", (code) => {
        for (const { reject } of this.#waiting.values())
          reject(new Error(`the oracle ended with code ${code}`));
        resolve();
      });
    });
    this.#child.stdin?.on("error", () => {});
  }

  /** What each engine's code shows of a case. */
  judge(of: LayerCase): Promise<OracleAnswer> {
    return this.#judge(of, 0);
  }

  /** What go-containerregistry shows where the names in so many of the lowest layers do not start with a slash. */
  judgeRelative(of: LayerCase, lowest: number): Promise<OracleAnswer> {
    return this.#judge(of, lowest);
  }

  /** What a container shows at the destination whose files an engine has put into a directory. */
  async look(root: string, user: string): Promise<ShownState> {
    const { states, oracles } = await this.#ask({ user, layers: [], root }, []);
    const [state] = states;
    if (state) return state;
    throw new Error(`${root} cannot be looked at: ${oracles.root?.error}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }

  #judge({ layers, user }: LayerCase, relative: number): Promise<OracleAnswer> {
    const heads = layers.map(({ mediaType, diffId }) => ({ mediaType, diffId }));
    return this.#ask(
      { user, layers: heads, relative },
      layers.map(({ blob }) => blob),
    );
  }

  #ask(head: object, blobs: readonly Uint8Array[]): Promise<OracleAnswer> {
    const number = this.#asked++;
    const frames = [Buffer.from(JSON.stringify({ number, destination, ...head })), ...blobs];
    const { promise, resolve, reject } = Promise.withResolvers<OracleAnswer>();
    this.#waiting.set(number, { resolve, reject });
    this.#child.stdin?.write(Buffer.concat(frames.flatMap((frame) => [lengthOf(frame), frame])));
    return promise;
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#size += chunk.length;
    if (this.#size < 4) return;
    let bytes = Buffer.concat(this.#received);
    while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE(0)) {
      const end = 4 + bytes.readUInt32BE(0);
      this.#answer(oracleAnswer.parse(JSON.parse(bytes.toString("utf8", 4, end))));
      bytes = bytes.subarray(end);
    }
    this.#received = [bytes];
    this.#size = bytes.length;
  }

  #answer(answer: OracleAnswer): void {
    this.#waiting.get(answer.number)?.resolve(answer);
    this.#waiting.delete(answer.number);
  }
}

function lengthOf(frame: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(frame.length);
  return length;
}
