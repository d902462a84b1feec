import type { RunRequest } from "../admission/decision/admission-request.ts";
import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import type { Stack } from "../admission/grants/grant-world.ts";
import { agentConfigSet } from "../kinds/config/agent-config.ts";
import type { Ticket } from "../tickets/ticket.ts";
import type { LaunchServices } from "./launch-services.ts";
import { needAnswers } from "./run-secrets.ts";

/** The configs that grants give a run, with the keys that they give: what admission answered for, and nothing else. */
export async function grantedConfigs(
  { store }: Pick<LaunchServices, "store">,
  request: RunRequest,
  stack: Stack,
  snapshot: AdmissionSnapshot,
): Promise<Ticket["configs"]> {
  const { organization: namespace } = request;
  const given = new Map<string, Ticket["configs"][number]>();
  for (const { need, phase, mount, keys, deniedKeys = [] } of needAnswers(request, stack, snapshot)) {
    if (need.need !== "config" || phase !== "Met" || !mount) continue;
    const config = await store.read((reader) => reader.get(agentConfigSet, { namespace, name: need.name }));
    const isGiven = (key: string) => (keys?.includes(key) ?? true) && !deniedKeys.includes(key);
    const data = Object.entries(config?.spec.data ?? {}).filter(([key]) => isGiven(key));
    // What is no secret has nothing that a proxy would keep from the agent.
    const mountPolicy = mount.policy === "file" ? "file" : "env";
    const known = given.get(`${need.name} ${mountPolicy}`);
    const all = { ...known?.data, ...Object.fromEntries(data) };
    given.set(`${need.name} ${mountPolicy}`, { name: need.name, mountPolicy, data: all });
  }
  return [...given].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
