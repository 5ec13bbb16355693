import { Names } from "../../../lab/host/names";

describe("the names of a lab", () => {
  it("begin in another way than those of a lab whose id begins alike", () => {
    expect(new Names("ab").machine("m").startsWith(new Names("a").prefix)).toBe(false);
    expect(new Names("abcdefghij").uplink).toHaveLength(14);
  });

  it.each(["", "A", "1a", "a-b", "abcdefghijk"])("refuse the id %p", (id) => {
    expect(() => new Names(id)).toThrow(`expected a lower-case letter and up to 9 letters or digits, found ${id}`);
  });
});
