import { extractFacts } from '../../../src/agents/invoice-triage/extract';
import { failureOf, invoiceXml } from './documents';

describe('extractFacts', () => {
  it('takes the registered name for the seller, and the trading name beside it', () =>
    expect(extractFacts(invoiceXml()).supplier).toMatchObject({
      name: 'Legal name GmbH',
      tradingName: 'Trading name',
    }));

  it('takes the VAT identifier among several of tax, without blanks', () =>
    expect(extractFacts(invoiceXml()).supplier).toMatchObject({
      vatId: 'DE812345670',
      id: 'vat:DE812345670',
    }));

  it.each([
    [
      'company identifier',
      '<cac:PartyLegalEntity><cbc:RegistrationName>A  B</cbc:RegistrationName><cbc:CompanyID>hrb 7</cbc:CompanyID></cac:PartyLegalEntity>',
      'company:HRB7',
    ],
    [
      'name',
      '<cac:PartyLegalEntity><cbc:RegistrationName>A  B</cbc:RegistrationName></cac:PartyLegalEntity>',
      'name:a b',
    ],
  ])('knows a supplier without VAT identifier by its %s', (_, entity, id) => {
    const supplier = `<cac:AccountingSupplierParty><cac:Party>${entity}</cac:Party></cac:AccountingSupplierParty>`;
    expect(extractFacts(invoiceXml({ supplier })).supplier.id).toBe(id);
  });

  it('keeps the VAT of accounting apart, and the breakdown of the document', () => {
    const vat = `<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">212.80</cbc:TaxAmount></cac:TaxTotal>
      <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>`;
    expect(extractFacts(invoiceXml({ vat }))).toMatchObject({
      vat: [{ category: 'S', rate: '19', taxable: '100.00', amount: '19.00' }],
      vatTotals: [
        { currency: 'SEK', amount: '212.80' },
        { currency: 'EUR', amount: '19.00' },
      ],
    });
  });

  it('adds up allowances and charges of a line, and lists those of the document', () => {
    const adjustment = (charge: string, amount: string) =>
      `<cac:AllowanceCharge><cbc:ChargeIndicator>${charge}</cbc:ChargeIndicator><cbc:AllowanceChargeReason>why</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">${amount}</cbc:Amount></cac:AllowanceCharge>`;
    const lines = `<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity>4</cbc:InvoicedQuantity><cbc:LineExtensionAmount>96.10</cbc:LineExtensionAmount>
      ${adjustment('false', '5')}${adjustment('0', '0.10')}${adjustment('1', '1.2')}
      <cac:Item><cbc:Name>Lamp</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount>25</cbc:PriceAmount></cac:Price></cac:InvoiceLine>`;
    const facts = extractFacts(
      invoiceXml({ lines, adjustments: adjustment('false', '3') + adjustment('true', '7.005') }),
    );
    expect(facts.lines[0]).toMatchObject({ allowances: '5.10', charges: '1.20' });
    expect([facts.allowances, facts.charges]).toMatchObject([
      [{ amount: '3.00' }],
      [{ amount: '7.005', reason: 'why' }],
    ]);
  });

  it('keeps each allowance and charge of a line, with what it is a share of', () => {
    const lines = `<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity>4</cbc:InvoicedQuantity><cbc:LineExtensionAmount>95.00</cbc:LineExtensionAmount>
      <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode><cbc:Amount>5</cbc:Amount><cbc:BaseAmount>100.000</cbc:BaseAmount></cac:AllowanceCharge>
      <cac:Item><cbc:Name>Lamp</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount>25</cbc:PriceAmount><cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount>5</cbc:Amount><cbc:BaseAmount>30</cbc:BaseAmount></cac:AllowanceCharge></cac:Price></cac:InvoiceLine>`;
    expect(extractFacts(invoiceXml({ lines })).lines[0]).toMatchObject({
      adjustments: [{ kind: 'allowance', amount: '5.00', base: '100.000', reason: '95' }],
      grossPrice: '30',
    });
  });

  it('reads what VAT depends on besides: delivery, period, tax point, representative, terms, addresses', () => {
    const parts = `<cbc:TaxPointDate>2026-11-01</cbc:TaxPointDate><cac:InvoicePeriod><cbc:StartDate>2026-10-01</cbc:StartDate><cbc:DescriptionCode>35</cbc:DescriptionCode></cac:InvoicePeriod>
      <cac:TaxRepresentativeParty><cac:PartyName><cbc:Name>Rep</cbc:Name></cac:PartyName><cac:PostalAddress><cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country></cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>FR1</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:TaxRepresentativeParty>
      <cac:Delivery><cbc:ActualDeliveryDate>2026-10-30</cbc:ActualDeliveryDate><cac:DeliveryLocation><cac:Address><cac:Country><cbc:IdentificationCode>AT</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation></cac:Delivery>
      <cac:PaymentTerms><cbc:Note>30 days</cbc:Note></cac:PaymentTerms>`;
    expect(extractFacts(invoiceXml({ payment: parts }))).toMatchObject({
      taxPointDate: '2026-11-01',
      taxPointCode: '35',
      period: { start: '2026-10-01' },
      taxRepresentative: { name: 'Rep', vatId: 'FR1', country: 'FR' },
      delivery: { date: '2026-10-30', country: 'AT' },
      paymentTerms: '30 days',
      supplier: { taxId: 'TAX-77', address: { city: 'Ulm' }, country: 'DE' },
    });
  });

  it('takes the VAT category of an item for its own, not that of another tax', () => {
    const categories = `<cac:ClassifiedTaxCategory><cbc:ID>X</cbc:ID><cac:TaxScheme><cbc:ID>GST</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>`;
    const lines = `<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity>4</cbc:InvoicedQuantity><cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Lamp</cbc:Name>${categories}</cac:Item><cac:Price><cbc:PriceAmount>25</cbc:PriceAmount></cac:Price></cac:InvoiceLine>`;
    expect(extractFacts(invoiceXml({ lines })).lines[0]).toMatchObject({ category: 'S', rate: '19' });
  });

  it('tells an IBAN from another account', () => {
    const payment = (account: string) =>
      `<cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>${account}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>`;
    expect(extractFacts(invoiceXml({ payment: payment('de12 5001 0517') })).payment).toEqual({
      iban: 'DE1250010517',
    });
    expect(extractFacts(invoiceXml({ payment: payment('5050-1055') })).payment).toEqual({
      account: '5050-1055',
    });
    expect(extractFacts(invoiceXml())).not.toHaveProperty('payment');
  });

  it.each([
    ['+1250', '1250.00'],
    ['0001250.5', '1250.50'],
    ['.5', '0.50'],
    ['-3.10', '-3.10'],
    ['12345678901234567.89', '12345678901234567.89'],
    ['0.123456789', '0.123456789'],
    ['100.5000', '100.5000'],
    ['7.00000000000000', '7.0000000000'],
  ])('keeps the digits of %s', (amount, kept) =>
    expect(extractFacts(invoiceXml({ totals: totalsOf(amount) })).totals.payable).toBe(kept),
  );

  it.each(['12,50', '1.250,00', '1e3', '0x10', 'NaN', '--1', '.', '1 000', '123456789012345678.00'])(
    'refuses %s as an amount',
    (amount) => {
      expect(failureOf(() => extractFacts(invoiceXml({ totals: totalsOf(amount) })))).toBe(
        'BusinessFailure document-value',
      );
    },
  );

  it('refuses an amount in another currency than the document', () =>
    expect(() =>
      extractFacts(invoiceXml({ currency: '<cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode>' })),
    ).toThrow('is in EUR, but the document is in SEK'));

  it.each(['2026-02-30', '02.11.2026', '2026-11-02T10:00:00'])('refuses %s as a date', (day) =>
    expect(() => extractFacts(invoiceXml({ issued: `<cbc:IssueDate>${day}</cbc:IssueDate>` }))).toThrow(
      'no date such as',
    ),
  );

  it('leaves out the time zone of a date', () =>
    expect(
      extractFacts(invoiceXml({ issued: '<cbc:IssueDate>2026-11-02+01:00</cbc:IssueDate>' })).issueDate,
    ).toBe('2026-11-02'));

  it('names all that a document lacks at once', () =>
    expect(() => extractFacts(invoiceXml({ number: '', buyer: '', totals: '', lines: '' }))).toThrow(
      'the document lacks number (BR-02, BT-1), name of the buyer (BR-07, BT-44), a line (BR-16, BG-25), sum of the lines (BR-12, BT-106), total without VAT (BR-13, BT-109), total with VAT (BR-14, BT-112), amount due (BR-15, BT-115)',
    ));

  it.each([
    ['an order', '<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>'],
    ['an invoice of no namespace', '<Invoice/>'],
    ['a page', '<html><body/></html>'],
  ])('refuses %s', (_, xml) =>
    expect(failureOf(() => extractFacts(xml))).toBe('BusinessFailure document-not-an-invoice'),
  );

  it('takes no element of another namespace for its own', () =>
    expect(() => extractFacts(invoiceXml({ number: '<x:ID xmlns:x="urn:other">R-1</x:ID>' }))).toThrow(
      'number (BR-02, BT-1)',
    ));

  it('cuts long names, and refuses long numbers', () => {
    const name = (text: string) =>
      invoiceXml({
        buyer: `<cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>${text}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>`,
      });
    expect(extractFacts(name('n'.repeat(2_000))).buyer.name).toHaveLength(500);
    expect(() => extractFacts(invoiceXml({ number: `<cbc:ID>${'1'.repeat(201)}</cbc:ID>` }))).toThrow(
      '200 is the limit',
    );
  });
});

const totalsOf = (payable: string): string =>
  `<cac:LegalMonetaryTotal><cbc:LineExtensionAmount>100</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount>100</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount>119</cbc:TaxInclusiveAmount><cbc:PayableAmount>${payable}</cbc:PayableAmount></cac:LegalMonetaryTotal>`;
