import { ntpAnswer } from "../../../lab/host/ntp";

describe("the time server", () => {
  it("answers with the client's own stamp and the present", () => {
    const request = Buffer.alloc(48);
    request.writeUInt8(0x23, 0);
    request.write("stamp!!!", 40);
    const answer = ntpAnswer(request, 1_500);
    expect(answer?.readUInt8(0)).toBe(0x24);
    expect(answer?.toString("ascii", 24, 32)).toBe("stamp!!!");
    expect(answer?.readUInt32BE(40)).toBe(2_208_988_801);
    expect(answer?.readUInt32BE(44)).toBe(2 ** 31);
  });

  it("answers clients only", () => {
    expect(ntpAnswer(Buffer.alloc(48, 0x24), 0)).toBeUndefined();
    expect(ntpAnswer(Buffer.alloc(4, 0x23), 0)).toBeUndefined();
  });
});
