import type { Consumer, MemberRead, TypeRead } from '../../src/contracts/consumers';
import { connectorDefinition } from './document';
import { deployedMesh } from './source';
import { pascalOf } from './titles';

interface Shape {
  $ref?: string;
  type?: string;
  enum?: readonly unknown[];
  required?: readonly string[];
  properties?: Readonly<Record<string, Shape>>;
  items?: Shape;
}

/** What the shapes that the connector shows to makers are made of. */
const SOURCES: Readonly<Record<string, Pick<TypeRead, 'type' | 'versions'>>> = {
  EndedRun: { type: 'run.ended', versions: [1] },
  Run: { type: 'api/Run' },
  Tasks: { type: 'api/Tasks' },
  Submission: { type: 'api/Accepted' },
  TakenAnswer: { type: 'api/AcceptedAnswer' },
};

/** An object without members stands for anything: there are no answers without a type in a connector. */
const valuesOf = ({ type, enum: listed }: Shape): unknown => {
  if (listed) return { enum: listed };
  return type === undefined || type === 'object' ? undefined : { type };
};

const membersOf = (shape: Shape, pointer: string): readonly MemberRead[] => [
  ...Object.entries(shape.properties ?? {}).flatMap(([name, member]): readonly MemberRead[] => {
    const values = valuesOf(member);
    const at = `${pointer}/${name}`;
    const required = shape.required?.includes(name) === true;
    return [
      { pointer: at, ...(required && { required }), ...(values !== undefined && { values }) },
      ...membersOf(member, at),
    ];
  }),
  ...(shape.items ? membersOf(shape.items, `${pointer}/*`) : []),
];

const asRead = (key: string): Pick<TypeRead, 'type' | 'versions'> => {
  const [type = '', version] = key.split('@');
  return { type, versions: [Number(version)] };
};

/** What flows rely on that were built with this connector: written when it is released, for they stay. */
export const connectorConsumer = async (release: string): Promise<Consumer> => {
  const source = await deployedMesh();
  const definitions = connectorDefinition(source).definitions as Readonly<Record<string, Shape>>;
  const results = source.catalog
    .intents()
    .map(({ intent, output }) => [`${pascalOf(intent.split('.')[1]!)}Result`, asRead(output)] as const);
  const sources = { ...SOURCES, ...Object.fromEntries(results) };
  return {
    name: `flows built with the connector of release ${release}`,
    owner: 'the maintainers of power-platform',
    where: 'power-platform/connector/apiDefinition.swagger.json, as released',
    reads: Object.entries(sources).flatMap(([name, type]) => {
      const shape = definitions[name];
      return shape ? [{ ...type, members: membersOf(shape, '') }] : [];
    }),
  };
};
