// For tests that start servers or boot machines, and for all others on a machine that is busy with those. jest takes no
// testTimeout per project: 5 s were in force all the same.
jest.setTimeout(120_000);
