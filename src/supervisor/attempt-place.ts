import { join } from "node:path";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import { removeTreeIn } from "../tree/remove-tree.ts";

/**
 * The folders of one attempt on this machine, which one process has at a time. What the agent sees stands at the same paths for it. Nothing of
 * an earlier go at the attempt stays: a job that was killed starts again from nothing.
 */
export class AttemptPlace implements Disposable {
  /** The env directories' root; the agent's is below it. */
  readonly env: string;
  /** Files that the client is started with; the agent reads them. */
  readonly files: string;
  /** Where the agent writes what it asks for. */
  readonly outbox: string;
  /** What people answered; the agent reads it. */
  readonly answers: string;
  /** A home of its own, and nothing in it. */
  readonly home: string;
  /** Content by digest, out of the agent's reach. */
  readonly blobs: string;
  readonly #above: AnchoredDirectory;
  readonly #name: string;
  readonly #lock: ExclusiveLock;

  private constructor(root: string, name: string, lock: ExclusiveLock) {
    this.#above = AnchoredDirectory.open(root);
    this.#name = name;
    this.#lock = lock;
    removeTreeIn(this.#above, name);
    const folder = join(root, name);
    const made = (child: string) => {
      const path = join(folder, child);
      AnchoredDirectory.make(path, 0o755)[Symbol.dispose]();
      return path;
    };
    this.env = made("env");
    this.files = made("files");
    this.outbox = made("outbox");
    this.answers = made("answers");
    this.home = made("home");
    this.blobs = join(folder, "blobs");
  }

  /**
   * Takes the attempt's folders, for as long as this process has them.
   * @param root of all attempts; @param name of the attempt, which is an object's
   * @throws {IdentikitError} `LOCK_HELD` where another process of this machine runs the attempt; `FILE_UNWRITABLE`
   */
  static async take(root: string, name: string): Promise<AttemptPlace> {
    AnchoredDirectory.make(root, 0o755)[Symbol.dispose]();
    const place = `the attempt ${name} on this machine`;
    // No attempt is called like this: their names end with their number.
    const lock = await ExclusiveLock.acquire(join(root, `${name}.lock`), { place, waitMs: 0 });
    try {
      return new AttemptPlace(root, name, lock);
    } catch (cause) {
      lock.remove();
      throw cause;
    }
  }

  /** Where agent and people talk. */
  get exchange(): { readonly outbox: string; readonly answers: string } {
    return { outbox: this.outbox, answers: this.answers };
  }

  /** The file of the outbox. */
  get requests(): string {
    return join(this.outbox, "requests.jsonl");
  }

  /** Removes all of it: there are secrets in the env directory. */
  [Symbol.dispose](): void {
    removeTreeIn(this.#above, this.#name);
    this.#above[Symbol.dispose]();
    this.#lock.remove();
  }
}
