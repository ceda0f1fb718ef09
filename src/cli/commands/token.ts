import { Command } from 'commander';
import { addressOf } from '../address';
import { print } from '../output';
import type { CommonOptions } from './common';

export const tokenCommand = () =>
  new Command('token')
    .description("Prints a bearer token of this machine's issuer, for curl. It is good for an hour.")
    .action(async (options: CommonOptions) => {
      const token = await addressOf(options).token();
      print(options.json, { token }, () => token);
    });
