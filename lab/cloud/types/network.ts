import { z } from "zod";
import { newId } from "../ids";
import type { ResourceType } from "../resource-type";
import { common } from "./arguments";
import { SUBNET } from "./subnet";

const argumentsOf = z.strictObject(common);

/** A network groups subnets; it has no part on the substrate, where all machines of a lab share one fabric. */
export const NETWORK: ResourceType<z.output<typeof argumentsOf>> = {
  type: "yandex_vpc_network",
  title: "network",
  idPrefix: "enp",
  arguments: argumentsOf,
  computed: () => ({ default_security_group_id: newId("enp") }),
  refresh: (_, { id, resources }) => {
    const own = resources.all(SUBNET).filter(({ args }) => args.network_id === id);
    return Promise.resolve({ subnet_ids: own.map((subnet) => subnet.id).sort() });
  },
};
