/** Environment variables by which global-setup.ts hands paths of engines over to the tests. */
export const PINNED_ENGINE = "TEST_PINNED_ENGINE";
export const USERS_ENGINE = "TEST_USERS_ENGINE";

/** The path of the OpenTofu that lab/engine/go.mod pins. @throws when it could not be built */
export function pinnedEngine(): string {
  return engineIn(PINNED_ENGINE);
}

/** The path of the engine that the user's commands take. @throws when there is none */
export function usersEngine(): string {
  return engineIn(USERS_ENGINE);
}

function engineIn(variable: string): string {
  const path = process.env[variable];
  if (path === undefined)
    throw new Error(`${variable}: expected the path of an engine, found none: see the output above`);
  return path;
}
