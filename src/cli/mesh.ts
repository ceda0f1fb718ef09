import { CliError } from './client';
import { meshProgram } from './program';

meshProgram()
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof CliError ? error.message : error);
    process.exitCode = 1;
  });
