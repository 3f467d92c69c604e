export { catalogue, type ErrorCode, type ErrorFacts } from "./catalogue.ts";
export { knownError } from "./known-error.ts";
export { isNbdevError, NbdevError } from "./nbdev-error.ts";
