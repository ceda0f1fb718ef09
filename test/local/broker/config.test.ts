import { BrokerConfigError, parseBrokerConfig } from '../../../src/local/broker/config';

const configOf = (...entities: unknown[]) => ({
  UserConfig: {
    NamespaceConfig: [{ Type: 'EventHub', Name: 'emulatorNs1', Entities: entities }],
    LoggingConfig: { Type: 'File' },
  },
});

const faultsOf = (config: unknown): string => {
  try {
    parseBrokerConfig(config);
  } catch (error) {
    expect(error).toBeInstanceOf(BrokerConfigError);
    return (error as Error).message;
  }
  throw new Error('the config was taken');
};

describe('the Config.json of the official emulator', () => {
  it('gives hubs, their partitions and their consumer groups', () => {
    const config = configOf(
      { Name: 'eh1', PartitionCount: '2', ConsumerGroups: [{ Name: 'cg1' }, { Name: '$Default' }] },
      { Name: 'eh2', PartitionCount: 32 },
    );
    expect(parseBrokerConfig(config)).toEqual([
      { name: 'eh1', partitions: 2, groups: ['cg1'] },
      { name: 'eh2', partitions: 32, groups: [] },
    ]);
  });

  it.each([
    ['no object', [], 'the file must be an object, but is []'],
    ['nothing in it', {}, 'UserConfig must be an object, but is nothing'],
    [
      'no partitions',
      configOf({ Name: 'a' }),
      'Entities[0].PartitionCount must be a whole number from 1 to 32, but is nothing',
    ],
    ['too many partitions', configOf({ Name: 'a', PartitionCount: 33 }), 'from 1 to 32, but is 33'],
    [
      'a name that leaves the folder',
      configOf({ Name: '../a', PartitionCount: 1 }),
      'Entities[0].Name must be a name of letters',
    ],
    [
      'one name twice',
      configOf({ Name: 'a', PartitionCount: 1 }, { Name: 'A', PartitionCount: 1 }),
      'Entities[1].Name must be a name that is not taken, but is "A"',
    ],
    [
      'a group without a name',
      configOf({ Name: 'a', PartitionCount: 1, ConsumerGroups: [{}] }),
      'Entities[0].ConsumerGroups[0].Name must be a name',
    ],
    [
      'eleven hubs',
      configOf(...Array.from({ length: 11 }, (_, i) => ({ Name: `h${i}`, PartitionCount: 1 }))),
      '10 hubs at most, but is "11 of them"',
    ],
  ])('is refused with %s', (_, config, fault) => {
    expect(faultsOf(config)).toContain(fault);
  });

  const captured = (more: object) => ({
    Name: 'a',
    PartitionCount: 1,
    CaptureDescription: { Enabled: true, Destination: { BlobContainer: 'capture' }, ...more },
  });

  it('says how events are kept as files, with the defaults of Azure', () => {
    expect(parseBrokerConfig(configOf(captured({})))[0]!.capture).toEqual({
      namespace: 'emulatorNs1',
      intervalMs: 300_000,
      sizeLimit: 314_572_800,
      skipEmpty: false,
      codec: 'null',
      container: 'capture',
      nameFormat: '{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}',
    });
  });

  it('keeps no files of a hub that does not ask for them', () => {
    const [hub] = parseBrokerConfig(configOf(captured({ Enabled: false })));
    expect(hub).not.toHaveProperty('capture');
  });

  it.each([
    ['an interval beyond 15 minutes', { IntervalInSeconds: 901 }, 'IntervalInSeconds must be a whole number'],
    ['an encoding it does not know', { Encoding: 'Parquet' }, 'Encoding must be "Avro" or "AvroDeflate"'],
    ['no container', { Destination: {} }, 'Destination.BlobContainer must be the name of a blob container'],
    [
      'a name format that lacks the partition',
      {
        Destination: {
          BlobContainer: 'capture',
          ArchiveNameFormat: '{Namespace}/{EventHub}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}',
        },
      },
      "with all of Azure's tokens, and this one lacks {PartitionId}",
    ],
    ['no switch', { Enabled: 'yes' }, 'CaptureDescription.Enabled must be true or false, but is "yes"'],
  ])('is refused with %s for its files', (_, more, fault) => {
    expect(faultsOf(configOf(captured(more)))).toContain(fault);
  });

  it('names every fault at once', () => {
    const message = faultsOf(configOf({ Name: 'a', PartitionCount: 0 }, { Name: '', PartitionCount: 1 }));
    expect(message.split('\n')).toHaveLength(3);
  });
});
