import { constants, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** What the provider would log in with. */
export type Credentials =
  | { readonly kind: "IAM token"; readonly token: string }
  | { readonly kind: "OAuth token"; readonly token: string }
  | {
      readonly kind: "key of a service account";
      readonly account: string;
      readonly keyId: string;
      readonly key: string;
    };

/** The file that `yc iam key create` writes. */
const keyFile = z.object({ id: z.string(), service_account_id: z.string(), private_key: z.string() });

/** An IAM token, as the documentation of IAM describes it. */
const IAM_TOKEN = /^t1\.[\w-]+={0,2}\.[\w-]+={0,2}$/;

/** The longest time for which IAM takes a request that a key has signed. Seconds. */
const JWT_SECONDS = 3600;

/**
 * Finds the credentials in the provider's own variables: YC_TOKEN, or YC_SERVICE_ACCOUNT_KEY_FILE, a path or its content.
 *
 * @returns undefined when there are none
 * @throws when the key cannot be read
 */
export function credentialsFrom(env: NodeJS.ProcessEnv): Credentials | undefined {
  const { YC_TOKEN: token, YC_SERVICE_ACCOUNT_KEY_FILE: file } = env;
  if (token) return { kind: IAM_TOKEN.test(token) ? "IAM token" : "OAuth token", token };
  if (!file) return undefined;
  const isContent = file.trimStart().startsWith("{");
  if (!isContent && !existsSync(file)) throw new Error(`YC_SERVICE_ACCOUNT_KEY_FILE names ${file}, which is missing`);
  const parsed = keyFile.safeParse(json(isContent ? file : readFileSync(file, "utf8")));
  if (!parsed.success) {
    throw new Error(
      "YC_SERVICE_ACCOUNT_KEY_FILE: expected the JSON that yc iam key create writes, found something else",
    );
  }
  const { id: keyId, service_account_id: account, private_key: key } = parsed.data;
  return { kind: "key of a service account", account, keyId, key };
}

/** Makes what IAM exchanges for a token: a JWT of RFC 7519 signed with PS256, as the documentation of IAM asks for. */
export function signedRequest(
  { account, keyId, key }: Extract<Credentials, { kind: "key of a service account" }>,
  now: Date,
): string {
  const issued = Math.floor(now.getTime() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = [
    part({ typ: "JWT", alg: "PS256", kid: keyId }),
    part({
      // The audience is this name whatever the endpoint is.
      aud: "https://iam.api.cloud.yandex.net/iam/v1/tokens",
      iss: account,
      iat: issued,
      exp: issued + JWT_SECONDS,
    }),
  ].join(".");
  const signature = sign("sha256", Buffer.from(text), {
    // The file has a line of warning before the PEM.
    key: key.slice(Math.max(key.indexOf("-----BEGIN"), 0)),
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 32,
  });
  return `${text}.${signature.toString("base64url")}`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
