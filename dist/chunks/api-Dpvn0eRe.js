export { t as HostApi, n as statusOf } from "./api-BMHDXEXb.js";
