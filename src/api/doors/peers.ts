import { BlockList, isIP } from "node:net";
import { IdentikitError } from "../../fault/error.ts";

/** The addresses of what stands before the server and may speak for others. */
export class TrustedPeers {
  readonly #list = new BlockList();

  /**
   * @param ranges addresses, and ranges such as `10.0.0.0/8`
   * @throws {IdentikitError} `USAGE`
   */
  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [, address = "", , bits] = /^([0-9a-f.:]+)(\/(\d{1,3}))?$/i.exec(range) ?? [];
      const version = isIP(address);
      const width = version === 4 ? 32 : 128;
      if (version === 0 || Number(bits ?? width) > width) throw notRange(range);
      this.#list.addSubnet(address, Number(bits ?? width), version === 4 ? "ipv4" : "ipv6");
    }
  }

  has(address: string): boolean {
    const plain = plainAddress(address);
    const version = isIP(plain);
    return version !== 0 && this.#list.check(plain, version === 4 ? "ipv4" : "ipv6");
  }

  /**
   * Whose request it is: the peer, or what trusted peers say of where it came from. `X-Forwarded-For` is read from its end, as far as those
   * who wrote it are trusted: what a client wrote there itself stands before.
   */
  clientOf(peer: string, forwardedFor: string | null): string {
    const hops = (forwardedFor ?? "").split(",").map((hop) => plainAddress(hop.trim()));
    let client = plainAddress(peer);
    for (const hop of hops.reverse()) {
      if (!this.has(client) || isIP(hop) === 0) break;
      client = hop;
    }
    return client;
  }
}

/** An IPv4 address that a socket shows as one of IPv6 (RFC 4291, 2.5.5.2) is the IPv4 address. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
}

function notRange(range: string): IdentikitError {
  return new IdentikitError("USAGE", `${JSON.stringify(range)} is not a range of addresses`, {
    remedy: "Write an address or a range, such as 127.0.0.1 or 10.0.0.0/8.",
  });
}
