/** nbdev.yaml as `nbdev init` writes it: every setting, commented out where the default is right. */
export function settingsText(name: string, notebooks: readonly string[]): string {
  return `# Settings of this course for nbdev. Everything works without this file; each line shows its default.

# The name by which the hub knows the course, and the tag of its image. It must be the one that production registers.
course: ${JSON.stringify(name)}

# The notebook that \`nbdev up\` opens when none is named.
${notebooks[0] === undefined ? "# notebook: intro.ipynb" : `notebook: ${JSON.stringify(notebooks[0])}`}

# image:
#   repository: 610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks   # production's

# What one learner's server may use; these are production's figures (4G is 4 x 2^30 bytes).
# limits:
#   memory: 4G
#   memoryGuarantee: 2G
#   cpuGuarantee: 0.25

# hub:
#   runtime: auto   # kind (needs a Docker engine), process (needs Python), or auto
#   port: 30000     # of 127.0.0.1

# check:
#   severities:
#     NB123: off    # error, warning, information or off
`;
}
