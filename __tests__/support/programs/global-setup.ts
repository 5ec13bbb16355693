import { makeDebianRoot } from "../debian-root";
import { messageOf } from "../../../config/message-of";

/** Makes the root once, before the workers that share it; a failure is kept for the tests to tell. */
export = function globalSetup(): void {
  try {
    if (process.getuid?.() !== 0) throw new Error("these tests lay out machines of their own: run them as root");
    process.env["DEBIAN_ROOT"] = makeDebianRoot();
  } catch (error) {
    process.env["DEBIAN_ROOT_ERROR"] = messageOf(error);
  }
};
