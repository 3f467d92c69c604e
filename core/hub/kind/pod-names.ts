/** How pods of learners are found and read: the chart's labels, and those that our spawner adds. */
export const userPodSelector = "component=singleuser-server";
export const usernameAnnotation = "hub.jupyter.org/username";
export const courseLabel = "dev.nbdev.course";
export const courseAnnotation = "dev.nbdev.course";
export const notebookAnnotation = "dev.nbdev.notebook";
export const warningsAnnotation = "dev.nbdev.warnings";
export const originsAnnotation = "dev.nbdev.origins";
