import { join } from "node:path";
import execa from "execa";
import { outputFolder } from "../../config/which-file";

/** Outputs of the stacks of an installation's last deployment, wherever their state is kept. */
export class StackOutputs {
  /**
   * @param folder what cdktf wrote. @default that of the chosen config
   * @param engine Terraform or OpenTofu. @default TERRAFORM_BINARY_NAME, else terraform
   */
  constructor(
    private readonly folder = outputFolder(),
    private readonly engine = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform",
  ) {}

  /** @throws when the stack is not deployed, or there is no engine */
  async value(stack: string, name: string): Promise<string> {
    const args = [`-chdir=${join(this.folder, "stacks", stack)}`, "output", "-raw", name];
    try {
      return (await execa(this.engine, args)).stdout;
    } catch (error) {
      const { stderr, shortMessage } = error as execa.ExecaError;
      const found = (stderr || shortMessage).trim();
      throw new Error(`${this.engine} ${args.join(" ")}: expected a deployed installation, found: ${found}`);
    }
  }
}
