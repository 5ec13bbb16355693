import type { JsonObject } from "../../../../config/json";
import { LabCloud, openEnds, planned } from "../../../support/lab-cloud";

let lab: LabCloud;

beforeEach(() => {
  lab = new LabCloud();
});

describe("the image", () => {
  const ask = (question: JsonObject) =>
    lab.cloud.data("yandex_compute_image", {
      prior: null,
      planned: planned("data.yandex_compute_image", question),
      config: null,
    });

  it("is Debian 13 of the public folder", () => {
    const found = ask({ family: "debian-13", folder_id: "standard-images" });
    expect(found).toMatchObject({ id: "fd8labdebian13000000", family: "debian-13", status: "ready" });
    expect(openEnds("data.yandex_compute_image", found)).toEqual([]);
  });

  it("is no other", () => {
    expect(() => ask({ family: "debian-12", folder_id: "standard-images" })).toThrow(
      "image of family debian-12 not found in folder standard-images; the lab has debian-13 in standard-images",
    );
    expect(() => ask({ name: "x" })).toThrow(
      "yandex_compute_image name: the lab finds images by family and folder_id only",
    );
  });
});
