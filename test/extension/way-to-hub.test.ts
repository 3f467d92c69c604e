import { describe, expect, it } from "vitest";
import { wayToHub } from "../../extension/way-to-hub.ts";

const link = "http://127.0.0.1:8000/hub/tmplogin?course=intro&notebook=a%26b.ipynb&token=t";

describe("the way to a local hub", () => {
  it("is the link itself, or the port that the editor forwards it to", () => {
    expect(wayToHub(link, link)).toEqual({ open: link });
    const forwarded = link.replace("8000", "41234");
    expect(wayToHub(link, forwarded)).toEqual({ open: forwarded });
  });

  it("is shown, with the reason, where a proxy puts a path before it", () => {
    const external = link.replace("http://127.0.0.1:8000", "http://127.0.0.1:8080/proxy/8000");
    const way = wayToHub(link, external);
    expect(way).toMatchObject({ show: link });
    expect(way).toHaveProperty("why", expect.stringContaining("/proxy/8000"));
  });

  it("is shown, with the reason, where it would be forwarded to a public name", () => {
    const way = wayToHub(link, link.replace("http://127.0.0.1:8000", "https://x-8000.forwarded.example"));
    expect(way).toHaveProperty("why", expect.stringContaining("x-8000.forwarded.example"));
  });
});
