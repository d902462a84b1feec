import { realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { codeOf } from "../../fault/thrown.ts";
import { TarParser } from "../../tar/tar-parser.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { fileFault } from "../../tree/file-fault.ts";
import { streamFileIn } from "../../tree/file-stream.ts";
import { shown } from "../document/read-json.ts";
import { folded } from "../document/spelling.ts";
import { ambiguousImage, invalid } from "../image-fault.ts";
import { imageArchive } from "../layer/image-archive.ts";
import { cleanPath, joinPath, splitPath } from "../view/path.ts";

/** Where a member's content stands in the archive. */
interface Member {
  readonly start: number;
  readonly size: number;
}

const maxMembers = 100_000;
const blockBytes = 512;

/** A tar file whose members are read where they stand; opening it reads headers only. */
export class ArchiveFile implements Disposable {
  readonly #directory: AnchoredDirectory;
  readonly #file: string;
  readonly #members = new Map<string, Member | { readonly target: string } | "directory">();
  /** Names in a form without letter case. */
  readonly #folded = new Map<string, string>();

  private constructor(directory: AnchoredDirectory, file: string) {
    this.#directory = directory;
    this.#file = file;
  }

  /**
   * @param place for messages
   * @throws {IdentikitError} `FILE_UNREADABLE`, `IMAGE_MISSING` where there is no such file, `IMAGE_INVALID`
   */
  static async open(path: string, place: string): Promise<ArchiveFile> {
    const real = realPath(path, place);
    const archive = new ArchiveFile(AnchoredDirectory.open(dirname(real)), basename(real));
    try {
      await archive.#scan(place);
      return archive;
    } catch (fault) {
      archive[Symbol.dispose]();
      throw fault;
    }
  }

  /** The content's place; links of the archive are followed, as old engines write them for layers that repeat. */
  #find(name: string): Member | undefined {
    for (let at = name, followed = 0; followed < 8; followed++) {
      const found = this.#members.get(at);
      if (found === undefined || found === "directory") return undefined;
      if ("start" in found) return found;
      at = found.target;
    }
    return undefined;
  }

  /** True for a member that is a link: programs differ on where a link of an archive leads. */
  isLink(name: string): boolean {
    const found = this.#members.get(name);
    return found !== undefined && found !== "directory" && "target" in found;
  }

  sizeOf(name: string): number | undefined {
    return this.#find(name)?.size;
  }

  /** The names of all members. */
  names(): Iterable<string> {
    return this.#members.keys();
  }

  /** A member's content; one that is not there is empty. */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const member = this.#find(name);
    if (!member || member.size === 0) return;
    yield* streamFileIn(this.#directory, this.#file, { start: member.start, length: member.size });
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }

  async #scan(place: string): Promise<void> {
    let offset = 0;
    const parser = new TarParser(({ path, type, size, target }) => {
      if (this.#members.size >= maxMembers) throw invalid(place, `it has more than ${maxMembers} members`);
      const name = memberName(path, place);
      if (type === "file") this.#add(name, { start: offset + blockBytes, size }, place);
      else if (type === "link") this.#add(name, { target: cleanPath(target, place) }, place);
      else if (type === "symlink")
        this.#add(name, { target: cleanPath(joinPath(splitPath(name).parent, target), place) }, place);
      else if (type === "directory") this.#add(name, "directory", place);
      else throw invalid(place, `its member ${shown(name)} is no file, directory or link`);
      return undefined;
    }, imageArchive(place));
    for (let isFirst = true; ; isFirst = false) {
      const block = await this.#block(offset);
      if (isFirst && block[0] === 0x1f && block[1] === 0x8b)
        throw invalid(place, "it is compressed", "Unpack it first: gunzip FILE.");
      if (block.length === 0) break;
      parser.write(block);
      offset += block.length;
      // The handler sees where its header began; what nobody reads is passed over.
      for (let skip = parser.skippable; skip > 0; skip = parser.skippable) {
        parser.skip(skip);
        offset += skip;
      }
      if (parser.hasEnded) return await this.#checkRest(offset, place);
    }
    parser.end();
  }

  /** Of two members of one name some programs take the first, some the last, and some both; or where case is ignored. */
  #add(name: string, member: Member | { readonly target: string } | "directory", place: string): void {
    const other = this.#folded.get(folded(name));
    const isAgain = other === name && member === "directory" && this.#members.get(name) === "directory";
    if (other !== undefined && !isAgain)
      throw ambiguousImage(
        place,
        `it has ${shown(name)} ${other === name ? "twice" : `beside ${shown(other)}`}`,
      );
    this.#folded.set(folded(name), name);
    this.#members.set(name, member);
  }

  /** Go's reader stops at the archive's end; other programs can be told to read on. */
  async #checkRest(start: number, place: string): Promise<void> {
    const rest = { start, length: Number.MAX_SAFE_INTEGER };
    for await (const chunk of streamFileIn(this.#directory, this.#file, rest))
      if (chunk.some((byte) => byte !== 0)) throw ambiguousImage(place, "it goes on after the archive's end");
  }

  async #block(start: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of streamFileIn(this.#directory, this.#file, { start, length: blockBytes }))
      parts.push(part);
    return Buffer.concat(parts);
  }
}

/** A name as engines clean it; one with `..` leads elsewhere where it is unpacked than where it is only read. */
function memberName(path: string, place: string): string {
  if (path.split("/").includes("..")) throw ambiguousImage(place, `its member ${shown(path)} leads upwards`);
  return cleanPath(path, place);
}

function realPath(path: string, place: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    if (codeOf(cause) !== "ENOENT") throw fileFault("FILE_UNREADABLE", path, cause);
    throw new IdentikitError("IMAGE_MISSING", `${place}: there is no such file`, {
      remedy: "Check the path, or save an image to it first.",
    });
  }
}
