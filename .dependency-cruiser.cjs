/**
 * Which room may import from which. The deployed half (config, cloud-init, constructs, stacks) is a one-way chain, and knows
 * nothing of the lab and the proofs; the lab plays the cloud for both.
 *
 * @type {import("dependency-cruiser").IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: "no-circle",
      comment: "Files that import each other cannot be read, moved or tested one at a time. Types count as well.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "config-imports-nothing-of-ours",
      severity: "error",
      from: { path: "^config/" },
      to: { path: "^[^/]+", pathNot: ["^config/", "node_modules"], dependencyTypes: ["local"] },
    },
    {
      name: "cloud-init-imports-config-only",
      severity: "error",
      from: { path: "^cloud-init/" },
      to: { path: "^[^/]+", pathNot: ["^cloud-init/", "^config/", "node_modules"], dependencyTypes: ["local"] },
    },
    {
      name: "deployed-without-lab-and-proof",
      severity: "error",
      from: { path: "^(constructs|stacks|main\\.ts)" },
      to: { path: "^(lab|proof|review|script|__tests__)/" },
    },
    {
      name: "constructs-below-stacks",
      severity: "error",
      from: { path: "^constructs/" },
      to: { path: "^stacks/" },
    },
    {
      name: "lab-without-proof",
      severity: "error",
      from: { path: "^lab/" },
      to: { path: "^(proof|monitoring|review|__tests__)/" },
    },
    {
      name: "load-and-reports-below-the-proofs",
      comment: "What every proof uses belongs to none of them.",
      severity: "error",
      from: { path: "^proof/(load|target|report)/" },
      to: { path: "^proof/(acceptance|drills|alerts|bench|prove)" },
    },
    {
      name: "nothing-imports-tests",
      severity: "error",
      from: { pathNot: "^__tests__/" },
      to: { path: "^__tests__/" },
    },
    {
      name: "the-lab-by-its-front-door",
      comment: "lab/index.ts is what other rooms may use of the lab.",
      severity: "error",
      from: { path: "^(proof|monitoring|script)/" },
      to: { path: "^lab/", pathNot: "^lab/index\\.ts$" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["\\.out/", "^\\.cache/", "^packages/", "^monitoring/page/dist/"] },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".mjs", ".json"] },
  },
};
