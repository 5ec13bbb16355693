/**
 * Says which room may import from which. The deployed half (config, cloud-init, constructs, stacks) is a one-way chain and
 * knows nothing of the lab and the proofs; the lab plays the cloud for both.
 */
const rule = (name, from, to) => ({ name, severity: "error", from, to });
/** Files of ours outside these folders. */
const outside = (...folders) => ({
  pathNot: [...folders.map((folder) => `^${folder}/`), "node_modules"],
  dependencyTypes: ["local"],
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    // Files that import each other cannot be read, moved or tested one at a time. Types count as well.
    rule("no-circle", {}, { circular: true }),
    rule("config-imports-nothing-of-ours", { path: "^config/" }, outside("config")),
    rule("cloud-init-imports-config-only", { path: "^cloud-init/" }, outside("cloud-init", "config")),
    rule("constructs-below-stacks", { path: "^constructs/" }, { path: "^stacks/" }),
    rule(
      "deployed-without-lab-and-proof",
      { path: "^(constructs|stacks|main\\.ts)" },
      { path: "^(lab|proof|review|script)/" },
    ),
    rule("lab-without-proof", { path: "^lab/" }, { path: "^(proof|monitoring|review)/" }),
    // What other rooms may use of the lab.
    rule(
      "the-lab-by-its-front-door",
      { path: "^(proof|monitoring|script)/" },
      { path: "^lab/", pathNot: "^lab/index\\.ts$" },
    ),
    // What every proof uses belongs to none of them.
    rule(
      "load-and-reports-below-the-proofs",
      { path: "^proof/(load|target|report)/" },
      { path: "^proof/(acceptance|checker|drills|alerts|bench|prove)" },
    ),
    // monitoring opens deployments with it, and the proofs use monitoring.
    rule("target-below-monitoring", { path: "^proof/(load|target|report)/" }, { path: "^monitoring/" }),
    rule("nothing-imports-tests", { pathNot: "^__tests__/" }, { path: "^__tests__/" }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["\\.out/", "^\\.cache/", "^packages/", "^monitoring/page/dist/"] },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".mjs", ".json"] },
  },
};
