/** Names that people write, which PyPI answers with nothing useful: an error on purpose, or a stranger's package. */
const mistaken: Readonly<Record<string, string>> = {
  sklearn: "scikit-learn",
  skimage: "scikit-image",
  cv2: "opencv-python",
  pil: "pillow",
  yaml: "pyyaml",
  dotenv: "python-dotenv",
  dateutil: "python-dateutil",
  pytorch: "torch",
  "python-opencv": "opencv-python",
  "scikit-learns": "scikit-learn",
  "scikit-leran": "scikit-learn",
  "tensorflow-gpu": "tensorflow",
  tenserflow: "tensorflow",
  numby: "numpy",
  nump: "numpy",
  panda: "pandas",
  pandsa: "pandas",
  matplotib: "matplotlib",
  matplot: "matplotlib",
  "matplotlib-pyplot": "matplotlib",
  request: "requests",
  requets: "requests",
  beautifulsoup: "beautifulsoup4",
  imblearn: "imbalanced-learn",
  umap: "umap-learn",
  attr: "attrs",
  zmq: "pyzmq",
  fitz: "pymupdf",
  docx: "python-docx",
  pptx: "python-pptx",
  serial: "pyserial",
  magic: "python-magic",
  osgeo: "gdal",
  jupiter: "jupyter",
  jupyterlabs: "jupyterlab",
};

/** What somebody who wrote this normalised name meant; undefined for every other name. */
export function rightName(normalizedName: string): string | undefined {
  return Object.hasOwn(mistaken, normalizedName) ? mistaken[normalizedName] : undefined;
}

export function isMistakenName(normalizedName: string): boolean {
  return rightName(normalizedName) !== undefined;
}
