export { t as HostApi, n as statusOf } from "./api-Bpn2FH3j.js";
