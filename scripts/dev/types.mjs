// The compiler, beside: a build does not wait for types, and runs even where they do not fit.
import { spawn } from 'node:child_process';

const ERROR = /^(\S.*?)\((\d+),\d+\): error TS\d+: (.*)$/;

/** What is nearest to the mistake comes last; on the way there, which members it is in. */
const nearest = ([first, ...more]) => {
  const way = more.slice(0, -1).filter((line) => line.startsWith('Types of property'));
  return more.length ? [...way, more.at(-1)].join(' ') : first;
};

/** @returns a sentence for each error in what the compiler said */
export const faultsIn = (said) =>
  said
    .trim()
    .split(/\r?\n(?=\S)/)
    .flatMap((error) => {
      const [head, ...more] = error.split('\n').map((line) => line.trim());
      const [, file, at, message] = ERROR.exec(head) ?? [];
      return file ? [`${file}:${at}: ${nearest([message, ...more])}`] : [];
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
