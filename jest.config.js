/** Transpiles only: types are checked once, by `npm run check`. */
const common = {
  rootDir: __dirname,
  // Not in the folder for temporary files, which script/test removes.
  cacheDirectory: "<rootDir>/.cache/jest",
  testEnvironment: "node",
  transform: {
    "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, swcrc: false }],
  },
  modulePathIgnorePatterns: ["<rootDir>/.*\\.out/", "<rootDir>/\\.cache/"],
};

/** A folder of `__tests__` says what a test is about, the end of its name what it needs beside Node: NAME.test.ts. */
const project = (name) => ({ ...common, displayName: name, testMatch: [`<rootDir>/__tests__/**/*.${name}.test.ts`] });

const patient = { setupFilesAfterEnv: ["<rootDir>/__tests__/support/patience.ts"] };

module.exports = {
  // On two cores jest would take one file at a time; those that boot machines or start servers mostly wait. With two at a time
  // a third of the processors was idle. So up to three labs stand side by side.
  maxWorkers: 3,
  projects: [
    {
      ...common,
      ...patient,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "\\.(programs|engine|compat|lab|vm)\\.test\\.ts$"],
    },
    // Debian's own programs judge the rendered files: needs root, and a Debian 13 root made by script/debian-root.
    // Its programs start servers, on machines that may be busy.
    { ...project("programs"), ...patient, globalSetup: "<rootDir>/__tests__/support/programs/global-setup.ts" },
    // OpenTofu judges the synthesized stacks: needs Go to build it.
    { ...project("engine"), ...patient, globalSetup: "<rootDir>/__tests__/support/engine/global-setup.ts" },
    // This host as the lab: needs root and what lab/host/preflight.ts names. Boots machines.
    { ...project("lab"), ...patient },
    // The fork of cdktf gives the same stacks.
    { ...project("compat"), ...patient },
  ],
};
