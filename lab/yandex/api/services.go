package main

// services are the services of Yandex Cloud that the lab's cloud speaks, with the methods it has of each. Names are
// relative to yandex.cloud.
var services = []struct {
	name    string
	methods []string
}{
	{"endpoint.ApiEndpointService", []string{"List"}},
	{"operation.OperationService", []string{"Get"}},
	{"iam.v1.IamTokenService", []string{"Create"}},
	{"vpc.v1.NetworkService", []string{"Get", "List", "Create", "Update", "Delete", "ListSubnets"}},
	{"vpc.v1.SubnetService", []string{"Get", "List", "Create", "Update", "Delete"}},
	{"vpc.v1.RouteTableService", []string{"Get", "List", "Create", "Update", "Delete"}},
	{"vpc.v1.GatewayService", []string{"Get", "List", "Create", "Update", "Delete"}},
	{"vpc.v1.AddressService", []string{"Get", "List", "Create", "Update", "Delete"}},
	{"vpc.v1.SecurityGroupService", []string{"Get", "List", "Create", "Update", "UpdateRules", "Delete"}},
	{"dns.v1.DnsZoneService", []string{"Get", "List", "Create", "Update", "Delete", "GetRecordSet", "UpdateRecordSets"}},
	{"compute.v1.ImageService", []string{"Get", "GetLatestByFamily"}},
	{"compute.v1.DiskService", []string{"Get", "List", "Create", "Update", "Delete"}},
	{"compute.v1.PlacementGroupService", []string{"Get", "List", "Create", "Update", "Delete"}},
	{"compute.v1.SnapshotScheduleService", []string{
		"Get", "List", "Create", "Update", "Delete", "UpdateDisks", "ListDisks", "Enable", "Disable",
	}},
	{"compute.v1.InstanceService", []string{
		"Get", "List", "Create", "Update", "UpdateMetadata", "Delete", "Start", "Stop", "Restart", "AttachDisk",
		"DetachDisk", "AddOneToOneNat", "RemoveOneToOneNat", "UpdateNetworkInterface",
	}},
}
