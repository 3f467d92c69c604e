import type * as vscode from "vscode";
import type { CourseChoice } from "./choose-course.ts";
import type { CourseFolder, CourseFolders } from "./course-folders.ts";
import type { HubStates } from "./hub-states.ts";
import type { NbdevOpener } from "./open-nbdev.ts";
import type { KnownPackages } from "./packages/known-packages.ts";
import type { CourseSettings } from "./settings.ts";
import type { UnfinishedOpen } from "./unfinished-open.ts";

/** What commands and views stand on, made once by activate.ts. */
export interface Shell {
  readonly opener: NbdevOpener;
  readonly courses: CourseFolders;
  readonly choice: CourseChoice;
  readonly states: HubStates;
  readonly packages: KnownPackages;
  readonly unfinished: UnfinishedOpen;
  /** Aborts when the window closes or reloads: what was started must not outlive it half-made. */
  readonly ending: AbortSignal;
  readonly log: vscode.LogOutputChannel;
  /** The settings in force for a course, as its requests to the library. */
  request(course: CourseFolder): CourseSettings & { readonly directory: string };
}
