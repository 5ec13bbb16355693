import { z } from "zod";
import type { Instance, NetworkInterface } from "../kinds";
import { Refusal } from "../refusal";
import { mask } from "./fields";
import { checkGroups, checkPort, checkPublicAddress } from "./instance-checks";
import { address, byId } from "./instance-fields";
import { primaryAddress } from "./instance-parts";
import { requireStopped } from "./instance-power";
import { shown, toSpec } from "./instance-substrate";
import { type Begun, type Change, type Room, taking } from "./service";

const KIND = "compute_instance";

const port = byId.extend({ network_interface_index: z.literal("0") });
const nat = address.shape.one_to_one_nat_spec;
const changes = {
  subnet_id: z.string().default(""),
  primary_v4_address_spec: address.optional(),
  security_group_ids: z.array(z.string()).default([]),
};

/** The methods that change a machine's interface. */
export function addressing(room: Room): Readonly<Record<string, Change>> {
  const { store, substrate } = room;

  const begin = (instance_id: string, change: (instance: Instance) => NetworkInterface): Begun => {
    const next = (): Instance => {
      const instance = store.get(KIND, instance_id);
      return { ...instance, network_interfaces: [change(instance)] };
    };
    next();
    return {
      metadata: { instance_id },
      work: async () => {
        const instance = next();
        await substrate.machines.update(toSpec(instance));
        store.put(KIND, instance);
        return shown(room, instance, true);
      },
    };
  };

  const others = (id: string): readonly Instance[] => store.all(KIND).filter((other) => other.id !== id);

  return {
    AddOneToOneNat: taking(port.extend({ one_to_one_nat_spec: nat }), ({ instance_id, one_to_one_nat_spec }) =>
      begin(instance_id, ({ id, network_interfaces: [port] }) => {
        const { address } = port.primary_v4_address;
        const spec = { address, one_to_one_nat_spec: one_to_one_nat_spec ?? { address: "", ip_version: "IPV4" } };
        const primary = primaryAddress(room, port.subnet_id, spec);
        if (primary.one_to_one_nat) checkPublicAddress(primary.one_to_one_nat.address, others(id));
        return { ...port, primary_v4_address: primary };
      }),
    ),
    RemoveOneToOneNat: taking(port, ({ instance_id }) =>
      begin(instance_id, ({ network_interfaces: [port] }) => {
        const { address } = port.primary_v4_address;
        return { ...port, primary_v4_address: { address } };
      }),
    ),
    UpdateNetworkInterface: taking(
      port.extend({ update_mask: mask, ...changes }),
      ({ instance_id, update_mask: { paths }, ...fields }) =>
        begin(instance_id, (instance) => {
          const { id, network_interfaces } = instance;
          const meant = (name: keyof typeof changes): boolean => paths.some((path) => path.split(".")[0] === name);
          let [port] = network_interfaces;
          if (meant("security_group_ids")) {
            checkGroups(store, fields.security_group_ids);
            port = { ...port, security_group_ids: fields.security_group_ids };
          }
          if (meant("subnet_id") && fields.subnet_id !== port.subnet_id) {
            throw new Refusal("subnet_id: the lab changes a machine's subnet by replacement only", "UNIMPLEMENTED");
          }
          if (meant("primary_v4_address_spec") && fields.primary_v4_address_spec) {
            requireStopped(instance, "primary_v4_address");
            const { address } = fields.primary_v4_address_spec;
            port = { ...port, primary_v4_address: { ...port.primary_v4_address, address } };
            checkPort(store, { ...instance, network_interfaces: [port] }, others(id));
          }
          return port;
        }),
    ),
  };
}
