import { CliError, type Client } from '../../src/cli/client';
import { sendFile } from '../../src/cli/intent-file';

const ORDER = 'samples/orders/01-ordinary.json';
const refusing = (error: Error): Client => {
  const refuse = async () => {
    throw error;
  };
  return { get: refuse, post: refuse, remove: refuse };
};

it('names the type that data was held against, which may have been forgotten', () =>
  expect(
    sendFile(refusing(new CliError('The data does not fit (400)', 400)), ORDER, {
      type: 'business.invoice.intent',
    }),
  ).rejects.toThrow(
    'The data does not fit (400)\nIt was sent as business.invoice.intent: --type names another type of intent.',
  ));

it.each([new CliError('No role (403)', 403), new CliError('Nobody answers')])(
  'says no word of types where they are not what is wrong: %s',
  (error) =>
    expect(sendFile(refusing(error), ORDER, { type: 'business.invoice.intent' })).rejects.toThrow(error),
);
