import { Duplex, PassThrough, type Readable, type Writable } from "node:stream";
import type Docker from "dockerode";
import { asked, engineStatus, removeContainer } from "../../containers/engine-call.ts";
import type { ProgramEnd, Vessel } from "../vessel.ts";
import { ownTarget } from "./container-config.ts";
import { demultiplex } from "./demultiplex.ts";

/** A program that is the first process of a container. */
export class ContainerVessel implements Vessel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<ProgramEnd>;
  readonly #engine: Docker;
  readonly #container: Docker.Container;
  readonly #release: () => void;

  private constructor(
    engine: Docker,
    container: Docker.Container,
    stream: Duplex,
    exited: Promise<ProgramEnd>,
    release: () => void,
  ) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    stream.on("error", () => {});
    void demultiplex(stream, stdout, stderr);
    this.stdin = stream;
    this.stdout = stdout;
    this.stderr = stderr;
    this.exited = exited;
    this.#engine = engine;
    this.#container = container;
    this.#release = release;
  }

  /** Attaches to a container that was made, and starts it. @throws {IdentikitError} `ENGINE_FAILED`, `ENGINE_UNREACHABLE` */
  static async start(
    engine: Docker,
    container: Docker.Container,
    release: () => void,
  ): Promise<ContainerVessel> {
    const attachment = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };
    const stream = await asked("attach to a container", () => container.attach(attachment));
    if (!(stream instanceof Duplex)) throw new TypeError("an attachment is a connection");
    await asked("start a container", () => container.start());
    const exited = untilExit(container);
    return new ContainerVessel(engine, container, stream, exited, release);
  }

  async terminate(): Promise<void> {
    // The shell that is its first process hears no signal; all others do, whoever started them.
    try {
      const run = await this.#container.exec({
        Cmd: ["/bin/sh", "-c", `[ -d ${ownTarget} ] && kill -TERM -1`],
      });
      await run.start({ Detach: true });
    } catch {
      // It has ended, or has no room for one more process: what is not asked is made to.
    }
  }

  async destroy(): Promise<void> {
    await removeContainer(this.#engine, this.#container.id, { volumes: true });
    await this.exited;
  }

  async release(): Promise<void> {
    this.stdin.destroy();
    this.#release();
  }

  /** The kernel holds it to its limit. */
  memory(): undefined {
    return undefined;
  }
}

async function untilExit(container: Docker.Container): Promise<ProgramEnd> {
  try {
    const { StatusCode } = await container.wait();
    return { code: StatusCode, signal: null };
  } catch (cause) {
    // It was removed while it was waited for.
    return engineStatus(cause) === 404
      ? { code: null, signal: "SIGKILL" }
      : { code: null, signal: null, failure: cause };
  }
}
