export { t as HostApi, n as statusOf } from "./api-6DeWa6QF.js";
