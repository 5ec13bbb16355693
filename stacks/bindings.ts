/**
 * Ends the process with one line when the provider's bindings are not built. To be imported before all others: they would
 * fail with the name of a module.
 */
try {
  require.resolve("@cdktf/provider-yandex/lib/index.js");
} catch {
  console.error(
    "The provider's bindings are not built (npm ci --ignore-scripts leaves them out): type npm run postinstall",
  );
  process.exit(1);
}
