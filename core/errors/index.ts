export { catalogue, type ErrorCode, type ErrorFacts } from "./catalogue.ts";
export { isNbdevError, NbdevError } from "./nbdev-error.ts";
