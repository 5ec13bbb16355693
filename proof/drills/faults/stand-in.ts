import type { Instance, Site } from "../site";

/** When a process of the stand-in for bingo dies of age, and how (lab/programs/bingo/README.md). */
export interface Life {
  /** Seconds. */
  readonly min: number;
  readonly max: number;
  readonly death: "exit0" | "panic" | "leak" | "sick" | "random";
  /** Each instance has a fate of its own. @default false: those that start in one minute share theirs */
  readonly apart?: true;
}

const COMPOSE = "/etc/bingo/compose.yaml";
const ASIDE = "/etc/bingo/compose.yaml.before-drill";

/** Says why a fault needs the lab's stand-in for bingo; undefined where it runs. */
export async function needsStandIn(site: Site): Promise<string | undefined> {
  const { machine } = site.instances[0] ?? site.instance("app-1");
  const version = await site.machine(machine).succeed("runuser -u nobody -- /opt/bingo/bingo version 2>&1 || true");
  if (/stand-in/i.test(version)) return undefined;
  return "not possible with the real bingo: when it dies cannot be set; watch it for half an hour";
}

/**
 * Gives instances of one machine another life. New containers replace them one after the other, drained, as after every
 * change of compose.yaml.
 */
export async function giveLife(site: Site, machine: string, instances: readonly Instance[], life: Life): Promise<void> {
  const { min, max, death, apart = false } = life;
  const settings = `STANDIN_LIFE_MIN: ${min}s, STANDIN_LIFE_MAX: ${max}s, STANDIN_DEATH: ${death}`;
  const edits = instances.map(({ name }) => {
    const own = apart ? `${settings}, STANDIN_SEED: ${machine}-${name}` : settings;
    return `-e '/container_name: ${name}$/a\\    environment: {<<: *environment, ${own}}'`;
  });
  await site.machine(machine).succeed(
    `[[ -e ${ASIDE} ]] || cp --preserve ${COMPOSE} ${ASIDE}
     sed -e 's/^  environment:$/  environment: \\&environment/' ${edits.join(" ")} ${ASIDE} >${COMPOSE}.new
     mv ${COMPOSE}.new ${COMPOSE}
     ${FOLLOWED}`,
  );
}

/** Gives all instances of a machine their own life back. */
export async function takeLife(site: Site, machine: string): Promise<void> {
  await site.machine(machine).succeed(`if [[ -e ${ASIDE} ]]; then mv ${ASIDE} ${COMPOSE}; ${FOLLOWED}; fi`);
}

/** Applies compose.yaml, and waits until that is done. */
const FOLLOWED = `systemctl restart bingo.service
     for ((i = 0; i < 300; i++)); do
       [[ $(systemctl show --property MainPID --value bingo.service) != 0 ]] || break
       sleep 0.1
     done`;
