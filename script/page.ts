/** `script/page`: where the page with the graphs is, and its password. The password is printed and kept nowhere. */
import { Command } from "commander";
import { StackOutputs } from "../proof/target/outputs";
import { runCli } from "./run-cli";

runCli(
  new Command("page")
    .description("Address, user and password of the deployed page with the graphs.")
    .action(async () => {
      const outputs = new StackOutputs();
      console.log(`page:     ${await outputs.value("edge", "page_url")}`);
      console.log("user:     ops");
      console.log(`password: ${await outputs.value("network", "page_password")}`);
    }),
);
