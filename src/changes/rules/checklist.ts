import type { Finding } from "../../fault/finding.ts";
import { about } from "../finding.ts";
import { withFact } from "../known.ts";
import type { Rule } from "../rule.ts";
import { tasksOf } from "../task-list.ts";

/** Every item of the base branch's template stands in the pull request's text as it is now, word by word, and is ticked. */
export const checklist: Rule = {
  name: "checklist",
  needs: ["template"],
  inForce: ({ checklist: asked }) => asked?.enabled ?? false,
  judge: ({ request, template }, { checklist: asked }) =>
    withFact(request, ({ body }) =>
      withFact(template, (page) => {
        if (page === undefined) return [noTemplate(asked?.template)];
        const optional = new Set(asked?.optional);
        const wanted = tasksOf(page.text).filter(({ text }) => !optional.has(text));
        const given = tasksOf(body);
        return wanted.flatMap(({ text, line }) => {
          const same = given.filter((task) => task.text === text);
          const state =
            same.length === 0 ? "missing" : same.every(({ ticked }) => ticked) ? "ticked" : "open";
          return state === "ticked" ? [] : [unticked(text, state, `${page.path}:${line}`)];
        });
      }),
    ),
};

function unticked(text: string, state: "missing" | "open", place: string): Finding {
  return about(`the item ${JSON.stringify(text)}`, {
    code: "CHANGE_UNTICKED",
    problem:
      state === "missing"
        ? `the item of ${place} is not in the pull request's text, or was reworded`
        : "the item is not ticked",
    remedy: "Tick it in the pull request's own text, word by word as in the template, once it is true.",
  });
}

function noTemplate(path: string | undefined): Finding {
  return about(path ?? "the template of pull requests", {
    code: "CHANGE_UNREAD",
    severity: "unverified",
    problem: "the base branch has no such template, so nobody knows which items have to be ticked",
    remedy: "Add it to the base branch, or correct changes.checklist.template in identikit.yaml.",
  });
}
