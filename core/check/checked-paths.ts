/** Whether a path is a notebook of the course, and not the copy that Jupyter keeps of one. */
export function isNotebookPath(path: string): boolean {
  return /\.ipynb$/i.test(path) && !/(^|\/)\.ipynb_checkpoints\//.test(path);
}

/** Whether rules read a file of that name as a text, which then may hold ignore comments. */
export function isTextPath(path: string): boolean {
  return /(^|\/)(Dockerfile|launch_urls|\.dockerignore)$|\.(txt|ya?ml|py|json)$/.test(path);
}

/** Whether a file of that name is one of those that make a course: somebody who opens it wants to know what is wrong. */
export function isCheckedPath(path: string): boolean {
  const named =
    /(^|\/)(Dockerfile|\.dockerignore|requirements[\w.-]*\.txt|environment\.ya?ml|nbdev\.yaml|launch_urls(\.txt)?)$/i;
  return isNotebookPath(path) || named.test(path);
}
