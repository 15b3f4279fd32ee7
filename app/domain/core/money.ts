// Amounts of money as people read them.

/** Minor units as money: 500 usd is $5, 550 is $5.50. */
export function formatMoney(amountCents: number, currency: string, locale = "en"): string {
  const whole = amountCents % 100 === 0;
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: whole ? 0 : 2,
  });
  return format.format(amountCents / 100);
}
