export { t as commitStates, n as currentState, r as setCommitStatus, i as stateOf } from "./status-DH68Pj8X.js";
