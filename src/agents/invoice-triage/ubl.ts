import type { Element } from './xml';

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd';

export const INVOICE = `${UBL}:Invoice-2`;
export const CREDIT_NOTE = `${UBL}:CreditNote-2`;

// The prefixes of paths in this code; documents may use others.
const NAMESPACES: Readonly<Record<string, string>> = {
  cac: `${UBL}:CommonAggregateComponents-2`,
  cbc: `${UBL}:CommonBasicComponents-2`,
};

/** All elements at a path such as `cac:Party/cbc:EndpointID`, in the order of the document. */
export const all = (element: Element, path: string): readonly Element[] =>
  path.split('/').reduce<readonly Element[]>(
    (found, step) => {
      const [prefix = '', name] = step.split(':');
      return found.flatMap(({ children }) =>
        children.filter((child) => child.name === name && child.namespace === NAMESPACES[prefix]),
      );
    },
    [element],
  );

/** The first element at a path that has text; undefined where there is none. */
export const first = (element: Element, path: string): Element | undefined =>
  all(element, path).find(({ text }) => text !== '');
