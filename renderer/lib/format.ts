/** Every number, time and date on screen is written here, so that they look alike. */

/** Where there is nothing to report. */
export const nothing = "–";
const minus = "−";

// Made once: a formatter is dear, and a live run writes dozens of numbers ten times a second.
const wholeNumbers = new Intl.NumberFormat("en-US", {
  maximumFractionDigits: 0,
});
const formatters = new Map<string, Intl.NumberFormat>();
const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
});
const dayOfYear = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
});
const fullDay = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
});

/**
 * A measured quantity with `digits` significant digits, trailing zeros kept so that a changing
 * value does not jump about. Very large and very small ones as "1.23 × 10⁻⁵".
 */
export function quantity(value: number | null | undefined, digits = 4): string {
  return written(value, digits, digits);
}

/** A setting or a limit: the same without trailing zeros, "0.05". */
export function plain(value: number | null | undefined, digits = 6): string {
  return written(value, digits, 1);
}

/**
 * A ratio with so many decimals, "0.975"; "0" where it rounds to that, without a sign. Very large ones as
 * a quantity.
 */
export function fixed(value: number, decimals = 3): string {
  if (!(Math.abs(value) < 1e6)) return quantity(value);
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? "0" : signed(text);
}

/** A whole number, grouped: "5,000". */
export function count(value: number): string {
  return signed(wholeNumbers.format(value));
}

/** "1 step", "2,000 steps". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** How far a ratio is from 1, unsigned: 1.034 → "3.4 %". */
export function percentFromOne(ratio: number): string {
  const percent = Math.abs(ratio - 1) * 100;
  return `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}

/** A span of time: "0.4 s", "14 s", "2 min 5 s", "3 h 12 min". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return nothing;
  if (seconds < 0.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(whole, 60, "min", 1, "s");
  if (whole < 86_400) return pair(whole, 3600, "h", 60, "min");
  return pair(whole, 86_400, "d", 3600, "h");
}

/** A moment: "today, 14:05", "yesterday, 09:30", "12 Mar, 08:00", "12 Mar 2024". */
export function moment(milliseconds: number, now = Date.now()): string {
  const date = new Date(milliseconds);
  const today = new Date(now);
  const time = clock.format(date);
  const yesterday = new Date(now);
  yesterday.setDate(today.getDate() - 1);
  if (sameDay(date, today)) return `today, ${time}`;
  if (sameDay(date, yesterday)) return `yesterday, ${time}`;
  return date.getFullYear() === today.getFullYear()
    ? `${dayOfYear.format(date)}, ${time}`
    : fullDay.format(date);
}

/** A moment that is read at any time, as in a document: "12 Mar 2024, 08:00". */
export function dateAndTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  return `${fullDay.format(date)}, ${clock.format(date)}`;
}

/** The size of a file: "12 bytes", "845 kB", "12.3 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return counted(bytes, "byte");
  const thousands = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const unit = ["kB", "MB", "GB"][thousands - 1];
  return `${plain(bytes / 1000 ** thousands, 3)} ${unit}`;
}

/** −12 → "⁻¹²". */
export function superscript(exponent: number): string {
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  return [...String(exponent)]
    .map((sign) => (sign === "-" ? "⁻" : digits[Number(sign)]))
    .join("");
}

/** Splits "1.2 × 10⁻⁵" into text and raised parts, for fonts that lack the raised signs. */
export function raisedParts(text: string): { text: string; raised: boolean }[] {
  const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
  const lowered = "0123456789−";
  return text
    .split(/([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)/)
    .filter(Boolean)
    .map((part) =>
      raised.includes(part[0])
        ? {
            text: [...part]
              .map((sign) => lowered[raised.indexOf(sign)])
              .join(""),
            raised: true,
          }
        : { text: part, raised: false },
    );
}

function written(
  value: number | null | undefined,
  most: number,
  least: number,
): string {
  if (value === null || value === undefined || Number.isNaN(value))
    return nothing;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${minus}∞`;
  // Digits after an exact 0, or a sign before it, would speak of rounding.
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e7) {
    const [mantissa, exponent] = value.toExponential(most - 1).split("e");
    const short = least < most ? String(Number(mantissa)) : mantissa;
    return signed(`${short} × 10${superscript(Number(exponent))}`);
  }
  // More whole digits than asked for are shown, never rounded to zeros.
  const whole = size >= 1 ? Math.floor(Math.log10(size)) + 1 : 0;
  const digits = Math.max(most, whole);
  return signed(formatter(digits, Math.min(least, digits)).format(value));
}

function formatter(most: number, least: number): Intl.NumberFormat {
  const key = `${most} ${least}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat("en-US", {
    maximumSignificantDigits: most,
    minimumSignificantDigits: least,
  });
  formatters.set(key, made);
  return made;
}

function signed(text: string): string {
  return text.replace(/^-/, minus);
}

function pair(
  value: number,
  unit: number,
  name: string,
  subUnit: number,
  subName: string,
): string {
  const rounded = Math.round(value / subUnit) * subUnit;
  const big = Math.floor(rounded / unit);
  const small = (rounded - big * unit) / subUnit;
  return small === 0 ? `${big} ${name}` : `${big} ${name} ${small} ${subName}`;
}

function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const endings: Partial<Record<Intl.LDMLPluralRule, string>> = {
  one: "st",
  two: "nd",
  few: "rd",
};

/** 1 → "1st", 22 → "22nd" */
export function ordinal(n: number): string {
  return `${count(n)}${endings[ordinals.select(n)] ?? "th"}`;
}
