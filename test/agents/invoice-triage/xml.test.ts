import { parseXml } from '../../../src/agents/invoice-triage/xml';
import { failureOf } from './documents';

describe('parseXml', () => {
  it('resolves namespaces, whatever the prefixes', () => {
    const root = parseXml(
      '<p:a xmlns:p="urn:one" xmlns="urn:two"><b/><p:b/><b xmlns=""/><q:b xmlns:q="urn:one" p:x="1"/></p:a>',
    );
    expect([root.namespace, root.name]).toEqual(['urn:one', 'a']);
    expect(root.children.map(({ namespace }) => namespace)).toEqual(['urn:two', 'urn:one', '', 'urn:one']);
  });

  it.each([
    ['entities of XML and numbers', '<a>&lt;&#228;&#xE4;&amp;amp;</a>', '<ää&amp;'],
    [
      'CDATA, and what looks like markup in it',
      '<a><![CDATA[<!DOCTYPE a> &foo; & ]]>b</a>',
      '<!DOCTYPE a> &foo; & b',
    ],
    ['text around comments', '<a>x<!-- <!DOCTYPE a> & -->y</a>', 'xy'],
    ['digits as text', '<a> 00120.50 </a>', '00120.50'],
    ['a processing instruction before it', '<?xml version="1.0"?>\n<?style x?>\n<a>1</a>\n', '1'],
  ])('reads %s', (_, xml, text) => expect(parseXml(xml).text).toBe(text));

  it.each([
    ['a DOCTYPE', '<!DOCTYPE a><a/>'],
    [
      'a DOCTYPE after the declaration and a comment',
      '<?xml version="1.0"?><!-- c --><!DOCTYPE a SYSTEM "x"><a/>',
    ],
    ['entities that grow', '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'],
    ['an outside entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a DOCTYPE inside', '<a><!DOCTYPE a [<!ENTITY x "x">]></a>'],
    ['one in small letters', '<!doctype a><a/>'],
  ])('refuses %s', (_, xml) =>
    expect(failureOf(() => parseXml(xml))).toBe('BusinessFailure document-doctype'),
  );

  it.each([
    ['nothing', ''],
    ['text', 'an invoice, please'],
    ['JSON', '{"invoice":1}'],
    ['an element that is not closed', '<a><b></a>'],
    ['a document that was cut off', '<a><b>1</b'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['an entity that is not declared', '<a>&nbsp;</a>'],
    ['a bare ampersand', '<a>x & y</a>'],
    ['a prefix that is not declared', '<x:a/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['a comment that does not end', '<a><!-- </a>'],
    ['a control character', '<a>\u0001</a>'],
    ['a reference to a control character', '<a>&#x01;</a>'],
    ['a reference to half a character', '<a>&#xD800;</a>'],
    ['names that JavaScript knows', '<a><__proto__>1</__proto__></a>'],
  ])('refuses %s', (_, xml) =>
    expect(failureOf(() => parseXml(xml))).toBe('BusinessFailure document-not-xml'),
  );

  it('refuses deep nesting, and reads what is nested as invoices are', () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(failureOf(() => parseXml(nested(1_000)))).toBe('BusinessFailure document-not-xml');
    expect(parseXml(nested(30)).name).toBe('a');
  });

  it('says what is wrong in few words, however much is wrong', () => {
    const message = (() => {
      try {
        return parseXml('<a>'.repeat(50_000)).name;
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message.length).toBeLessThan(300);
  });

  it('reads a document with an attachment of a megabyte', () =>
    expect(parseXml(`<a><b>${'QUJD'.repeat(262_144)}</b></a>`).children[0]!.text).toHaveLength(1_048_576));

  // Each took seconds to minutes with a pattern, or a copy, where there is now a search or a chain.
  it.each([
    ['comments that never end', `<a>${'<!--'.repeat(250_000)}`],
    ['CDATA sections that never end', `<a>${'<![CDATA['.repeat(110_000)}`],
    ['ampersands', `<a>${'&'.repeat(1_000_000)}</a>`],
    ['open brackets', '<'.repeat(1_000_000)],
    [
      'declarations of namespaces in many children',
      `<a ${Array.from({ length: 15_000 }, (_, at) => `xmlns:p${at}="u"`).join(' ')}>${'<b xmlns="u"/>'.repeat(30_000)}</a>`,
    ],
  ])('is not held up by a megabyte of %s', (_, xml) => {
    const before = process.cpuUsage().user;
    failureOf(() => parseXml(xml));
    expect(process.cpuUsage(undefined).user - before).toBeLessThan(10_000_000);
  });
});
