const { projects } = require("./jest.config.js");

const lab = projects.find(({ displayName }) => displayName === "lab");

/**
 * Virtual machines in a lab, for `npm run vm`: where KVM does not work each boot takes minutes, so nothing else asks for
 * them. One at a time, as each occupies a processor.
 */
module.exports = {
  ...lab,
  displayName: "vm",
  testMatch: ["<rootDir>/__tests__/**/*.vm.test.ts"],
  maxWorkers: 1,
};
