import { type BaseImage, stackName } from "../dockerfile/base-image.ts";

/** The Python packages that a base image holds, by its name alone. */
export interface BaseContents {
  /** Normalised names, without what they require in turn. */
  readonly distributions: readonly string[];
  /** False where the image may hold more: then the absence of a package proves nothing. */
  readonly complete: boolean;
}

const foundation = ["pip", "setuptools", "wheel", "mamba", "conda", "requests", "tqdm", "ruamel-yaml", "packaging"];
const base = [
  ...foundation,
  "jupyterhub",
  "jupyterlab",
  "notebook",
  "nbclassic",
  "ipykernel",
  "ipython",
  "jupyter-core",
];
const scipy = [
  ...base,
  ..."altair beautifulsoup4 bokeh bottleneck cloudpickle cython dask distributed dill h5py ipympl ipywidgets jupyterlab-git".split(
    " ",
  ),
  ..."matplotlib numba numexpr openpyxl pandas patsy protobuf tables scikit-image scikit-learn scipy seaborn".split(
    " ",
  ),
  ..."sqlalchemy statsmodels sympy widgetsnbextension xlrd pyarrow lz4 gmpy2 brotli fsspec pytz six gitpython nbdime".split(
    " ",
  ),
];

/** By jupyter/docker-stacks' own Dockerfiles, 2021 to 2026; a package that only some of the years had counts as there. */
const stacks: Readonly<Record<string, readonly string[]>> = {
  "docker-stacks-foundation": foundation,
  "base-notebook": base,
  "minimal-notebook": base,
  "r-notebook": base,
  "julia-notebook": base,
  "scipy-notebook": scipy,
  "datascience-notebook": [...scipy, "rpy2"],
  "tensorflow-notebook": [...scipy, "tensorflow", "keras", "tensorboard", "jupyter-server-proxy"],
  "pytorch-notebook": [...scipy, "torch", "torchvision", "torchaudio"],
  "pyspark-notebook": [...scipy, "pyspark", "grpcio", "grpcio-status", "googleapis-common-protos"],
  "all-spark-notebook": [...scipy, "pyspark", "rpy2", "grpcio", "sparkmagic"],
};

const bare =
  /^(library\/)?(python|ubuntu|debian|alpine|fedora|centos|rockylinux|almalinux|node|busybox|scratch|buildpack-deps)$|^nvidia\/cuda$/;

export function baseContents(image: BaseImage | undefined): BaseContents {
  const stack = stackName(image);
  if (stack !== undefined) return { distributions: stacks[stack] ?? base, complete: true };
  if (image !== undefined && image.family === "plain" && bare.test(image.repository)) {
    return { distributions: ["pip", "setuptools", "wheel"], complete: true };
  }
  return { distributions: [], complete: false };
}
