import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../core/hub/process/environment-plan.ts";

const base = "FROM quay.io/jupyter/base-notebook:2025-12-31\n";
const planOf = (...lines: string[]) => planEnvironment(`${base}${lines.join("\n")}\n`);
const pipOf = (...lines: string[]) => planOf(...lines).installs.map((install) => install.arguments);
const missingIn = (...lines: string[]) => planOf(...lines).deviations.map(({ subject, reason }) => [subject, reason]);

describe("pip's lines", () => {
  it("go without the flags that only an image needs", () => {
    const plan = planOf(
      'RUN pip install --no-cache-dir -U "numpy<3" -r requirements.txt && \\',
      "    fix-permissions /opt/conda",
    );
    expect(plan.installs).toEqual([
      {
        line: 2,
        arguments: ["numpy<3", "--requirement", "requirements.txt"],
        files: ["requirements.txt"],
        requirements: [{ text: "numpy<3", line: 2 }],
        installsFiles: false,
      },
    ]);
    expect(plan).toMatchObject({ reproduced: 2, total: 2, deviations: [] });
  });

  it.each([
    ["pip3 install a", ["a"]],
    ["python -m pip install a", ["a"]],
    ["/opt/conda/bin/pip install a", ["a"]],
    ["uv pip install --system a", ["a"]],
    ["pip --no-cache-dir install a", ["a"]],
    ["PIP_NO_CACHE_DIR=1 pip install a", ["a"]],
    ["pip install -rreq.txt -c con.txt", ["--requirement", "req.txt", "--constraint", "con.txt"]],
    ["pip install --requirement=req.txt", ["--requirement", "req.txt"]],
    ["pip install --cache-dir /x --progress-bar off --root-user-action=ignore -q a", ["a"]],
    ["pip install --index-url https://i.example/simple a", ["--index-url", "https://i.example/simple", "a"]],
    ["pip install --extra-index-url=https://i.example a", ["--extra-index-url", "https://i.example", "a"]],
    ["pip install --no-deps --pre a", ["--no-deps", "--pre", "a"]],
    ["pip install -e ./pkg[test]", ["--editable", "./pkg[test]"]],
    ["pip install -e git+https://example.org/x#egg=x", ["--editable", "git+https://example.org/x#egg=x"]],
    ["pip install . dist/a.whl", ["./.", "./dist/a.whl"]],
    ["pip install a > /dev/null 2>&1", ["a"]],
    ["--mount=type=cache,target=/root/.cache pip install a", ["a"]],
    ["--mount=type=bind,source=req/r.txt,target=/tmp/r.txt pip install -r /tmp/r.txt", ["--requirement", "req/r.txt"]],
    ['["pip", "install", "two words"]', ["two words"]],
  ])("RUN %s", (command, expected) => {
    expect(pipOf("COPY . .", `RUN ${command}`)).toEqual([expected]);
    expect(missingIn("COPY . .", `RUN ${command}`)).toEqual([]);
  });

  it("of a here-document are installs like any other, each with its line", () => {
    const plan = planOf("RUN <<EOF", "set -e", "pip install a \\", "  b", "pip install -r requirements.txt", "EOF");
    expect(plan.installs.map((install) => install.arguments)).toEqual([
      ["a", "b"],
      ["--requirement", "requirements.txt"],
    ]);
    expect(plan.installs[0]?.requirements).toEqual([
      { text: "a", line: 4 },
      { text: "b", line: 5 },
    ]);
    expect(plan.deviations).toEqual([]);
  });

  it.each([
    ["COPY requirements.txt /tmp/", "/tmp/requirements.txt", "requirements.txt"],
    ["COPY requirements.txt /tmp", "/tmp/requirements.txt", "requirements.txt"],
    ["COPY week1/req.txt /tmp/requirements.txt", "/tmp/requirements.txt", "week1/req.txt"],
    ["COPY a.txt week1/b.txt /tmp/", "/tmp/b.txt", "week1/b.txt"],
    ["COPY . /build", "/build/week1/r.txt", "week1/r.txt"],
    ["COPY week1 /tmp/w", "/tmp/w/r.txt", "week1/r.txt"],
    ["COPY week1/*.txt /tmp/", "/tmp/r.txt", "week1/r.txt"],
    ["COPY r.txt ./\nWORKDIR /tmp\nCOPY other.txt ./", "${HOME}/r.txt", "r.txt"],
    ["WORKDIR /tmp/x\nCOPY r.txt ./\nWORKDIR ..", "x/r.txt", "r.txt"],
  ])("find the file that %s put at %s", (copy, path, file) => {
    expect(pipOf(copy, `RUN pip install -r ${path}`)).toEqual([["--requirement", file]]);
  });

  it("follow cd, and take variables of ARG and ENV", () => {
    const lines = [
      "ARG VERSION=1.2",
      "ENV NAME=numpy",
      "COPY a /tmp/a",
      "RUN cd /tmp/a && pip install -r r.txt ${NAME}==$VERSION",
    ];
    expect(pipOf(...lines)).toEqual([["--requirement", "a/r.txt", "numpy==1.2"]]);
    expect(missingIn("RUN pip install a==$UNKNOWN")).toEqual([
      ["Dockerfile line 2", "a==$UNKNOWN is known only to the build"],
    ]);
  });
});

describe("COPY and ADD", () => {
  it("are laid out below the server's directory, wherever WORKDIR stands", () => {
    const plan = planOf(
      "COPY --chown=${NB_UID}:${NB_GID} a.ipynb b.ipynb ./",
      "WORKDIR /home/jovyan/week1",
      "COPY data/ data/",
      "ADD x.csv /home/jovyan/y.csv",
      "WORKDIR sub",
      "COPY z ..",
      "COPY n /home/${NB_USER}/n",
    );
    expect(plan.copies).toEqual([
      { line: 2, sources: ["a.ipynb", "b.ipynb"], destination: "/" },
      { line: 4, sources: ["data/"], destination: "week1/data" + "/" },
      { line: 5, sources: ["x.csv"], destination: "y.csv" },
      { line: 7, sources: ["z"], destination: "week1/" },
      { line: 8, sources: ["n"], destination: "n" },
    ]);
    expect(plan.workingDirectory).toBe("week1/sub");
  });

  it("take the exec form and variables", () => {
    expect(planOf("ARG DIR=week1", 'COPY ["two words.ipynb", "$DIR/"]').copies).toEqual([
      { line: 3, sources: ["two words.ipynb"], destination: "week1/" },
    ]);
  });
});

describe("what is not reproduced", () => {
  it.each([
    ["RUN apt-get install -y graphviz", 'it runs "apt-get install -y graphviz"'],
    ["RUN pip install a && wget https://example.org/data.zip", 'it runs "wget https://example.org/data.zip"'],
    ["RUN mamba install -y -c conda-forge numpy", 'it runs "mamba install -y -c conda-forge numpy"'],
    ["RUN conda env update --file environment.yml", 'it runs "conda env update --file environment.yml"'],
    ["RUN python -m nltk.downloader punkt", 'it runs "python -m nltk.downloader punkt"'],
    ["RUN rm hello.ipynb", 'it runs "rm hello.ipynb"'],
    ["RUN rm -rf /home/jovyan/data", 'it runs "rm -rf /home/jovyan/data"'],
    ["RUN echo x > note.txt", 'it runs "echo x > note.txt"'],
    ["RUN pip install --target /opt/x a", "it installs elsewhere (--target)"],
    ["COPY --from=build /x /home/jovyan/", "it copies from another stage or image"],
    ["COPY --exclude=*.csv . .", "--exclude is not understood here"],
    ["COPY <<EOF note.txt\nhello\nEOF", "it writes a file of its own"],
    ["ADD https://example.org/a.zip ./", "it does not copy from the course directory"],
    ["ADD git@example.org:x/y.git ./", "it does not copy from the course directory"],
    ["ADD data.tar.gz ./", "it unpacks an archive"],
    ["COPY a /etc/a", "/etc/a is outside the server's directory"],
    ["COPY $UNKNOWN ./", "$UNKNOWN is known only to the base image"],
    ["WORKDIR /srv", "/srv is outside the server's directory"],
    ["ENV PATH=/opt/x:$PATH", "PATH is that of this machine's Python"],
    ["ENV LIBRARIES=$LD_LIBRARY_PATH:/x", "$LD_LIBRARY_PATH:/x is known only to the base image"],
    ["ENV DATA=$HOME/data", "/home/jovyan is another folder here"],
    ["ENV PIP_INDEX_URL=https://i.example", "pip gets this machine's settings"],
    ["ONBUILD COPY . .", "there is no image to build"],
    ['SHELL ["/bin/bash", "-c"]', "there is no image to build"],
  ])("%s", (line, reason) => {
    expect(missingIn("LABEL a=b", line)).toEqual([["Dockerfile line 3", reason]]);
  });

  it("says its line as it is written, over all of its lines", () => {
    const [deviation] = planOf(
      "RUN apt-get update \\",
      "    # why",
      "    && apt-get install -y \\",
      "       graphviz",
    ).deviations;
    expect(deviation).toMatchObject({
      production: expect.stringMatching(/^RUN apt-get update .*&& apt-get install -y graphviz$/),
      here: "not reproduced",
    });
  });

  it.each([
    ["quay.io/jupyter/pytorch-notebook:cuda12-x", /^CUDA/],
    ["nvidia/cuda:12.4.1-base-ubuntu22.04", /^CUDA/],
    ["debian:12", /^the base image is replaced/],
    ["quay.io/jupyter/scipy-notebook:x", /^what scipy-notebook brings along is not installed here/],
  ])("FROM %s", (from, reason) => {
    expect(planEnvironment(`FROM ${from}\n`).deviations).toEqual([
      expect.objectContaining({ subject: "Dockerfile line 1", reason: expect.stringMatching(reason) }),
    ]);
  });

  it("is counted, one for each instruction", () => {
    const plan = planOf("RUN apt-get update && apt-get upgrade", "COPY a /etc/", "USER ${NB_UID}", "CMD x");
    expect([plan.reproduced, plan.total]).toEqual([3, 5]);
  });
});

describe("what leaves no trace", () => {
  it.each([
    "rm -rf /var/lib/apt/lists/* ~/.cache",
    "fix-permissions /home/${NB_USER}",
    "chown -R jovyan x",
    "conda clean --all -f -y",
    "pip cache purge",
    "set -eux",
  ])("RUN %s", (command) => {
    expect(missingIn(`RUN ${command}`)).toEqual([]);
  });
});

describe("variables", () => {
  it("are expanded as Docker does, in both forms of ENV", () => {
    const plan = planOf(
      "ARG V=1",
      'ENV A=${V} B="two words" C=${MISSING:-fallback} D=${V:+set}',
      "ENV OLD form of it",
      "ENV E=$A-$V",
    );
    expect(plan.environment).toEqual({
      A: "1",
      B: "two words",
      C: "fallback",
      D: "set",
      OLD: "form of it",
      E: "1-1",
    });
  });

  it("of ARG are none of the server's, and count before FROM too", () => {
    const plan = planEnvironment("ARG TAG=2025-12-31\nFROM quay.io/jupyter/base-notebook:$TAG\nARG TAG\nENV T=$TAG\n");
    expect(plan).toMatchObject({ environment: { T: "2025-12-31" }, deviations: [], total: 3 });
  });
});

describe("of several stages", () => {
  it("only the last one counts", () => {
    const plan = planEnvironment(`FROM debian AS build\nENV NOT=here\nRUN make\n${base}ENV A=1\n`);
    expect(plan).toMatchObject({ environment: { A: "1" }, deviations: [], total: 2 });
  });

  it("and those that it is built on", () => {
    const plan = planEnvironment(`${base.trim()} AS course\nENV A=1\nRUN pip install a\nFROM course\nENV B=2\n`);
    expect(plan).toMatchObject({ environment: { A: "1", B: "2" }, deviations: [], total: 5 });
    expect(plan.installs[0]?.line).toBe(3);
  });
});
