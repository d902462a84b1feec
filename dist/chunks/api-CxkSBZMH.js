export { t as HostApi, n as statusOf } from "./api-C2EsQxaH.js";
