import { addressOf } from "../page/address.ts";
import type { TemplateFacts } from "../page/console-sources.ts";
import type { OwnPageLoader } from "../page/page-ask.ts";
import { PageRefused } from "../page/page-refused.ts";
import { traceAddress } from "./trace.ts";

/** The templates of the repository, and what each resolved to. */
export interface TemplatesModel {
  readonly templates: readonly (Omit<TemplateFacts, "locked"> & {
    readonly href: string;
    readonly commit?: string | undefined;
    readonly treeDigest?: string | undefined;
    readonly files?: number | undefined;
  })[];
}

/** One template with its assets. */
export interface TemplateModel {
  readonly template: TemplateFacts;
  readonly agents: readonly { readonly name: string; readonly href: string }[];
  /** For the template of an agent. */
  readonly trace?: string | undefined;
}

export const templatesPage: OwnPageLoader<"templates"> = {
  resource: "templates",
  load: async ({ organization, sources }) => ({
    model: {
      templates: (await sources.templates()).map(({ locked, ...template }) => ({
        ...template,
        href: addressOf(organization, "templates", template.name),
        commit: locked && (locked.commit ?? "none"),
        treeDigest: locked?.treeDigest,
        files: locked?.files.length,
      })),
    },
  }),
};

export const templatePage: OwnPageLoader<"template"> = {
  resource: "templates",
  load: async ({ organization, params: { name = "" }, sources }) => {
    const template = (await sources.templates()).find((one) => one.name === name);
    if (!template) throw new PageRefused(404, `template ${name}`);
    return {
      title: name,
      crumbs: [{ word: "Templates", href: addressOf(organization, "templates") }],
      model: {
        template,
        agents: template.agents.map((agent) => ({
          name: agent,
          href: addressOf(organization, "environments", agent),
        })),
        ...(template.kind === "workspace" ? { trace: traceAddress(organization, `template:${name}`) } : {}),
      },
    };
  },
};
