// The function process of the laptop's host: forked by it, never started by hand.
import { Socket } from 'node:net';
import { channelFd } from './host/protocol';
import { runWorker } from './host/worker';

void runWorker({
  pipe: new Socket({ fd: channelFd }),
  root: process.cwd(),
  exit: (code) => process.exit(code),
});
