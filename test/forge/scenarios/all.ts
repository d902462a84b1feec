import type { Scenario } from "../scenario.ts";
import { artifacts } from "./artifacts.ts";
import { audit } from "./audit.ts";
import { byHand } from "./by-hand.ts";
import { changeGate } from "./change-gate.ts";
import { delivering } from "./delivering.ts";
import { detecting } from "./detecting.ts";
import { dispatching } from "./dispatching.ts";
import { drift } from "./drift.ts";
import { firstUse } from "./first-use.ts";
import { fork } from "./fork.ts";
import { hostileFork } from "./hostile-fork.ts";
import { identityChange } from "./identity-change.ts";
import { linking } from "./linking.ts";
import { promoting } from "./promoting.ts";
import { protecting } from "./protecting.ts";
import { publishing } from "./publishing.ts";
import { reaping } from "./reaping.ts";
import { releasing } from "./releasing.ts";
import { renaming } from "./renaming.ts";
import { running } from "./running.ts";
import { schedule } from "./schedule.ts";
import { skipping } from "./skipping.ts";
import { tokens } from "./tokens.ts";

/** In the order in which they are played: each finds the forge as the one before it left it. */
export const scenarios: readonly Scenario[] = [
  publishing,
  artifacts,
  delivering,
  byHand,
  promoting,
  releasing,
  linking,
  firstUse,
  drift,
  fork,
  identityChange,
  schedule,
  audit,
  reaping,
  skipping,
  protecting,
  detecting,
  changeGate,
  dispatching,
  running,
  hostileFork,
  renaming,
  tokens,
];
