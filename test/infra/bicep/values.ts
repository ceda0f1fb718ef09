/** What is known only while the deployment runs, such as an identity's object id: a path to it, readable in what is compared. */
export class Later {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
  toString(): string {
    return `<${this.path}>`;
  }
}

export type Bag = Record<string, unknown>;

/** A resource or module, as others refer to it. */
export interface Reference {
  isReference: true;
  read(name: string): unknown;
  /** Resources declared inside it. */
  child?(name: string): unknown;
}

export const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'isReference' in value;

export const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Later) &&
  !isReference(value);

/** A property of anything. @throws Error for one that is not there, unless `safe` */
export const propertyOf = (value: unknown, name: string | number, safe = false): unknown => {
  if (value instanceof Later) return new Later(`${value.path}.${name}`);
  if (isReference(value)) return value.read(String(name));
  if (Array.isArray(value) && typeof name === 'number') return value[name] as unknown;
  if (isBag(value) && Object.hasOwn(value, name)) return value[name];
  if (safe || value === null || value === undefined) return null;
  throw new Error(`there is no '${name}' in ${JSON.stringify(value)?.slice(0, 80)}`);
};

export const textOf = (value: unknown): string => {
  if (typeof value === 'object' && value !== null && !(value instanceof Later))
    return JSON.stringify(plain(value));
  return String(value);
};

/** Without what is lazy or later: as data, to be looked at. Properties that are null are not set. */
export const plain = (value: unknown): unknown => {
  if (value instanceof Later) return String(value);
  if (isReference(value)) return plain(value.read('id'));
  if (Array.isArray(value)) return value.map(plain);
  if (!isBag(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null && one !== undefined)
      .map(([name, one]) => [name, plain(one)]),
  );
};
