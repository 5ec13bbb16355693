import { INBOX } from "../../../cloud-init/facts";
import { commandCase, type AlertCase, type Sequence } from "../alert-case";

const TLS = "/etc/bingo/tls";
const NEW_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc";

/** The certificate authority refuses. It takes as long as the alert of an old instance, so it runs beside the others. */
export const NO_CERTIFICATE: Sequence = [
  commandCase({
    what: "the certificate authority is asked in vain",
    alerts: ["CertificateNotGiven"],
    simulated: "the lab's installation names no authority, so nobody is asked",
    machine: "edge",
    cause: "! systemctl start bingo-acme",
    cure: "systemctl reset-failed bingo-acme",
  }),
];

/** The edge has one certificate, so the cases are in turn. */
export const CERTIFICATE: Sequence = [
  delivered(
    "a certificate that ends in two days is delivered",
    ["CertificateExpires", "CertificateEnds"],
    `openssl req -x509 ${NEW_KEY} -days 2 -subj /CN=alerts -keyout tls.key -out tls.crt`,
  ),
  delivered(
    "a certificate is delivered without the one that has issued it",
    ["CertificateChainBroken"],
    `openssl req -x509 ${NEW_KEY} -days 30 -subj /CN=issuer -keyout /root/issuer.key -out /root/issuer.crt && ` +
      `openssl req ${NEW_KEY} -subj /CN=alerts -keyout tls.key -out /root/alerts.csr && ` +
      "openssl x509 -req -in /root/alerts.csr -CA /root/issuer.crt -CAkey /root/issuer.key -days 30 -out tls.crt",
  ),
];

/** A case of a delivery. @param making a command that writes tls.crt and tls.key */
function delivered(what: string, alerts: readonly string[], making: string): AlertCase {
  return commandCase({
    what,
    alerts,
    machine: "edge",
    cause: `cp -a ${TLS} /root/tls && cd ${INBOX} && { ${making}; } 2>/dev/null && /usr/local/sbin/bingo-receive`,
    cure: `cp /root/tls/tls.crt /root/tls/tls.key ${INBOX}/ && /usr/local/sbin/bingo-receive && rm -r /root/tls`,
  });
}
