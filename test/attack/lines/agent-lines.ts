import type { AttackLine } from "./attack-line.ts";

const local = "test/isolation/local.test.ts";
const network = "test/isolation/network.test.ts";
const unsafe = "test/isolation/unsafe.test.ts";
const outgoing = "test/agents/write-back/outgoing-text.test.ts";
const admit = "test/agents/admission/admit.test.ts";

export const agentLines: readonly AttackLine[] = [
  {
    attack:
      "an agent that reads other processes' environment and files, plants hooks, links, attributes and submodules, changes its own env, writes 1 GiB, forks, never ends, prints secrets in pieces, calls out, pushes",
    proofs: {
      [unsafe]: [
        "what it finds in /proc is its own, and the supervisor's is closed",
        "a mount that shows the ticket is a breach",
      ],
      "test/workspace/harvest.test.ts": [
        "does not ask the agent's commits, index, config, attributes, hooks or excludes",
        "refuses links, special files and hard links, and reads none of them",
      ],
      "test/workspace/hostile.test.ts": ["runs nothing on this machine", "gets no submodule fetched"],
      "test/supervisor/supervise.test.ts": [
        "is reported where the agent changed its own identity",
        "shows no value of a secret, also where it is printed in pieces",
      ],
      [local]: [
        "a flood of one GiB is ended at its limit",
        "a fork bomb meets its limit and is gone at the end",
        "an agent that hangs, and hears no request to end",
      ],
      [network]: ["with the policy none it reaches no service of the machine", "and nothing past it"],
    },
  },
  {
    attack:
      "strangers' text as instruction: issue bodies, comments, branch and file names, hidden markup, mentions and closing words in what it writes",
    proofs: {
      "test/agents/context/context-bundle.test.ts": [
        "no text can leave its quotation",
        "a name or author cannot pass for a line of the prompt",
      ],
      "test/agents/context/shown-markup.test.ts": ["is made visible and counted"],
      "test/agents/triggers/rule-text.test.ts": ["closes the quotes or moves the text stays"],
      [outgoing]: [
        "mentions nobody",
        "closes and opens nothing",
        "commands no bot",
        "shows what nobody would see",
      ],
    },
  },
  {
    attack:
      "forged, replayed or reordered webhooks and tickets; an actor who lost their rights; an approval for a digest that moved; a decoy marker comment",
    proofs: {
      "test/agents/triggers/webhook.test.ts": [
        "a byte more, another secret, no secret and no signature are refused",
        "a delivery that came in before is refused, under its own ID and under another",
      ],
      "test/agents/tickets/tickets.test.ts": ["does not count", "counts until its time is over"],
      "test/agents/results/take-in.test.ts": [
        "does not count of another run, another attempt or another pool",
        "does not count of an attempt that was not launched here, has another ticket, or was ended before",
        "is taken in once",
      ],
      "test/agents/results/lost-runner.test.ts": ["is one machine's"],
      "test/e2e/one-ticket.test.ts": ["has the result of the one that came first"],
      "test/agents/approvals/comments.test.ts": ["does not count when it is replayed"],
      "test/agents/approvals/approvals.test.ts": ["hold for one artifact"],
      "test/agents/dispatch/controllers.test.ts": [
        "does not count an approval of somebody who may not give it, nor one by who lost",
      ],
      "test/host/announce.test.ts": [
        "somebody else's comment with our marker is neither changed nor taken for ours",
      ],
    },
  },
  {
    attack: "a fork whose run would need a secret",
    proofs: {
      [admit]: [
        "gets no secret as a variable or file, and no account that trusted work has",
        "gets no secret through the proxy where the grant names no host",
        "is untrusted although somebody with every permission sent it",
      ],
    },
  },
];
