import { expect, test } from "vitest";
import { endpointOf } from "../../../src/image/registry/endpoint.ts";
import { openForTest } from "./open-for-test.ts";

test.each([
  ["ghcr.io", undefined, "https://ghcr.io/"],
  ["docker.io", undefined, "https://registry-1.docker.io/"],
  ["registry.example.com:5000", undefined, "https://registry.example.com:5000/"],
  ["registry.example.com:5000", true, "http://registry.example.com:5000/"],
  ["localhost:5000", undefined, "http://localhost:5000/"],
  ["127.0.0.1:5000", undefined, "http://127.0.0.1:5000/"],
  ["[::1]:5000", undefined, "http://[::1]:5000/"],
  ["registry.localhost", undefined, "http://registry.localhost/"],
  ["localhost:5000", false, "https://localhost:5000/"],
  ["localhost.example.com", undefined, "https://localhost.example.com/"],
  ["127.0.0.1.example.com", undefined, "https://127.0.0.1.example.com/"],
])("%s (insecure: %s) is reached at %s", (host, insecure, expected) => {
  expect(endpointOf(host, insecure).href).toBe(expected);
});

test.each([
  "",
  "a b",
  "user@host",
  "host/path",
  "host?query",
  "host#hash",
  "host:port",
  "https://host",
  "host\\path",
])("%j is not a registry", (host) => {
  expect(() => endpointOf(host)).toThrow(expect.objectContaining({ code: "REFERENCE_INVALID" }));
});

test.each([
  "",
  "/",
  "a/",
  "/a",
  "a//b",
  "A",
  "a/../b",
  "..",
  "a?b",
  "a#b",
  "a%2fb",
  "a b",
  "-a",
  "a".repeat(256),
])("%j is not a repository", (repository) => {
  const { registries } = openForTest();
  const fault = expect.objectContaining({ code: "REFERENCE_INVALID" });
  expect(() => registries.open({ host: "registry.example.com", repository })).toThrow(fault);
});
