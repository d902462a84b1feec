import { expect, test } from "vitest";
import {
  AddressPolicy,
  type Clearance,
  clearanceAt,
  lesser,
  privateHostsIn,
} from "../../src/http/named-address.ts";

const registry = new URL("https://registry.example/");
const from = (clearance: Clearance) => ({ host: registry.host, clearance });

function admits(url: string, clearance: Clearance, allowed: readonly string[] = []): boolean {
  try {
    new AddressPolicy(allowed).admit(new URL(url), from(clearance), registry);
    return true;
  } catch (caught) {
    expect(caught).toMatchObject({
      code: "ADDRESS_REFUSED",
      message: expect.stringContaining(new URL(url).host),
      remedy: expect.stringContaining("--allow-private-host"),
    });
    return false;
  }
}

test("a server leads no further inside than it is itself", () => {
  const urls = ["https://1.1.1.1/", "https://10.0.0.1/", "https://127.0.0.1/", "https://169.254.169.254/"];
  const table = (["public", "private", "loopback"] as const).map((clearance) =>
    urls.map((url) => admits(url, clearance)),
  );
  expect(table).toEqual([
    [true, false, false, false],
    [true, true, false, false],
    [true, true, true, false],
  ]);
});

test("a name is let through, to be checked when it is connected to", () => {
  const { by } = new AddressPolicy().admit(new URL("https://token.example/"), from("public"), registry);
  expect(by).toEqual(from("public"));
});

test("the host that the user named may be named: its origin by anybody, its address at another port by itself", () => {
  const own = (url: string, named: string, by = new URL(named).host) => {
    try {
      new AddressPolicy().admit(new URL(url), { host: by, clearance: "public" }, new URL(named));
      return true;
    } catch {
      return false;
    }
  };
  expect(own("http://10.0.0.1:5000/x", "http://10.0.0.1:5000/")).toBe(true);
  expect(own("http://10.0.0.1:6000/x", "http://10.0.0.1:5000/")).toBe(true);
  expect(own("http://169.254.7.7:6000/x", "http://169.254.7.7:5000/")).toBe(true);
  expect(own("http://10.0.0.2:5000/x", "http://10.0.0.1:5000/")).toBe(false);
  expect(own("http://10.0.0.1:5000/x", "http://10.0.0.1:5000/", "storage.example")).toBe(true);
  expect(own("http://10.0.0.1:6000/x", "http://10.0.0.1:5000/", "storage.example")).toBe(false);
});

test("a name of the user's own at another port is checked like any other", () => {
  const named = new AddressPolicy().admit(
    new URL("https://registry.example:6379/"),
    from("public"),
    registry,
  );
  expect(named.by).toEqual(from("public"));
});

test("hosts that are allowed are as good as the user's own word, with the port where one is given", () => {
  expect(admits("https://10.0.0.1/", "public", ["10.0.0.1"])).toBe(true);
  expect(admits("https://10.0.0.1:8443/", "public", ["10.0.0.1"])).toBe(true);
  expect(admits("https://10.0.0.1:8443/", "public", ["10.0.0.1:8443"])).toBe(true);
  expect(admits("https://10.0.0.1/", "public", ["10.0.0.1:443"])).toBe(true);
  expect(admits("https://10.0.0.1:6379/", "public", ["10.0.0.1:8443"])).toBe(false);
  expect(admits("https://[fd00::1]/", "public", ["[fd00::1]"])).toBe(true);
  const allowed = new AddressPolicy(["Token.Example"]);
  expect(allowed.admit(new URL("https://token.example/"), from("public"), registry).by).toBeUndefined();
});

test("on a way over several servers the most public of them decides", () => {
  expect(lesser("loopback", "private")).toBe("private");
  expect(lesser("private", "public")).toBe("public");
  expect(clearanceAt("special")).toBe("private");
});

test("the environment allows hosts, too", () => {
  expect(privateHostsIn({ IDENTIKIT_ALLOW_PRIVATE_HOSTS: "10.0.0.1, storage.test:9000\n b" })).toEqual([
    "10.0.0.1",
    "storage.test:9000",
    "b",
  ]);
  expect(privateHostsIn({})).toEqual([]);
});
