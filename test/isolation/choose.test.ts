import { describe, expect, test } from "vitest";
import { chooseIsolation, type IsolationDemand } from "../../src/isolation/choose-isolation.ts";
import type { IsolationSupport } from "../../src/isolation/probe-isolation.ts";
import { probeIsolation } from "../../src/isolation/probe-isolation.ts";
import { scratchHost } from "./isolated.ts";
import { requiresIsolation } from "./requires-isolation.ts";

const all: readonly IsolationSupport[] = [{ kind: "container" }, { kind: "bubblewrap" }, { kind: "user" }];
const demand: IsolationDemand = { weakest: "user", tier: "trusted", network: "none", hasImage: true };
const lacking = (...kinds: readonly string[]) =>
  all.map((each) => (kinds.includes(each.kind) ? { ...each, missing: `no ${each.kind}` } : each));

describe("which isolation an agent gets", () => {
  test("the strongest that is there", () => {
    expect(chooseIsolation(all, demand)).toBe("container");
    expect(chooseIsolation(lacking("container"), demand)).toBe("bubblewrap");
    expect(chooseIsolation(lacking("container", "bubblewrap"), demand)).toBe("user");
    expect(chooseIsolation(all, { ...demand, hasImage: false })).toBe("bubblewrap");
  });

  test("never one below what the tool profile asks for, with what is missing", () => {
    const choose = () =>
      chooseIsolation(lacking("container", "bubblewrap"), { ...demand, weakest: "bubblewrap" });
    expect(choose).toThrow(
      expect.objectContaining({
        code: "ISOLATION_UNAVAILABLE",
        message: expect.stringMatching(/no container.*no bubblewrap/),
      }),
    );
  });

  test("for untrusted work a container or nothing, whatever the profile says (P-72)", () => {
    const untrusted = { ...demand, tier: "untrusted" } as const;
    expect(chooseIsolation(all, untrusted)).toBe("container");
    expect(() => chooseIsolation(lacking("container"), untrusted)).toThrow(
      expect.objectContaining({ code: "ISOLATION_UNAVAILABLE" }),
    );
    expect(() => chooseIsolation(all, { ...untrusted, hasImage: false })).toThrow(
      expect.objectContaining({ code: "ISOLATION_UNAVAILABLE" }),
    );
  });

  test("another user alone, where nothing holds it to its network policy, only with the policy open", () => {
    const found = lacking("container", "bubblewrap").map((each) =>
      each.kind === "user" ? { ...each, networkMissing: "no unshare" } : each,
    );
    expect(() => chooseIsolation(found, demand)).toThrow(
      expect.objectContaining({ code: "NETWORK_UNHELD", message: expect.stringContaining("no unshare") }),
    );
    expect(chooseIsolation(found, { ...demand, network: "open" })).toBe("user");
  });
});

test("a container whose network cannot be entered does for an agent that needs no proxy", () => {
  const found = all.map((each) =>
    each.kind === "container" ? { ...each, proxyMissing: "takes root" } : each,
  );
  expect(chooseIsolation(found, demand)).toBe("container");
  expect(chooseIsolation(found, { ...demand, network: "open", hasProxySecrets: true })).toBe("container");
  expect(chooseIsolation(found, { ...demand, network: "proxy" })).toBe("bubblewrap");
  expect(chooseIsolation(found, { ...demand, hasProxySecrets: true })).toBe("bubblewrap");
  const untrusted = { ...demand, tier: "untrusted", hasProxySecrets: true } as const;
  expect(() => chooseIsolation(found, untrusted)).toThrow(
    expect.objectContaining({ code: "NETWORK_UNHELD", message: expect.stringContaining("takes root") }),
  );
});

requiresIsolation("bubblewrap", "user")("what a machine has", () => {
  const { signal } = new AbortController();

  test("is tried, and each kind that works is there", async () => {
    const [container, bubblewrap, user] = await probeIsolation(
      scratchHost({ DOCKER_HOST: "unix:///nowhere" }),
      signal,
    );
    expect(container).toMatchObject({
      kind: "container",
      missing: expect.stringContaining("no Docker Engine answers"),
    });
    expect(bubblewrap).toEqual({ kind: "bubblewrap" });
    expect(user).toEqual({ kind: "user" });
  });

  test("a stop ends the trying", async () => {
    await expect(probeIsolation(scratchHost(), AbortSignal.abort())).rejects.toThrow();
  });
});
