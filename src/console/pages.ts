import type { ConsolePage } from "./page/page.ts";
import { accessPages } from "./pages/access-pages.ts";
import { agentPages } from "./pages/agent-pages.ts";
import { changePages } from "./pages/change-pages.ts";
import { identityPages } from "./pages/identity-pages.ts";
import { repositoryPages } from "./pages/repository-pages.ts";
import { workPages } from "./pages/work-pages.ts";

/**
 * Every page of the console, with what it reads, writes and watches. The reference page and a test are made from this table: nothing is
 * shown that is not an object or an action that the command line and the API have too.
 */
export const consolePages: readonly ConsolePage[] = [
  ...workPages,
  ...repositoryPages,
  ...agentPages,
  ...accessPages,
  ...identityPages,
  ...changePages,
];
