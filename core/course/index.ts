export type { Course, ServerLimits } from "./course.ts";
export { launchUrls } from "./launch-url.ts";
export { resolveNotebook } from "./notebooks.ts";
export { openCourse } from "./open-course.ts";
export { readSettings, type Settings, settingsFile } from "./settings.ts";
export { settingsText } from "./settings-text.ts";
