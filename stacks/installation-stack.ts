import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { TlsProvider } from "@cdktf/provider-tls/lib/provider";
import { YandexProvider } from "@cdktf/provider-yandex/lib/provider";
import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Installation } from "../config/schema";
import { fromStackFolder } from "../constructs/paths";

/** The base of all stacks: providers, and where the state is kept. */
export class InstallationStack extends TerraformStack {
  constructor(scope: Construct, id: string, { cloud, state }: Installation) {
    // cdktf names a stack by its id alone: below a construct of another app it would meet those of other installations.
    super(scope, scope.node.path === "" ? id : `${scope.node.id}-${id}`);

    // Whatever is not configured comes from the provider's environment: YC_TOKEN, YC_CLOUD_ID, YC_FOLDER_ID, YC_ZONE.
    new YandexProvider(this, "yandex", {
      ...(cloud.cloudId !== undefined && { cloudId: cloud.cloudId }),
      ...(cloud.folderId !== undefined && { folderId: cloud.folderId }),
      ...(cloud.zone !== undefined && { zone: cloud.zone }),
    });
    new NullProvider(this, "null");
    new TlsProvider(this, "tls");

    if ("local" in state) {
      new LocalBackend(this, { path: fromStackFolder(this, `${state.local.folder}/${id}.tfstate`) });
      return;
    }
    const { bucket, prefix, region, endpoint } = state.objectStorage;
    // Keys come from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY of a service account.
    new S3Backend(this, {
      bucket,
      key: `${prefix}/${id}.tfstate`,
      region,
      endpoints: { s3: endpoint },
      // Object Storage speaks S3 but is not AWS: no region list, no account id, no SDK checksums.
      skipRegionValidation: true,
      skipCredentialsValidation: true,
      skipRequestingAccountId: true,
      skipMetadataApiCheck: true,
      skipS3Checksum: true,
    });
    // Terraform 1.10 and OpenTofu 1.10 lock with a conditional write beside the state; cdktf 0.21 does not know the option.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}
