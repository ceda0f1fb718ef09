import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

export interface DeployedFunction {
  name: string;
  /** Such as `eventHubTrigger`. */
  trigger: string | undefined;
  /** Of its retry policy: -1 is without limit, absent is none. */
  retries?: number;
}

/** Loads the bundle as the platform's worker does: it supplies `@azure/functions-core`, and hears of each registration. */
const WORKER = `
const Module = require('node:module');
const found = [];
const core = { version: '1.0.0', hostVersion: '4.0.0', workerConfig: {}, registerHook: () => ({ dispose() {} }),
  setProgrammingModel() {}, getProgrammingModel() {}, log() {},
  registerFunction: ({ name, bindings, retryOptions }) => {
    const trigger = Object.values(bindings).find(({ type }) => type.endsWith('Trigger'));
    found.push({ name, trigger: trigger && trigger.type, retries: retryOptions && retryOptions.maxRetryCount });
    return { dispose() {} };
  } };
const original = Module.prototype.require;
Module.prototype.require = function (id) { return id === '@azure/functions-core' ? core : original.call(this, id); };
require(process.argv[1]);
process.stdout.write(JSON.stringify(found), () => process.exit(0));`;

/** The functions of the build that lies here; undefined where there is none. */
export const deployedFunctions = async (): Promise<readonly DeployedFunction[] | undefined> => {
  const bundle = resolve('dist/functions/index.js');
  const settings = resolve('local.settings.sample.json');
  if (!existsSync(bundle) || !existsSync(settings)) return undefined;
  const { Values } = JSON.parse(readFileSync(settings, 'utf8')) as { Values: Record<string, string> };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', WORKER, bundle], {
    env: { ...Values, PATH: process.env['PATH'] },
  });
  return JSON.parse(stdout) as readonly DeployedFunction[];
};
