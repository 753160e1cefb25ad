/** What a person types to find runs: words, `eta > 0.2`, `tag:paper`, `-relu`, `"exact words"`. */

export type Operator = "<" | "<=" | ">" | ">=" | "=" | "!=";

export type Term = {
  /** Runs that fit are left out. */
  isNegated: boolean;
} & (
  | { kind: "words"; text: string }
  | { kind: "compare"; field: string; operator: Operator; value: string }
  /** `isExact`: in quotes, the whole text and not a part of it. */
  | { kind: "field"; field: string; value: string; isExact: boolean }
);

const pattern =
  /(-?)(?:"([^"]*)"?|([^\s:<>=!"]+)\s*(<=|>=|!=|<|>|=)\s*("[^"]*"?|[^\s"<>=]*)|([^\s:<>=!"]+):(?:"([^"]*)"?|(\S*))|(\S+))/gu;

/** The terms of a query in their order. All of them have to fit. */
export function termsOf(query: string): Term[] {
  return [...query.matchAll(pattern)].flatMap((match): Term[] => {
    const [, minus, quoted, compared, operator, number] = match;
    const [, , , , , , field, exact, value, word] = match;
    const isNegated = minus === "-";
    if (quoted !== undefined)
      return quoted ? [{ kind: "words", text: quoted, isNegated }] : [];
    if (compared !== undefined)
      return [
        {
          kind: "compare",
          field: compared.toLowerCase(),
          operator: operator as Operator,
          value: number.replaceAll('"', ""),
          isNegated,
        },
      ];
    if (field !== undefined)
      return [
        {
          kind: "field",
          field: field.toLowerCase(),
          value: exact ?? value,
          isExact: exact !== undefined,
          isNegated,
        },
      ];
    // A dash alone is being typed.
    return word === undefined || word === "-"
      ? []
      : [{ kind: "words", text: word, isNegated }];
  });
}

/** A value as a query writes it: in quotes where it has blanks. */
export function quotedValue(value: string): string {
  return /^[^\s"<>=]+$/.test(value) ? value : `"${value.replaceAll('"', "")}"`;
}

/** A number as people write it: `0.2`, `1e-3`, `1,000`, `50%`; null for anything else. */
export function numberOf(text: string): number | null {
  const written = text.replace("−", "-").replace(/(\d),(?=\d{3}\b)/g, "$1");
  const [, number, percent] =
    /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(%?)$/i.exec(written) ?? [];
  if (number === undefined) return null;
  return percent ? Number(number) / 100 : Number(number);
}

/** The start and the end of a day, a month or a year, in local time; null for anything else. */
export function datesOf(text: string): { from: number; to: number } | null {
  const match = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map((part) => part && Number(part));
  if (Number(month ?? 1) > 12 || Number(day ?? 1) > 31) return null;
  const [y, m, d] = [Number(year), Number(month || 1) - 1, Number(day || 1)];
  const end = day
    ? new Date(y, m, d + 1)
    : month
      ? new Date(y, m + 1, 1)
      : new Date(y + 1, 0, 1);
  return { from: new Date(y, m, d).getTime(), to: end.getTime() };
}
