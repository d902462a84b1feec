import { describe, expect, it } from "vitest";
import type { Inspected } from "../../src/containers/agent-container.ts";
import { lostFields } from "../../src/containers/compare-carried.ts";
import { ownConfig } from "../../src/containers/image-defaults.ts";
import { unknownFields } from "../../src/containers/inspection-fields.ts";
import { planSuccessor } from "../../src/containers/plan-successor.ts";
import inspection from "./inspection.json" with { type: "json" };

const image = inspection.Config.Image;

/** A real inspection (engine 20.10: two networks, addresses, ports, an anonymous volume), with changes. */
function inspected(change: (inspection: Changeable) => void = () => {}): Inspected {
  const copy: Changeable = structuredClone(inspection);
  change(copy);
  // A real engine's answer is wider than the types of the client, which know some of its fields only.
  return JSON.parse(JSON.stringify(copy));
}

interface Changeable {
  Config: Record<string, unknown>;
  HostConfig: Record<string, unknown>;
  NetworkSettings: Record<string, unknown> & { Networks: Record<string, Record<string, unknown>> };
  [field: string]: unknown;
}

const planOf = (container: Inspected) => planSuccessor(container, { defaults: {}, image });

describe("a field of a newer engine", () => {
  it("is named where it says something, wherever it stands", () => {
    const container = inspected((each) => {
      each.Sandboxing = { Level: 3 };
      each.Config.Persona = "x";
      each.HostConfig.Enclave = ["sgx"];
      each.HostConfig.Silent = null;
      each.HostConfig.AlsoSilent = {};
      each.NetworkSettings.Mesh = true;
      (each.NetworkSettings.Networks.n1 as Record<string, unknown>).Weight = 4;
    });
    expect(unknownFields(container)).toEqual([
      "Sandboxing",
      "Config.Persona",
      "HostConfig.Enclave",
      "NetworkSettings.Mesh",
      "NetworkSettings.Networks.n1.Weight",
    ]);
  });

  it("is none in what the engine here shows, nor in what newer ones are known to show", () => {
    expect(unknownFields(inspected())).toEqual([]);
    const newer = inspected((each) => {
      each.ImageManifestDescriptor = { digest: "sha256:0" };
      each.HostConfig.Annotations = { a: "b" };
      (each.NetworkSettings.Networks.n1 as Record<string, unknown>).GwPriority = 7;
      (each.NetworkSettings.Networks.n1 as Record<string, unknown>).DNSNames = ["x"];
    });
    expect(unknownFields(newer)).toEqual([]);
  });

  it("that is accepted is asked for as it is, and missed where the engine does not take it", () => {
    const old = inspected((each) => {
      each.HostConfig.Enclave = ["sgx"];
      each.Config.Persona = "x";
    });
    const plan = planOf(old);
    expect(plan.hostConfig).toMatchObject({ Enclave: ["sgx"] });
    expect(plan.config).toMatchObject({ Persona: "x" });
    const binds = { Binds: plan.hostConfig.Binds };
    const silent = inspected((each) => Object.assign(each.HostConfig, binds));
    expect(lostFields(plan, old, silent)).toEqual(["Config.Persona", "HostConfig.Enclave"]);
    const taken = inspected((each) => {
      Object.assign(each.HostConfig, binds, { Enclave: ["sgx"] });
      each.Config.Persona = "x";
    });
    expect(lostFields(plan, old, taken)).toEqual([]);
  });
});

describe("what newer engines know", () => {
  it("is carried over: annotations, priorities of gateways, MAC addresses that were chosen", () => {
    const container = inspected((each) => {
      each.HostConfig.Annotations = { a: "b" };
      Object.assign(each.NetworkSettings.Networks.n1 as object, {
        GwPriority: 7,
        MacAddress: "02:42:aa:00:00:01",
      });
    });
    const { hostConfig, networks } = planOf(container);
    expect(hostConfig).toMatchObject({ Annotations: { a: "b" } });
    expect(networks.first).toEqual({
      name: "n1",
      endpoint: {
        IPAMConfig: { IPv4Address: "10.77.0.9" },
        Aliases: ["al"],
        GwPriority: 7,
        MacAddress: "02:42:aa:00:00:01",
      },
    });
  });

  it("a MAC address that the engine made of the IPv4 address is left to it", () => {
    const { networks } = planOf(inspected());
    expect(networks.others).toEqual([
      { name: "n2", endpoint: { IPAMConfig: { IPv4Address: "10.78.0.5" }, Aliases: ["zz"] } },
    ]);
  });
});

describe("what came from the old image", () => {
  const defaults = { Env: ["PATH=/bin", "VERSION=1", "API_TOKEN=changeme"], Labels: { a: "1" } };

  it("is left to the new one: variables that the engine added after those that were set", () => {
    const Env = ["WHO=me", "PATH=/bin", "VERSION=1"];
    expect(ownConfig({ Env }, { Env: ["PATH=/bin", "VERSION=1"] }).Env).toEqual(["WHO=me"]);
  });

  it("stays where it was set: a variable that stands before the engine's, whatever its value", () => {
    const Env = ["VERSION=1", "WHO=me", "PATH=/bin"];
    expect(ownConfig({ Env }, { Env: ["PATH=/bin", "VERSION=1"] }).Env).toEqual(["VERSION=1", "WHO=me"]);
  });

  it("stays where its name is a secret's, though it equals the old image's", () => {
    expect(ownConfig({ Env: defaults.Env }, defaults).Env).toEqual(["API_TOKEN=changeme"]);
  });

  it("is told by its value in an order that the engine does not make", () => {
    const Env = ["VERSION=1", "WHO=me"];
    expect(ownConfig({ Env }, { Env: ["PATH=/bin", "VERSION=1"] }).Env).toEqual(["WHO=me"]);
  });

  it("is left, label by label, but for the label that names the agent", () => {
    const Labels = { a: "1", b: "2", "identikit.agent": "scout" };
    expect(
      ownConfig({ Labels }, { Labels: { ...defaults.Labels, "identikit.agent": "scout" } }).Labels,
    ).toEqual({
      b: "2",
      "identikit.agent": "scout",
    });
  });

  it("is left, field by field, of a health check that was changed in part", () => {
    const image = { Healthcheck: { Test: ["CMD", "true"], Interval: 1, Retries: 2 } };
    const Healthcheck = { Test: ["CMD", "true"], Interval: 9, Retries: 2 };
    expect(ownConfig({ Healthcheck }, image).Healthcheck).toEqual({ Interval: 9 });
    expect(ownConfig({ Healthcheck: image.Healthcheck }, image).Healthcheck).toBeUndefined();
  });
});

describe("mounts", () => {
  it("keep a volume that the engine named, by that name, without copying the image into it again", () => {
    const volume = "f".repeat(64);
    const container = inspected((each) => {
      each.HostConfig.Binds = ["/scratch", "/tmp:/host/:ro"];
      each.HostConfig.Mounts = [{ Type: "volume", Target: "/shelf" }];
      each.Mounts = ["/scratch", "/shelf", "/data", "/lent"].map((Destination, at) => ({
        Type: "volume",
        Name: `${at}${volume.slice(1)}`,
        Source: "",
        Destination,
        RW: Destination !== "/data",
      }));
    });
    const lender = inspected((each) => {
      each.Mounts = [{ Type: "volume", Name: "lent", Source: "", Destination: "/lent", RW: true }];
    });
    const { hostConfig } = planSuccessor(container, { defaults: {}, image, borrowed: [lender] });
    const name = (at: number) => `${at}${volume.slice(1)}`;
    expect(hostConfig.Binds).toEqual([
      `${name(0)}:/scratch:nocopy`,
      "/tmp:/host/:ro",
      `${name(2)}:/data:ro,nocopy`,
    ]);
    expect(hostConfig.Mounts).toEqual([
      { Type: "volume", Target: "/shelf", Source: name(1), VolumeOptions: { NoCopy: true } },
    ]);
  });
});

describe("a successor that was made", () => {
  const plan = planOf(inspected());
  const changes: [string, (each: Changeable) => void][] = [
    ["Config.Env", (each) => Object.assign(each.Config, { Env: ["PATH=/bin"] })],
    ["Config.ExposedPorts", (each) => Object.assign(each.Config, { ExposedPorts: { "80/tcp": {} } })],
    ["HostConfig.PortBindings", (each) => Object.assign(each.HostConfig, { PortBindings: {} })],
    ["HostConfig.ShmSize", (each) => Object.assign(each.HostConfig, { ShmSize: 1 })],
    ["HostConfig.Runtime", (each) => Object.assign(each.HostConfig, { Runtime: "kata" })],
    [
      "NetworkSettings.Networks.n2",
      (each) => Object.assign(each.NetworkSettings.Networks.n2 as object, { IPAMConfig: null }),
    ],
    ["NetworkSettings.Networks.n2", (each) => delete each.NetworkSettings.Networks.n2],
    ["Mounts./data", (each) => Object.assign(each, { Mounts: [] })],
  ];
  it.each(changes)("differs in %s where the engine did not take it", (field, change) => {
    const made = inspected((each) => {
      Object.assign(each.HostConfig, { Binds: plan.hostConfig.Binds });
      change(each);
    });
    expect(lostFields(plan, inspected(), made)).toEqual([field]);
  });

  it("differs where a list that is empty on purpose was filled in, and not where nothing was said", () => {
    const binds = { Binds: plan.hostConfig.Binds };
    const given = inspected((each) => Object.assign(each.HostConfig, { MaskedPaths: [] }));
    const filled = inspected((each) =>
      Object.assign(each.HostConfig, binds, { MaskedPaths: ["/proc/kcore"] }),
    );
    expect(lostFields(planOf(given), given, filled)).toEqual(["HostConfig.MaskedPaths"]);
    const silent = inspected((each) => Object.assign(each.HostConfig, { MaskedPaths: null }));
    expect(lostFields(planOf(silent), silent, filled)).toEqual([]);
  });
});
