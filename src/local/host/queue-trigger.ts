import { setTimeout as wait } from 'node:timers/promises';
import { QueueServiceClient } from '@azure/storage-queue';
import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { connectionOf } from './app-settings';
import { bindingSetting } from './binding-setting';
import type { QueuesSettings } from './host-json';
import type { Binding, Invoke, Listener, RegisteredFunction } from './invocation';
import type { Log } from './log';
import { toQueueInvocation } from './to-queue-invocation';

export interface QueueTriggerOptions {
  registered: RegisteredFunction;
  trigger: Binding;
  invoke: Invoke;
  settings: QueuesSettings;
  env: NodeJS.ProcessEnv;
  log: Log;
  /** Between two looks at an empty queue. */
  pollMs: number;
  /** How long a message that is being worked on stays away from others; it is renewed at half of that. */
  leaseMs: number;
}

/**
 * Runs a function for each message of a queue, which it creates if need be. Success deletes the message; failure brings it
 * back after `visibilityTimeout`, and at the `maxDequeueCount`th time puts it on `<queue>-poison`.
 */
export const startQueueTrigger = (options: QueueTriggerOptions): Listener => {
  const { registered, settings, log, pollMs } = options;
  const { queue, poison } = clients(options);
  const stopping = new AbortController();
  const { signal } = stopping;
  const underWay = new Set<Promise<void>>();
  const handle = handleMessage(options, queue, poison);
  const warn = (what: string, error: unknown): void =>
    log({
      level: 'warning',
      functionName: registered.name,
      message: `${what} the queue ${queue.name}: ${(error as Error).message}`,
    });

  const take = (message: DequeuedMessageItem): void => {
    const done = handle(message)
      .catch((error: unknown) => warn('Could not settle a message of', error))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  };
  /** @returns whether there may be more at once */
  const poll = async (): Promise<boolean> => {
    const { receivedMessageItems: messages } = await queue.receiveMessages({
      numberOfMessages: Math.min(Math.max(settings.batchSize, 1), 32),
      visibilityTimeout: Math.max(1, Math.ceil(options.leaseMs / 1000)),
      abortSignal: signal,
    });
    messages.forEach(take);
    return messages.length > 0;
  };
  const loop = async (): Promise<void> => {
    await untilDone(
      () => queue.createIfNotExists({ abortSignal: signal }),
      pollMs,
      signal,
      (error) => warn('Cannot create', error),
    );
    while (!signal.aborted) {
      const more = await poll().catch((error: unknown) => {
        if (!signal.aborted) warn('Cannot read', error);
        return false;
      });
      if (!more) await wait(pollMs, undefined, { signal }).catch(() => undefined);
      while (underWay.size > settings.newBatchThreshold && !signal.aborted) await Promise.race(underWay);
    }
  };

  const looping = loop();
  return {
    close: async () => {
      stopping.abort();
      await looping;
      await Promise.all(underWay);
    },
  };
};

const clients = ({
  registered,
  trigger,
  env,
}: QueueTriggerOptions): { queue: QueueClient; poison: QueueClient } => {
  const where = `The queue trigger ${registered.name}`;
  const setting = bindingSetting(trigger, env, where);
  const name = setting('queueName').toLowerCase();
  const connection = connectionOf(setting('connection', 'AzureWebJobsStorage'), env, where);
  const service = QueueServiceClient.fromConnectionString(connection, {
    retryOptions: { maxTries: 2, retryDelayInMs: 100 },
  });
  return { queue: service.getQueueClient(name), poison: service.getQueueClient(`${name}-poison`) };
};

const handleMessage =
  (
    { registered, trigger, invoke, settings, leaseMs, log }: QueueTriggerOptions,
    queue: QueueClient,
    poison: QueueClient,
  ) =>
  async (message: DequeuedMessageItem): Promise<void> => {
    const lease = keepLease(queue, message, leaseMs);
    const remove = async (): Promise<unknown> => queue.deleteMessage(message.messageId, lease.receipt());
    const giveUp = async (why: string): Promise<void> => {
      log({
        level: 'warning',
        functionName: registered.name,
        message: `A message of ${queue.name} goes to ${poison.name}: ${why}`,
      });
      await poison.createIfNotExists();
      await poison.sendMessage(message.messageText, { messageTimeToLive: -1 });
      await remove();
    };
    try {
      if (message.dequeueCount > settings.maxDequeueCount) return await giveUp('it was tried too often.');
      const invocation = toQueueInvocation(
        registered.name,
        message,
        settings.messageEncoding,
        trigger['dataType'],
      );
      if (!invocation) return await giveUp('it is not base64, which messageEncoding asks for.');
      const outcome = await invoke(invocation);
      await lease.end();
      if (outcome.kind === 'succeeded') return void (await remove());
      if (outcome.cause !== 'stopping' && message.dequeueCount >= settings.maxDequeueCount)
        return await giveUp(outcome.message);
      await queue.updateMessage(
        message.messageId,
        lease.receipt(),
        undefined,
        settings.visibilityTimeoutMs / 1000,
      );
    } finally {
      await lease.end();
    }
  };

/** Keeps a message away from others while its function runs. */
const keepLease = (queue: QueueClient, message: DequeuedMessageItem, leaseMs: number) => {
  let receipt = message.popReceipt;
  let renewing: Promise<unknown> = Promise.resolve();
  const renew = async (): Promise<void> => {
    const { popReceipt } = await queue.updateMessage(
      message.messageId,
      receipt,
      undefined,
      Math.ceil(leaseMs / 1000),
    );
    receipt = popReceipt ?? receipt;
  };
  const timer = setInterval(() => (renewing = renewing.then(renew).catch(() => undefined)), leaseMs / 2);
  return {
    receipt: () => receipt,
    end: () => {
      clearInterval(timer);
      return renewing;
    },
  };
};

const untilDone = async (
  action: () => Promise<unknown>,
  pauseMs: number,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      return void (await action());
    } catch (error) {
      if (!signal.aborted) onError(error);
      await wait(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
};
