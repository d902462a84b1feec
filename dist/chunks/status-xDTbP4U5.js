export { t as commitStates, n as currentState, r as setCommitStatus, i as stateOf } from "./status-Cb5yRt70.js";
