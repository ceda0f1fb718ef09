/** Long enough for the slowest machine: a test that waits for something real must not fail for the load beside it. */
jest.setTimeout(60_000);
