// Every way in which a file can reach another: import, export from, import(), require(), import type, import('…').X.
import { parseSync } from '@swc/core';

/** @returns {{ path: string, typeOnly: boolean, offset: number }[]} */
export const importsOf = (ast, base) => {
  const found = [];
  const add = (source, typeOnly) =>
    source?.type === 'StringLiteral' &&
    found.push({ path: source.value, typeOnly, offset: source.span.start - base });
  walk(ast, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        return add(
          node.source,
          node.typeOnly || (node.specifiers.length > 0 && node.specifiers.every((s) => s.isTypeOnly)),
        );
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        return add(node.source, node.typeOnly);
      case 'TsImportType':
        return add(node.argument, true);
      case 'TsExternalModuleReference':
        return add(node.expression, false);
      case 'CallExpression':
        if (node.callee.type === 'Import' || node.callee.value === 'require')
          add(node.arguments[0]?.expression, false);
    }
  });
  return found;
};

/** Uses of clock, chance and environment, by the names of `impure`. */
export const impuritiesOf = (ast, base, impure) => {
  const found = [];
  walk(ast, (node, parent, key) => {
    if (node.type === 'NewExpression' && node.callee.value === 'Date' && !node.arguments?.length)
      found.push({ name: 'new Date()', offset: node.span.start - base });
    if (node.type === 'MemberExpression' && node.object.type === 'Identifier') {
      const name = `${node.object.value}.${node.property.value}`;
      if (impure.includes(name)) found.push({ name, offset: node.span.start - base });
    }
    const isName = node.type === 'Identifier' && impure.includes(node.value);
    const isReference =
      !['key', 'property', 'label'].includes(key) &&
      !/Declarat|Pattern|Param|Specifier|Ts/.test(parent?.type ?? '');
    if (isName && isReference) found.push({ name: node.value, offset: node.span.start - base });
  });
  return found;
};

export const parse = (text) => {
  const ast = parseSync(text, { syntax: 'typescript', target: 'es2023' });
  // swc counts positions over all files that a process parsed; a file's own begin where its program does.
  return { ast, base: ast.span.start };
};

const walk = (node, visit, parent, key) => {
  if (!node || typeof node !== 'object') return;
  if (Array.isArray(node)) return node.forEach((child) => walk(child, visit, parent, key));
  if (typeof node.type === 'string') visit(node, parent, key);
  const next = typeof node.type === 'string' ? node : parent;
  for (const [name, child] of Object.entries(node)) if (name !== 'span') walk(child, visit, next, name);
};
