import { expect, test } from "vitest";
import { type Reach, reachOf, reachOfHost } from "../../src/http/reach.ts";

const addresses: Readonly<Record<Reach, readonly string[]>> = {
  public: [
    "1.1.1.1",
    "172.15.0.1",
    "172.32.0.1",
    "192.169.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
  ],
  private: [
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "198.18.0.1",
    "fc00::1",
    "fdff::1",
    "fec0::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1", // NAT64 of 10.0.0.1
    "64:ff9b:1::1",
    "2002:a00:1::", // 6to4 of 10.0.0.1
    "::10.0.0.1",
    "::ffff:0:10.0.0.1",
  ],
  loopback: ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"],
  special: [
    "0.0.0.0",
    "0.1.2.3",
    "169.254.169.254",
    "192.0.0.192",
    "100.100.100.200",
    "168.63.129.16",
    "224.0.0.1",
    "239.255.255.255",
    "255.255.255.255",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "fd00:ec2::254",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2001:0:1::1",
    "not an address",
  ],
};

test.each(Object.entries(addresses))("%s addresses", (reach, all) => {
  expect(all.map((address) => `${address} ${reachOf(address)}`)).toEqual(
    all.map((address) => `${address} ${reach}`),
  );
});

test.each([
  ["2130706433", "loopback"],
  ["0x7f.1", "loopback"],
  ["0177.0.0.1", "loopback"],
  ["127.1", "loopback"],
  ["①②⑦.0.0.1", "loopback"],
  ["0", "special"],
  ["2852039166", "special"],
  ["0xa9fea9fe", "special"],
  ["[::ffff:7f00:1]", "loopback"],
  ["[::ffff:127.0.0.1]", "loopback"],
  ["[fd00::1]", "private"],
  ["127.0.0.1.", "loopback"],
  ["localhost", "loopback"],
  ["localhost.", "loopback"],
  ["LOCALHOST", "loopback"],
  ["registry.localhost", "loopback"],
  ["metadata.google.internal", "special"],
  ["metadata.google.internal.", "special"],
  ["registry.example.com", undefined],
  ["127.0.0.1.example.com", undefined],
  ["1.1.1.1", "public"],
])("the host of http://%s/ is %s before it is resolved", (host, reach) => {
  expect(reachOfHost(new URL(`http://${host}/`).hostname)).toBe(reach);
});
