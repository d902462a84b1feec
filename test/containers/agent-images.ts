import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath } from "../requirement.ts";
import { writeFiles } from "../scratch.ts";
import type { DockerEngine } from "../services/docker-engine.ts";

/** Images of a small shell, which is all that the agents of these tests are. */
export class AgentImages {
  readonly #engine: DockerEngine;

  constructor(engine: DockerEngine) {
    this.#engine = engine;
  }

  /** Builds an image with a shell and what the further lines of its Dockerfile say. */
  build(tag: string, lines: readonly string[]): void {
    const context = mkdtempSync(join(tmpdir(), "identikit-test-"));
    try {
      const shell = [
        "FROM scratch",
        "COPY busybox /bin/busybox",
        'RUN ["/bin/busybox", "--install", "/bin"]',
      ];
      const Dockerfile = [...shell, ...lines, ""].join("\n");
      writeFiles(context, { Dockerfile, busybox: readFileSync(programPath("busybox") as string) });
      chmodSync(join(context, "busybox"), 0o755);
      this.#engine.docker("build", "--network", "none", "-q", "-t", tag, context);
    } finally {
      rmSync(context, { recursive: true });
    }
  }

  /** An image like another but for one instruction. */
  derive(tag: string, from: string, change: string): void {
    this.#engine.docker("create", "--name", "maker", "--network", "none", from);
    this.#engine.docker("commit", "--change", change, "maker", tag);
    this.#engine.docker("rm", "--volumes", "maker");
  }

  /** Makes an image the current one, and gives its id. */
  publish(tag: string): string {
    this.#engine.docker("tag", tag, "agent:current");
    return this.idOf(tag);
  }

  idOf(tag: string): string {
    return this.#engine.docker("image", "inspect", "--format", "{{.Id}}", tag).trim();
  }
}
