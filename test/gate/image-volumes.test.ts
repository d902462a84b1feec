import { expect, test } from "vitest";
import { gateOf, WrittenImage } from "../image/document-image.ts";

/** What the gate says of an image with the identity whose config declares volumes. */
async function verdictWith(...volumes: readonly string[]): Promise<string> {
  const image = new WrittenImage();
  const Volumes = Object.fromEntries(volumes.map((path) => [path, {}]));
  return gateOf(
    image,
    image.addImage({ config: (config) => JSON.stringify({ ...config, config: { Volumes } }) }),
  );
}

test.each([
  "/opt",
  "/opt/molecule-platform-agent-template",
  "/opt/molecule-platform-agent-template/",
  "opt/molecule-platform-agent-template/prompts",
  "/opt/../opt/./molecule-platform-agent-template",
  "/",
])("a volume at %s is unverified: engines mount different things there", async (volume) => {
  expect(await verdictWith("/data", volume)).toBe("unverified IMAGE_AMBIGUOUS");
});

test("a volume elsewhere says nothing about the identity", async () => {
  expect(await verdictWith()).toBe("clean");
  expect(await verdictWith("/data", "/opt/other", "/opt/molecule-platform-agent-template2")).toBe("clean");
});
