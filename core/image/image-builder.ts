import type { Course } from "../course/course.ts";
import type { StepReport, TaskContext } from "../progress/index.ts";
import type { BuiltImage, ImageState } from "./image.ts";

export interface BuildOptions {
  /** `linux/amd64` or `linux/arm64`; undefined: production's, or the engine's own where that is another. */
  readonly platform: string | undefined;
}

/** Builds a course's image as production's pipeline does: a plain `docker build` of the course directory. */
export interface ImageBuilder {
  /** Throws the image area's errors of the catalogue; an aborted signal stops the build in the engine too. */
  build(course: Course, options: BuildOptions, report: StepReport, task: TaskContext): Promise<BuiltImage>;
  /** Removes the image of one course, or of all in that repository; returns the names removed. */
  remove(repository: string, course: string | undefined, task: TaskContext): Promise<string[]>;
  /** Removes images of earlier builds of courses, which no name points at any more. */
  prune(task: TaskContext): Promise<{ removed: string[]; bytes: number }>;
  /** The image of that name, or undefined. */
  find(reference: string, task: TaskContext): Promise<ImageState | undefined>;
  /** Whether the engine holds a course's image, in whatever repository it was built for. */
  holdsCourse(course: string, task: TaskContext): Promise<boolean>;
  /** Whether the engine holds an image of that name. */
  holds(reference: string, task: TaskContext): Promise<boolean>;
}
