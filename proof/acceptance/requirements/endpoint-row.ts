import type { Endpoint } from "../../load/request";
import type { Row } from "./requirement";

/** An endpoint with what its rows share. */
export interface EndpointRow extends Pick<Row, "point" | "needs"> {
  readonly endpoint: Endpoint;
  readonly load: string;
}
