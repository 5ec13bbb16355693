// Addresses of the example's resources in their stacks. cdktf makes the digits of the constructs around each.

export const VM = "yandex_compute_instance.vm";
export const DISK = "yandex_compute_disk.disk";
export const NETWORK = "yandex_vpc_network.network";
export const SUBNET = "yandex_vpc_subnet.network_edge_EE26EFD3";
export const GROUP = "yandex_vpc_security_group.firewall_edge_DFE682C2";
export const ROUTES = "yandex_vpc_route_table.network_routes_8D075533";
export const ADDRESS = "yandex_vpc_address.network_public-address_1C557EB5";
export const RECORD = "yandex_dns_recordset.zone_db_46D441A8";
export const ZONE = "yandex_dns_zone.zone";
export const SPREAD = "yandex_compute_placement_group.app-nodes";
