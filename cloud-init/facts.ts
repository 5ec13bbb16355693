/** Facts that are the same in every installation. */

/** The administrators' account on every machine. */
export const ADMIN_USER = "ops";

/** The folder on every machine into which secrets and files are delivered. */
export const INBOX = `/home/${ADMIN_USER}/inbox`;

/** Stands for the database's password in the template of bingo's config; the machine writes the delivered one there. */
export const PASSWORD_PLACEHOLDER = "@DATABASE_PASSWORD@";

/** What `bingo version` prints (seen in public); the machines warn of another. */
export const KNOWN_VERSION = "20231121T1537";

/** The private DNS zone. bingo's own configuration names `db.bingo.local` in public examples. */
export const PRIVATE_ZONE = "bingo.local";

/** The database's name in the private zone. */
export const DATABASE_NAME = "db";

/** Device name of the data disk: it is `/dev/disk/by-id/virtio-pgdata` on the machine. */
export const DATA_DEVICE_NAME = "pgdata";
