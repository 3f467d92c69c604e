import Docker from "dockerode";
import { describe, expect, it } from "vitest";
import { DockerImageBuilder } from "../../../../core/adapters/docker/image-builder.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";
import { type EngineImage, startFakeEngine } from "../../../support/fake-engine.ts";

const reference = "registry.test/courses:intro";

async function find(image: EngineImage | undefined) {
  const { socket } = await startFakeEngine({ images: image === undefined ? {} : { [reference]: image } });
  const engine = { docker: new Docker({ socketPath: socket }), endpoint: `unix://${socket}`, source: "the test" };
  return new DockerImageBuilder(engine, {} as never, {} as never).find(reference, unattendedTask());
}

describe("the image of a course on the engine", () => {
  const image = { Id: "sha256:1", Created: "2026-01-01T10:00:00Z", Size: 5 };

  it("is as old as its last build, also when that build made nothing new", async () => {
    const tagged = { ...image, Metadata: { LastTagTime: "2026-01-01T12:00:00Z" } };
    expect(await find(tagged)).toEqual({ reference, builtAt: "2026-01-01T12:00:00Z", bytes: 5 });
  });

  it("is as old as itself where the engine knows no time of the tag", async () => {
    expect(await find(image)).toMatchObject({ builtAt: image.Created });
    const never = { ...image, Metadata: { LastTagTime: "0001-01-01T00:00:00Z" } };
    expect(await find(never)).toMatchObject({ builtAt: image.Created });
  });

  it("is none where there is none", async () => expect(await find(undefined)).toBeUndefined());
});
