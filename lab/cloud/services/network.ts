import { z } from "zod";
import { newId } from "../ids";
import { methods } from "./collection";
import { common, fresh, naming } from "./fields";
import { type Room, type Service, taking } from "./service";

/** Networks group subnets. They have no part on the substrate, where all machines of a lab share one fabric. */
export function networks(room: Room): Service {
  const { store } = room;
  const { questions, changes } = methods(room, {
    kind: "vpc_network",
    idField: "network_id",
    listField: "networks",
    create: z.strictObject(common),
    update: naming,
    make: (args) => ({ ...fresh("enp", args), default_security_group_id: newId("enp") }),
    takes: { networks: 1 },
    users: ["vpc_subnet", "vpc_security_group", "vpc_route_table"],
  });
  const listed = z.object({ network_id: z.string() });
  return {
    name: "vpc.v1.NetworkService",
    questions: {
      ...questions,
      ListSubnets: taking(listed, ({ network_id }) => {
        store.get("vpc_network", network_id);
        return { subnets: store.all("vpc_subnet").filter((subnet) => subnet.network_id === network_id) };
      }),
    },
    changes,
  };
}
