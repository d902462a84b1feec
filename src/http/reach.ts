import { BlockList, isIPv4, isIPv6 } from "node:net";
import { isLoopback } from "./loopback.ts";

/**
 * From where an address can be reached: from everywhere, from within a network, from this machine. `special` is what no
 * server has a reason to name: link-local addresses (cloud metadata among them), multicast, and what is no host at all.
 */
export type Reach = "public" | "private" | "loopback" | "special";

type Block = readonly [address: string, prefix: number];

/** The IANA special-purpose registries (RFC 6890), and the metadata services that lie outside the link-local blocks. */
const blocks: readonly {
  readonly reach: Reach;
  readonly v4: readonly Block[];
  readonly v6: readonly Block[];
}[] = [
  {
    reach: "special",
    v4: [
      ["0.0.0.0", 8],
      ["169.254.0.0", 16],
      ["192.0.0.0", 24],
      ["224.0.0.0", 4],
      ["240.0.0.0", 4],
      ["100.100.100.200", 32], // metadata, Alibaba Cloud
      ["168.63.129.16", 32], // the wire server of Azure
    ],
    v6: [
      ["::", 128],
      ["fe80::", 10],
      ["ff00::", 8],
      ["fd00:ec2::254", 128], // metadata, AWS
      ["fd20:ce::254", 128], // metadata, Google Cloud
      ["2001::", 32], // Teredo: leads to an address that it hides
    ],
  },
  { reach: "loopback", v4: [["127.0.0.0", 8]], v6: [["::1", 128]] },
  {
    reach: "private",
    v4: [
      ["10.0.0.0", 8],
      ["172.16.0.0", 12],
      ["192.168.0.0", 16],
      ["100.64.0.0", 10],
      ["198.18.0.0", 15],
    ],
    v6: [
      ["fc00::", 7],
      ["fec0::", 10],
      ["64:ff9b:1::", 48],
    ],
  },
];

const lists = blocks.map(({ reach, v4, v6 }) => ({ reach, v4: listOf(v4, "ipv4"), v6: listOf(v6, "ipv6") }));

/** Forms of IPv6 that carry an IPv4 address, which is where they lead: the prefix, and which group it starts at. */
const carriers: readonly { readonly prefix: readonly number[]; readonly at: number }[] = [
  { prefix: [0, 0, 0, 0, 0, 0xffff], at: 6 }, // mapped
  { prefix: [0, 0, 0, 0, 0xffff, 0], at: 6 }, // translated, RFC 2765
  { prefix: [0, 0, 0, 0, 0, 0], at: 6 }, // compatible
  { prefix: [0x64, 0xff9b, 0, 0, 0, 0], at: 6 }, // NAT64
  { prefix: [0x2002], at: 1 }, // 6to4
];

/** @param address as a resolver or a socket gives it: IPv4, or IPv6 with or without a zone */
export function reachOf(address: string): Reach {
  const plain = address.split("%", 1)[0] ?? "";
  if (isIPv4(plain)) return lists.find(({ v4 }) => v4.check(plain, "ipv4"))?.reach ?? "public";
  if (!isIPv6(plain)) return "special";
  // Before anything is unwrapped: ::1 and :: have the form of a carrier.
  const own = lists.find(({ v6 }) => v6.check(plain, "ipv6"))?.reach;
  return own ?? carriedReach(groupsOf(plain)) ?? "public";
}

/**
 * What a host is known to be before it is resolved; nothing for most names.
 * @param hostname of a URL, which has every spelling of an address (decimal, octal, hexadecimal) in one form already
 */
export function reachOfHost(hostname: string): Reach | undefined {
  const name = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIPv4(name) || isIPv6(name)) return reachOf(name);
  if (isLoopback(name)) return "loopback";
  return name === "metadata.google.internal" ? "special" : undefined;
}

function carriedReach(groups: readonly number[]): Reach | undefined {
  const found = carriers.find(({ prefix }) => prefix.every((group, index) => groups[index] === group));
  if (!found) return undefined;
  const carried = groups.slice(found.at, found.at + 2).flatMap((group) => [group >> 8, group & 0xff]);
  return reachOf(carried.join("."));
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // A URL's host has one form, without dotted quads.
  const normal = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = "", tail] = normal.split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? [] : Array<string>(8 - first.length - last.length).fill("0");
  return [...first, ...zeros, ...last].map((group) => Number.parseInt(group, 16));
}

function listOf(ranges: readonly Block[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, family);
  return list;
}
