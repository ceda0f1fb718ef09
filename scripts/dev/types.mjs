// The compiler, beside: a build does not wait for types, and runs even where they do not fit.
import { spawn } from 'node:child_process';

const ERROR = /^(\S.*?)\((\d+),\d+\): error TS\d+: (.*)$/;

const faultsIn = (said) =>
  said.split('\n').flatMap((line) => {
    const [, file, at, message] = ERROR.exec(line.trimEnd()) ?? [];
    return file ? [`${file}:${at}: ${message}`] : [];
  });

/** @param {(faults: string[]) => void} tell is called when the latest check has ended */
export const typeChecker = (tell) => {
  let current;
  return () => {
    current?.kill();
    const child = spawn(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    current = child;
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.once('close', () => child === current && tell(faultsIn(said)));
  };
};
