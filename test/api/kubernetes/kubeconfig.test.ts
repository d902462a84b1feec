import { expect, test } from "vitest";
import { parse } from "yaml";
import { kubeconfig, kubeconfigMode } from "../../../src/api/kubernetes/kubeconfig.ts";

const common = { token: "t0ken", user: "mira", namespace: "berths" };

test("the token stands in the address on this machine, where kubectl would send none", () => {
  for (const server of ["http://127.0.0.1:7411", "http://[::1]:7411"]) {
    const { clusters, users, contexts } = parse(kubeconfig({ ...common, server }));
    expect(clusters[0].cluster).toEqual({ server: `${server}/t/t0ken` });
    expect(users).toEqual([{ name: "mira", user: {} }]);
    expect(contexts[0].context).toEqual({ cluster: "identikit", user: "mira", namespace: "berths" });
  }
  expect(kubeconfigMode).toBe(0o600);
});

test("the token is a user's over https, and never in the address", () => {
  const text = kubeconfig({ ...common, server: "https://agents.example.test", certificateAuthority: "PEM" });
  const { clusters, users } = parse(text);
  expect(clusters[0].cluster).toEqual({
    server: "https://agents.example.test",
    "certificate-authority-data": "UEVN",
  });
  expect(users).toEqual([{ name: "mira", user: { token: "t0ken" } }]);
});

test("no token goes over the network as plain text", () => {
  expect(() => kubeconfig({ ...common, server: "http://agents.example.test" })).toThrow(
    expect.objectContaining({ code: "AUTH_REQUIRED" }),
  );
});
