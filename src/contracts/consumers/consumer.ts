/** One member that a consumer reads. */
export interface MemberRead {
  /** JSON Pointer into the data; `*` stands for each item of a list. */
  pointer: string;
  /** Whether it must be there wherever its parent is. */
  required?: boolean;
  /** A JSON Schema of the values that the consumer can live with; absent means any. */
  values?: unknown;
}

/** What a consumer reads of one type. */
export interface TypeRead {
  /** Name of the schema without its version (`run.ended`, `invoice/risk`), or `api/<Name>` for what HTTP answers. */
  type: string;
  /** The major versions that it reads; of what HTTP answers there is one, without a number. */
  versions?: readonly number[];
  members: readonly MemberRead[];
}

/** `contracts/consumers/<name>.json`: what somebody relies on. */
export interface Consumer {
  name: string;
  /** Who is asked before it is broken. */
  owner: string;
  /** Where it reads, for people. */
  where: string;
  reads: readonly TypeRead[];
}

/** The keys of the schemas that a read is about. */
export const keysOf = ({ type, versions }: TypeRead): readonly string[] =>
  versions ? versions.map((version) => `${type}@${version}`) : [type];

/** What is missing in a file; nothing where it can be relied on. */
export const consumerFaults = (file: unknown): readonly string[] => {
  const consumer = file as Partial<Consumer>;
  const missing = (['name', 'owner', 'where'] as const).filter(
    (word) => typeof consumer[word] !== 'string' || consumer[word].trim() === '',
  );
  const reads = Array.isArray(consumer.reads) ? (consumer.reads as Partial<TypeRead>[]) : [];
  return [
    ...missing.map((word) => `/${word} is missing: whoever breaks it must know whom to ask`),
    ...(reads.length === 0 ? ['/reads is empty: say what is read'] : []),
    ...reads.flatMap((read, index) => readFaults(read, `/reads/${index}`)),
  ];
};

const readFaults = ({ type, members = [] }: Partial<TypeRead>, at: string): readonly string[] => [
  ...(typeof type === 'string' ? [] : [`${at}/type is missing`]),
  ...members
    .filter(({ pointer }) => typeof pointer !== 'string' || !pointer.startsWith('/'))
    .map((_, index) => `${at}/members/${index}/pointer must be a JSON Pointer, such as /status`),
];
