/** Address of the comparison of a year, or of one month of it (year * 12 + month0). */
export function compareAddress(year: number, month: number | null): string {
  const parameters = new URLSearchParams({ year: String(year) });
  if (month !== null) parameters.set("month", String((month % 12) + 1));
  return `/app/compare?${parameters}`;
}
