import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";

/** What the agent platform has to do: each line has a number, and a test that shows it carries the number at the end of its name. */
const lines: Readonly<Record<string, string>> = {
  "P-1": "Everything that can be done is a verb on a kind of object.",
  "P-2": "Every ability is decided by a policy, and on record.",
  "P-3": "Runs are watched as they change, and linked with what they are about.",
  "P-4": "What a run is launched with is stored, with the permissions that it was given.",
  "P-5":
    "The agents have pages for runs, stacks, rules, tools, servers, skills, identities, secrets, permissions, runners and workspaces.",
  "P-6": "The pages of a repository show what agents do in it.",
  "P-7": "Every page of the source has an address here.",
  "P-8": "Runs are listed as a CI lists them.",
  "P-9": "The palette offers what the server admits, and nothing else.",
  "P-10": "Counters follow what happens, and say when they do not.",
  "P-11": "Issues are a board with limits.",
  "P-12": "The context of an issue is shown before anything starts.",
  "P-13": "What is said in a run is kept as its transcript.",
  "P-14": "What happens in a run is a line of time, with costs and artifacts.",
  "P-15": "A review of an agent keeps its work from being written back until it is settled.",
  "P-16": "The context says where each part comes from, and its layers are hashed.",
  "P-17": "What needs a person waits for one, and the decision is on record.",
  "P-18": "A run whose client has given its session no name yet says so.",
  "P-19": "Old addresses of a run lead to its page.",
  "P-20": "A page says when its stream is gone, and goes on when it is back.",
  "P-21": "A workspace whose path is gone says so on its run.",
  "P-22": "A rebase that is needed or has conflicts is a state.",
  "P-23": "A rejected event is on record with the reason.",
  "P-24": "An event that joins a run is on record with the run and the key.",
  "P-25": "A review that asks for changes holds up what would be written back.",
  "P-26": "What waits for an approval says so, and goes on after it.",
  "P-27": "A context label that has changed since is seen.",
  "P-28": "Each primitive of the first matrix is on a page.",
  "P-29": "The kinds that people declare are custom resources.",
  "P-30": "Objects are written as YAML, by kubectl and by pull request.",
  "P-31": "The records of runs are objects of the same API.",
  "P-32": "Lists are watched, selected from and paged.",
  "P-33": "A controller keeps the state of stacks.",
  "P-34": "A controller makes executions of events.",
  "P-35": "A controller admits runs and gives them their attempts.",
  "P-36": "A controller keeps the state of workspaces.",
  "P-37": "A controller carries out what people decide.",
  "P-38": "Records name actor, approver, event, snapshots and digests.",
  "P-39": "Roles and bindings mean what they mean in Kubernetes.",
  "P-40": "A missing secret or config stops a dispatch.",
  "P-41": "Values of secrets are never shown.",
  "P-42": "An agent client is reached through an adapter that says what it can do.",
  "P-43": "Every way of writing an object is checked as its YAML is.",
  "P-44": "What somebody may not do is refused with the reason of the policy.",
  "P-45": "Who changes something sees beforehand what will be changed.",
  "P-46": "Every page follows changes by one stream.",
  "P-47": "Pages of details have breadcrumbs.",
  "P-48": "Grants decide what a stack is warned of.",
  "P-49": "The builder of stacks has its ten states.",
  "P-50": "The builder of rules tries a rule before it acts.",
  "P-51": "The page of a run has its six groups.",
  "P-52": "The pages of workspaces have their groups.",
  "P-53": "The API has a route for each thing that a page or program does.",
  "P-54": "Nothing that a page needs is in memory alone.",
  "P-55": "What each page reads, writes and watches is declared.",
  "P-56": "Events start runs only through rules and executions.",
  "P-57": "What is privileged needs an approval.",
  "P-58": "Roles are the only authority.",
  "P-59": "Secrets and configs are given by explicit grants.",
  "P-60": "The memory is read, searched and proposed to with permissions.",
  "P-61": "Relative times of the memory become commits.",
  "P-62": "Everything is below its organisation.",
  "P-63": "A search says which organisation a result is of, and finds what may be listed.",
  "P-64": "A conversation is a panel of its run.",
  "P-65": "A workspace has the fields that say what it is, where it is and how it is.",
  "P-66": "A workspace says what it was made for.",
  "P-67": "Work items, runs, sessions and artifacts are linked with workspaces.",
  "P-68": "There are thirteen actions on a workspace.",
  "P-69": "Each action on a workspace is on record.",
  "P-70": "The git state of a workspace has all its fields.",
  "P-71": "Links to what runs in a workspace show no tokens.",
  "P-72": "Untrusted work has a workspace that shares nothing.",
  "P-73": "Trusted work has more where a policy says so.",
  "P-74": "A workspace is used again within its repository, ref and tier only.",
  "P-75": "A cleanup never leaves the root, and one that would is denied and on record.",
  "P-76": "A workspace whose path is gone keeps its record.",
  "P-77": "Changes that were not harvested keep a workspace from being removed.",
  "P-78": "Conflicts of a rebase are shown.",
  "P-79": "A workspace is usable while something that should run in it does not.",
  "P-80": "Workspaces are shown where their work is: code, issues, pull requests, runs.",
  "P-81": "Workspaces that need somebody are shown first.",
  "P-82": "A page changes with what it shows.",
  "P-83": "Associations are seen from both ends.",
  "P-84": "What keeps something from being written back is said with its reason.",
  "P-85": "Workspaces survive a kill at any moment.",
};
/** The last line of the list of all. */
const last = 85;

const marked = /\((P-\d+(?:, P-\d+)*)\)["'`]/g;
const shown = new Map<string, string[]>();
for (const file of globSync("test/**/*.test.ts", { cwd: house }).toSorted())
  for (const [, numbers = ""] of readFileSync(join(house, file), "utf8").matchAll(marked))
    for (const number of numbers.split(", ")) shown.set(number, [...(shown.get(number) ?? []), file]);

describe("what the agent platform has to do", () => {
  test.each(Object.entries(lines))("%s: %s", (number) => {
    expect(shown.get(number) ?? [], `no test has (${number}) at the end of its name`).not.toEqual([]);
  });

  test("has no line beyond the last, so that a number that is typed wrongly shows nothing", () => {
    const wrong = [...shown].filter(([number]) => Number(number.slice(2)) > last || number === "P-0");
    expect(wrong).toEqual([]);
  });
});
