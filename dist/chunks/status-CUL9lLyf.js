export { t as commitStates, n as currentState, r as setCommitStatus, i as stateOf } from "./status-B3VEt4-m.js";
