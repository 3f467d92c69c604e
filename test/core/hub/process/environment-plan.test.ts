import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../core/hub/process/environment-plan.ts";

const base = "FROM quay.io/jupyter/base-notebook:2025-12-31\n";

describe("what of a Dockerfile the process runtime reproduces", () => {
  it("pip's lines, with the flags that only an image needs left out", () => {
    const plan = planEnvironment(
      `${base}RUN pip install --no-cache-dir -U "numpy<3" -r requirements.txt && \\\n    fix-permissions /opt/conda\n`,
    );
    expect(plan.installs).toEqual([{ line: 2, arguments: ["numpy<3", "-r", "requirements.txt"] }]);
    expect(plan).toMatchObject({ reproduced: 2, total: 2, deviations: [] });
  });

  it("COPY and ADD below the server's directory, wherever WORKDIR stands", () => {
    const plan = planEnvironment(
      `${base}COPY --chown=1000:100 a.ipynb b.ipynb ./\nWORKDIR /home/jovyan/week1\nCOPY data/ data/\nADD x.csv /home/jovyan/y.csv\n`,
    );
    expect(plan.copies).toEqual([
      { line: 2, sources: ["a.ipynb", "b.ipynb"], destination: "/" },
      { line: 4, sources: ["data/"], destination: "week1/data/" },
      { line: 5, sources: ["x.csv"], destination: "y.csv" },
    ]);
    expect(plan.workingDirectory).toBe("week1");
  });

  it.each([
    ["RUN apt-get install -y graphviz", /runs "apt-get install -y graphviz"/],
    ["RUN pip install a && wget https://example.org/data.zip", /runs "wget/],
    ["COPY --from=build /x /home/jovyan/", /another stage/],
    ["ADD https://example.org/a.zip ./", /not copy from the course/],
    ["COPY a /etc/a", /outside the server's directory/],
    ["WORKDIR /srv", /outside the server's directory/],
  ])("lists %s with its line", (line, reason) => {
    const { deviations, reproduced, total } = planEnvironment(`${base}${line}\n`);
    expect(deviations).toEqual([
      expect.objectContaining({ subject: "Dockerfile line 2", reason: expect.stringMatching(reason) }),
    ]);
    expect([reproduced, total]).toEqual([1, 2]);
  });

  it("a base with CUDA, or that is no Jupyter image, is a deviation", () => {
    const deviations = (from: string) => planEnvironment(`FROM ${from}\n`).deviations.length;
    expect([
      deviations("quay.io/jupyter/pytorch-notebook:cuda12-x"),
      deviations("debian:12"),
      deviations("quay.io/jupyter/scipy-notebook:x"),
    ]).toEqual([1, 1, 0]);
  });

  it("environment variables in both forms, of the last stage only", () => {
    const plan = planEnvironment(`FROM a AS build\nENV NOT=here\n${base}ENV A=1 B="two words"\nENV OLD form of it\n`);
    expect(plan.environment).toEqual({ A: "1", B: "two words", OLD: "form of it" });
  });
});
