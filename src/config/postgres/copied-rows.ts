import type { Cells, RowBatch } from "../connection/session.ts";
import type { TableShape } from "../schema/tables.ts";
import { copyRowReader, copyText } from "./copy-text.ts";

/** Rows held as what COPY sends of them, outside of the heap: as strings they would outlive the young generation. */
export class CopiedRows implements RowBatch {
  readonly pieces: Buffer[] = [];
  readonly #shape: TableShape;
  readonly #write: (rows: CopiedRows) => Promise<void>;
  #count = 0;

  constructor(shape: TableShape, write: (rows: CopiedRows) => Promise<void>) {
    this.#shape = shape;
    this.#write = write;
  }

  get count(): number {
    return this.#count;
  }

  push(rows: readonly Cells[]): void {
    this.pieces.push(Buffer.from(copyText(rows)));
    this.#count += rows.length;
  }

  async write(): Promise<void> {
    await this.#write(this);
    this.pieces.length = 0;
  }

  cells(): Cells[] {
    const read = copyRowReader(this.#shape);
    return this.pieces.flatMap((piece) =>
      piece
        .toString("utf8", 0, piece.length - 1)
        .split("\n")
        .map(read),
    );
  }
}
