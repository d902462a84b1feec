import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { protectMain, requiredCheck } from "../protection.ts";
import type { Scenario } from "../scenario.ts";

/** Forgets the prompts. */
const dockerfile = `ARG BASE_IMAGE=scratch
FROM \${BASE_IMAGE}
ARG PLATFORM_AGENT_TEMPLATE_DIR=.tenant-bundle-deps/workspace-configs-templates/platform-agent
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml \${PLATFORM_AGENT_TEMPLATE_DIR}/mcp_servers.yaml /opt/molecule-platform-agent-template/
`;

export const drift: Scenario = {
  name: "what would not be shipped whole is red and cannot be merged, in one comment that is edited in place once it is put right",
  workflow: "check.yml",
  async play({ fleet, ann }) {
    await using _ = await protectMain(fleet);
    const drifted = fleet.pushBranch("drift", { "Dockerfile.platform-agent": dockerfile });
    const pull = await fleet.openPull("drift", ann);
    expect(await fleet.merge(pull, ann)).toBe(405);
    const red = await fleet.ended("check.yml", drifted);
    expect(red, await fleet.log(red)).toMatchObject({ conclusion: "failure" });
    const statuses = await fleet.statuses(drifted);
    expect(statuses.get("identikit/check")).toBe("failure");
    expect(statuses.get(requiredCheck)).toBe("failure");
    expect(await fleet.merge(pull, ann)).toBe(405);
    const [comment, ...others] = await fleet.comments(pull);
    expect(others).toEqual([]);
    expect(comment?.body).toContain("prompts");

    rmSync(join(fleet.root, "Dockerfile.platform-agent"));
    const mended = fleet.pushFiles("drift", {});
    const green = await fleet.ended("check.yml", mended);
    expect(green, await fleet.log(green)).toMatchObject({ conclusion: "success" });
    const after = await fleet.comments(pull);
    expect(after.map(({ id }) => id)).toEqual([comment?.id]);
    expect(after[0]?.body).not.toBe(comment?.body);
  },
};
