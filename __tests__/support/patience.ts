// For tests that start servers or boot machines. jest takes no testTimeout per project: 5 s were in force all the same.
jest.setTimeout(120_000);
