import { IdentikitError } from "../fault/error.ts";
import { ancestorsOf, checkPath, foldPath } from "./path.ts";

/**
 * The paths of one archive, commit or tree, claimed one by one: refuses a path that is unsafe, or that is another
 * path on some file system (same after case folding or Unicode normalisation, a file where a directory is needed).
 */
export class PathClaims {
  readonly #owner: string;
  readonly #files = new Map<string, string>();
  readonly #directories = new Map<string, string>();
  readonly #known = new Set<string>();

  /** @param owner what the paths belong to, for messages: "archive x.tar.gz" */
  constructor(owner: string) {
    this.#owner = owner;
  }

  /**
   * Claims a path for anything that is no directory.
   * @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`, `PATH_COLLIDES`
   */
  file(path: string): void {
    checkPath(path, this.#owner);
    const key = foldPath(path);
    const other = this.#files.get(key) ?? this.#directories.get(key);
    if (other !== undefined) throw this.#collision(other, path);
    this.#files.set(key, path);
    for (const above of ancestorsOf(path)) this.#claimDirectory(above);
  }

  /** Claims a path for a directory; the same directory may be claimed again. */
  directory(path: string): void {
    checkPath(path, this.#owner);
    for (const above of ancestorsOf(path)) this.#claimDirectory(above);
    this.#claimDirectory(path);
  }

  #claimDirectory(path: string): void {
    if (this.#known.has(path)) return;
    const key = foldPath(path);
    const other = this.#files.get(key) ?? this.#directories.get(key);
    if (other !== undefined && other !== `${path}/`) throw this.#collision(other, `${path}/`);
    this.#directories.set(key, `${path}/`);
    this.#known.add(path);
  }

  #collision(one: string, other: string): IdentikitError {
    const message = `${this.#owner}: ${JSON.stringify(one)} and ${JSON.stringify(other)} are one path on some file system`;
    return new IdentikitError("PATH_COLLIDES", message, {
      remedy: "Rename one of the two where it is written; nothing was changed.",
    });
  }
}
