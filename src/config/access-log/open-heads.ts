import type { Noted } from "../../secret/access-chain.ts";
import type { Heads } from "./heads.ts";
import type { ChainEnd } from "./verify-lines.ts";

/** The ends of sessions that no later session has noted: what only somebody outside the database can vouch for. */
export class OpenHeads {
  readonly #ends = new Map<string, ChainEnd>();

  /** Takes the sessions in the order of their numbers. */
  add(session: string, end: ChainEnd, { heads }: Noted): void {
    for (const { session: other, seq, hash } of heads) {
      const known = this.#ends.get(other);
      if (known?.seq === seq && known.hash === hash) this.#ends.delete(other);
    }
    if (end.seq > 0) this.#ends.set(session, end);
  }

  heads(): Heads["lines"] {
    return [...this.#ends].map(([session, { seq, hash }]) => ({ session, seq, hash }));
  }
}
