import { t as ZodNumber, y as _coercedNumber } from "./schemas-CnfP5DpY.js";
// ../../main/node_modules/zod/v4/classic/coerce.js
function number(params) {
	return _coercedNumber(ZodNumber, params);
}
export { number as t };
