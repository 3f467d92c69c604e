import { defaults } from "./settings.ts";
import { formatSize } from "./size.ts";

const { imageRepository, limits, runtime } = defaults;

/** The text of a new nbdev.yaml: every setting, commented out, with its default. Uncommented, it changes nothing. */
export const settingsTemplate = `# Settings of this course for nbdev. All of them are optional; each line shows the default.
# A flag or an environment variable of the same stem wins: --course or NBDEV_COURSE over "course".

# The course's name in launch links and the tag of its image. Default: the folder's name, in lower case.
# course: my_course

# The notebook that "nbdev up" opens. Default: the only one there is, else you are asked.
# notebook: week1/intro.ipynb

image:
  # What production calls the course's image, without the tag.
  # repository: ${imageRepository}

# What one learner's server may use; production's figures. G is 2^30 bytes.
limits:
  # memory: ${formatSize(limits.memory)}
  # memoryGuarantee: ${formatSize(limits.memoryGuarantee)}
  # cpuGuarantee: ${limits.cpuGuarantee}

hub:
  # Where the hub runs: kind (a cluster in Docker, as production), process (no Docker), or auto.
  # runtime: ${runtime}

  # The port of 127.0.0.1. Default: a free one, and then always the same.
  # port: 8000

  # What the image is built for. Default: this machine's own; production runs linux/amd64.
  # platform: linux/amd64

check:
  # Rules of "nbdev check" by code: off, information, warning or error.
  # severity:
  #   NB101: warning
`;
