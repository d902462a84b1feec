import { S as _coercedNumber, t as ZodNumber } from "./schemas-C-x4VjnT.js";
function number(params) {
	return _coercedNumber(ZodNumber, params);
}
export { number as t };
