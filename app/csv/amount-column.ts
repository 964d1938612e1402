export type DecimalMark = "." | ",";

/** How the amounts of a column are read. */
export interface AmountColumn {
  /** Null where no amount has a mark. */
  readonly decimal: DecimalMark | null;
  /** Minor units of so many pieces, rounded half up; null for a text that is no amount in this column. */
  minorOf(text: string, pieces?: number): number | null;
  /** Whether `minorOf` rounds it. */
  isRounded(text: string): boolean;
  /** Three digits after a mark, which here can be a fraction or thousands. */
  isOpen(text: string): boolean;
}

export interface AmountCell {
  readonly text: string;
  readonly line: number;
}

export interface AmountColumnOptions {
  readonly given: DecimalMark | null;
  /** Of the currency. */
  readonly decimals: number;
}

interface AmountText {
  readonly negative: boolean;
  /** Digits, points and commas. */
  readonly body: string;
  /** Symbol or code in the cell; empty where there is none. */
  readonly currency: string;
}

const AMOUNT =
  /^(\()?([-−+])?\s*([^\d.,()+\-−'’\s]{1,4})?\s*([-−+])?\s*([.,]?\d(?:[\d.,'’\s]*\d)?[.,]?)\s*([^\d.,()+\-−'’\s]{1,4})?\s*([-−])?(\))?$/;
const CURRENCY = /^(?:[A-Z]{3}|US\$|R\$|[\p{Sc}]|kr\.?|zł|Kč|Ft|lei|Fr\.?)$/iu;
const GROUPED_BY_SPACE = /^\d{1,3}(?:([\s'’])\d{3})(?:\1\d{3})*(?:[.,]\d*)?$/;

/** No amount is longer in characters. */
const LONGEST = 40;
/** As in "12,-": no cents. */
const NO_CENTS = /(\d)[.,][-–]{1,2}(?=\s*[^\d]{0,4}$)/;

export function parseAmountText(text: string): AmountText | null {
  const match = text.length > LONGEST ? null : AMOUNT.exec(text.trim().replace(NO_CENTS, "$1"));
  if (!match) return null;
  const [, open, sign, before, inner, digits = "", after, trailing, close] = match;
  const signs = [sign, inner, trailing, open].filter((one) => one !== undefined);
  if ((open === undefined) !== (close === undefined) || signs.length > 1) return null;
  if (before && after) return null;
  const currency = before ?? after ?? "";
  if (currency !== "" && !CURRENCY.test(currency)) return null;
  const body = GROUPED_BY_SPACE.test(digits) ? digits.replace(/[\s'’]/g, "") : digits;
  if (/[^\d.,]/.test(body)) return null;
  return { negative: signs.some((one) => one !== "+"), body: body.replace(/[.,]$/, ""), currency };
}

/** What one amount proves of the decimal mark: a mark, "open" where both readings give an amount, null where it has no mark. */
function evidenceOf(body: string, decimals: number): DecimalMark | "open" | null {
  const last = Math.max(body.lastIndexOf("."), body.lastIndexOf(","));
  if (last < 0) return null;
  const mark = body[last] as DecimalMark;
  const other: DecimalMark = mark === "." ? "," : ".";
  if (body.includes(other)) return mark;
  if (body.indexOf(mark) !== last) return isGrouped(body, mark) ? other : null;
  const whole = body.slice(0, last);
  const canBeThousands = body.length - last - 1 === 3 && /^[1-9]\d{0,2}$/.test(whole);
  if (!canBeThousands) return mark;
  if (decimals === 0) return other;
  return decimals === 3 ? mark : "open";
}

const isGrouped = (body: string, mark: DecimalMark): boolean =>
  mark === "."
    ? /^\d{1,3}(?:\.\d{3})+$/.test(body)
    : /^(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})$/.test(body);

/** Evidence for one mark counts as a mistake only where there is this much more for the other. */
const OVERWHELMING = 20;

/** The amounts do not prove one decimal mark: two of them have different ones, or each could be thousands. */
export class UnprovenMark extends Error {
  readonly first: AmountCell;
  /** Null where every mark stands before three digits. */
  readonly other: AmountCell | null;
  constructor(first: AmountCell, other: AmountCell | null) {
    super("the amounts prove no decimal mark");
    this.name = "UnprovenMark";
    this.first = first;
    this.other = other;
  }
}

/**
 * The decimal mark that the column proves. Throws UnprovenMark where it proves both, or where every mark in it stands before three digits:
 * "1.270" can be 1270 and 1.27.
 */
export function amountColumn(
  cells: Iterable<AmountCell>,
  { given, decimals }: AmountColumnOptions,
): AmountColumn {
  const proofs: Record<DecimalMark, { rows: number; first: AmountCell | null }> = {
    ".": { rows: 0, first: null },
    ",": { rows: 0, first: null },
  };
  let open: AmountCell | null = null;
  let hasLongFractions = false;
  let hasThousands = false;
  for (const cell of cells) {
    const amount = parseAmountText(cell.text);
    if (!amount) continue;
    hasLongFractions ||= /^\d+[.,]\d{4,}$/.test(amount.body);
    hasThousands ||= /[.,].*[.,]/.test(amount.body);
    const proof = evidenceOf(amount.body, decimals);
    if (proof === "open") open ??= cell;
    else if (proof) {
      proofs[proof].rows += 1;
      proofs[proof].first ??= cell;
    }
  }
  const decimal = given ?? provenMark(proofs, open);
  // What a program computed has fractions of any length, and no thousands.
  const isComputed = hasLongFractions && !hasThousands;
  const isOpen = ({ body }: AmountText): boolean =>
    given === null &&
    !isComputed &&
    decimal !== null &&
    body.includes(decimal) &&
    evidenceOf(body, decimals) === "open";
  return {
    decimal,
    minorOf(text, pieces = 1) {
      const amount = parseAmountText(text);
      // Among amounts like 12.50, one like 1.270 may still be thousands.
      return amount && !isOpen(amount) ? minorOf(amount, decimal ?? ".", decimals, pieces) : null;
    },
    isRounded(text) {
      const body = parseAmountText(text)?.body.replace(/0+$/, "") ?? "";
      const at = decimal === null ? -1 : body.lastIndexOf(decimal);
      return at >= 0 && body.length - at - 1 > decimals;
    },
    isOpen(text) {
      const amount = parseAmountText(text);
      return amount !== null && isOpen(amount);
    },
  };
}

function provenMark(
  proofs: Readonly<Record<DecimalMark, { rows: number; first: AmountCell | null }>>,
  open: AmountCell | null,
): DecimalMark | null {
  const point = proofs["."];
  const comma = proofs[","];
  const [best, other] = comma.rows > point.rows ? [comma, point] : [point, comma];
  if (best.first && other.first && other.rows * OVERWHELMING > best.rows) {
    throw new UnprovenMark(best.first, other.first);
  }
  if (best.first) return best === comma ? "," : ".";
  if (open) throw new UnprovenMark(open, null);
  return null;
}

function minorOf(amount: AmountText, decimal: DecimalMark, decimals: number, pieces: number): number | null {
  const at = amount.body.lastIndexOf(decimal);
  const whole = at < 0 ? amount.body : amount.body.slice(0, at);
  const fraction = at < 0 ? "" : amount.body.slice(at + 1).replace(/0+$/, "");
  if (!/^\d*$/.test(whole) && !isGrouped(whole, decimal === "." ? "," : ".")) return null;
  // A fraction of a currency that has none is a sign that it is another currency.
  if (!/^\d*$/.test(fraction) || (decimals === 0 && fraction !== "")) return null;
  const scale = Math.max(fraction.length, decimals);
  const exact = BigInt(`${whole.replace(/[.,]/g, "") || "0"}${fraction.padEnd(scale, "0")}`);
  const unit = 10n ** BigInt(scale - decimals);
  const minor = Number((2n * exact * BigInt(Math.abs(pieces)) + unit) / (2n * unit));
  if (!Number.isSafeInteger(minor)) return null;
  return amount.negative !== pieces < 0 && minor !== 0 ? -minor : minor;
}
