import type { PaxRecord } from "../../tar/pax.ts";
import { isZero } from "../../tar/tar-fields.ts";
import type { RawHeader } from "../../tar/tar-header.ts";
import type { TarProfile } from "../../tar/tar-profile.ts";
import { fileHeader } from "../../tar/tar-writer.ts";
import { bundleInvalid } from "./bundle-file.ts";

/** What the archive of a run bundle may hold: exactly the bytes that the writer writes for a member of that name and length. */
export class BundleProfile implements TarProfile {
  readonly #expect: (name: string, size: number) => void;
  #last = "its start";
  #restBytes = 0;

  /** @param expect told of each member by its header, in order; what it throws ends the reading */
  constructor(expect: (name: string, size: number) => void) {
    this.#expect = expect;
  }

  invalid(reason: string): Error {
    return bundleInvalid(`${reason}, at ${this.#last}`);
  }

  header({ name, size }: RawHeader, block: Buffer): void {
    const isPlain = /^[a-z0-9./-]{1,100}$/.test(name) && size >= 0 && size < 8 ** 11;
    if (!isPlain || !block.equals(fileHeader(name, size)))
      throw this.invalid("a header has another form than the one in which bundles are written");
    this.#last = name;
    this.#expect(name, size);
  }

  extension(_: RawHeader, __: Buffer, ___: readonly PaxRecord[]): void {
    throw this.invalid("it has an extension header");
  }

  padding(bytes: Uint8Array): void {
    if (!isZero(bytes)) throw this.invalid("something stands behind the end of a member");
  }

  entry(): void {}

  rest(bytes: Uint8Array): void {
    this.#restBytes += bytes.length;
  }

  /** To be called when the archive is over. @param hasEnded whether the two blocks that end it were read */
  end(hasEnded: boolean): void {
    if (!hasEnded) throw this.invalid("it is cut short");
    if (this.#restBytes > 0) throw this.invalid(`it goes on for ${this.#restBytes} bytes after its end`);
  }
}
