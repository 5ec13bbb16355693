import { sshConfig } from "../../lab";

const HOSTS = "Host edge\n  HostName 198.18.0.16";

describe("the ssh configuration of an installation", () => {
  it("accepts every host key where none is remembered", () => {
    expect(sshConfig(HOSTS, { key: "/run/key", knownHosts: "none" })).toBe(`Host edge
  HostName 198.18.0.16

Host *
  IdentityFile /run/key
  IdentitiesOnly yes
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  LogLevel ERROR
`);
  });

  it("remembers host keys, and shares connections, where it gets a place for them", () => {
    expect(sshConfig(HOSTS, { key: "/tmp/key", knownHosts: "/tmp/known_hosts", control: "/tmp/control" })).toBe(
      `Host edge
  HostName 198.18.0.16

Host *
  IdentityFile /tmp/key
  IdentitiesOnly yes
  UserKnownHostsFile /tmp/known_hosts
  StrictHostKeyChecking accept-new
  LogLevel ERROR
  ControlMaster auto
  ControlPath /tmp/control/%C
  ControlPersist 30
  ServerAliveInterval 5
  ServerAliveCountMax 3
`,
    );
  });
});
