export { reviewVerdictWords, runPhaseWords, workspaceActionWords } from "../../agents/kinds/closed-words.ts";
