/** A course that the production hub knows: `name` is its tag in the registry and the `course` of its launch links. */
export interface ProductionCourse {
  readonly name: string;
  /** Its user pods get a GPU without being asked. */
  readonly gpu: boolean;
}

const courses = [
  "base_authoring_image",
  "clustering_and_descriptive_ai",
  "introduction_to_data_analytics_and_machine_learning",
  "mitxt-6.3710.3x",
  "mitxt-6.3710.4x",
  "mitxt-6.3710.5x",
  "supervised_learning_fundamentals",
  ...["intro", "0", "0a", "6", "7", "pm1", "edm1", "scm1", "scm2"].map(universalAi),
];

const gpuCourses = [
  "deep_learning_foundations_and_applications",
  ...["1", "2", "3", "4", "5", "8", "9", "11", "12", "13", "15", "st1", "mltl1", "se1", "haim1"].map(universalAi),
];

/**
 * The courses of the production hub, as of its public configuration of August 2026: `KNOWN_COURSES` and
 * `GPU_ENABLED_COURSES` of mitodl/ol-infrastructure's `dynamicImageConfig.py`.
 */
export const productionCourses: readonly ProductionCourse[] = [
  ...courses.map((name) => ({ name, gpu: false })),
  ...gpuCourses.map((name) => ({ name, gpu: true })),
].sort((a, b) => (a.name < b.name ? -1 : 1));

function universalAi(course: string): string {
  return `uai_source-uai.${course}`;
}
