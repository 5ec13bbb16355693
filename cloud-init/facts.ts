/** Facts that are the same in every installation. */

/** The administrators' account on every machine. */
export const ADMIN_USER = "ops";
export const ADMIN_HOME = `/home/${ADMIN_USER}`;

/** The private DNS zone. bingo's own configuration names `db.bingo.local` in public examples. */
export const PRIVATE_ZONE = "bingo.local";

/** The database's name in the private zone. */
export const DATABASE_NAME = "db";

/** Device name of the data disk: it is `/dev/disk/by-id/virtio-pgdata` on the machine. */
export const DATA_DEVICE_NAME = "pgdata";
