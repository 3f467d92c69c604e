import { courseNameInvalid, courseUnregistered } from "./course/rules/course-name.ts";
import { launchUrlCourse, launchUrlInvalid, launchUrlNotebook } from "./course/rules/launch-urls.ts";
import { settingsInvalid } from "./course/rules/settings-invalid.ts";
import {
  baseNotJupyter,
  baseUnpinned,
  cudaBaseWithoutGpu,
  gpuBaseMissing,
  wrongArchitecture,
} from "./dockerfile/rules/base-image.ts";
import {
  copySourceCase,
  copySourceIgnored,
  copySourceMissing,
  copySourceOutside,
} from "./dockerfile/rules/copy-sources.ts";
import { installBeforeCopy, requirementsNotCopied, requirementsNotInstalled } from "./dockerfile/rules/installs.ts";
import { dockerignoreGaps, secretInImage } from "./dockerfile/rules/leaks.ts";
import {
  notebooksBeforeInstalls,
  notebooksNotCopied,
  notebooksOutsideServer,
  notebooksOwnedByRoot,
} from "./dockerfile/rules/notebook-placement.ts";
import { redirectedInstall } from "./dockerfile/rules/redirected-install.ts";
import {
  defaultUrlOverridden,
  jupyterEnvironment,
  rootUser,
  startCommandBlocked,
} from "./dockerfile/rules/server-start.ts";
import { dockerfileMissing, dockerfileSyntax } from "./dockerfile/rules/syntax.ts";
import { fileAbsolute, fileCase, fileMissing, fileNotInImage } from "./notebook/rules/files.ts";
import { importMissing, requirementUnused } from "./notebook/rules/imports.ts";
import {
  cellIdsDuplicate,
  fileLarge,
  kernelMissing,
  launchName,
  linkBroken,
  notebookFormatOld,
  notebookInvalid,
  outputsLarge,
} from "./notebook/rules/notebook-file.ts";
import { runTimeInstall } from "./notebook/rules/run-time-install.ts";
import {
  frameworkVariant,
  localRequirement,
  mistakenName,
  standardLibraryRequired,
} from "./requirements/rules/packages.ts";
import {
  hashesPartial,
  requirementFileMissing,
  requirementSyntax,
  versionInvalid,
} from "./requirements/rules/syntax.ts";
import {
  conflictingRequirement,
  contradictsBase,
  duplicateRequirement,
  unpinnedRequirements,
} from "./requirements/rules/versions.ts";
import type { Rule } from "./rule.ts";

/** Every rule, by code. */
export const rules: readonly Rule[] = [
  dockerfileMissing,
  baseUnpinned,
  baseNotJupyter,
  gpuBaseMissing,
  cudaBaseWithoutGpu,
  wrongArchitecture,
  dockerfileSyntax,
  copySourceMissing,
  copySourceCase,
  copySourceIgnored,
  copySourceOutside,
  requirementsNotInstalled,
  requirementsNotCopied,
  installBeforeCopy,
  redirectedInstall,
  notebooksBeforeInstalls,
  notebooksOutsideServer,
  notebooksNotCopied,
  notebooksOwnedByRoot,
  rootUser,
  startCommandBlocked,
  jupyterEnvironment,
  defaultUrlOverridden,
  dockerignoreGaps,
  secretInImage,
  requirementSyntax,
  versionInvalid,
  requirementFileMissing,
  hashesPartial,
  duplicateRequirement,
  conflictingRequirement,
  unpinnedRequirements,
  contradictsBase,
  standardLibraryRequired,
  mistakenName,
  frameworkVariant,
  localRequirement,
  importMissing,
  requirementUnused,
  runTimeInstall,
  fileMissing,
  fileCase,
  fileNotInImage,
  fileAbsolute,
  linkBroken,
  outputsLarge,
  fileLarge,
  kernelMissing,
  notebookInvalid,
  notebookFormatOld,
  cellIdsDuplicate,
  launchName,
  courseNameInvalid,
  courseUnregistered,
  settingsInvalid(() => rules),
  launchUrlInvalid,
  launchUrlCourse,
  launchUrlNotebook,
];
