/** The compared runs with what tells them apart on screen. */
import type { RunRow } from "../../../core/contract/api";
import { dashes } from "../../plot/palette";
import type { Ink } from "../../plot/palette";

export interface Member {
  row: RunRow;
  /** A, B, C, … in their order. */
  letter: string;
  ink: Ink;
  dash: number[];
  visible: boolean;
}

export function membersOf(
  rows: RunRow[],
  ids: number[],
  hidden: ReadonlySet<number>,
): Member[] {
  return ids
    .flatMap((id) => rows.find((row) => row.id === id) ?? [])
    .map((row, i) => ({
      row,
      letter: letterOf(i),
      ink: `series-${row.colour ?? i % 8}`,
      dash: dashes[i % dashes.length],
      visible: !hidden.has(row.id),
    }));
}

function letterOf(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  const round = Math.floor(place / 26);
  return round === 0 ? letter : `${letter}${round + 1}`;
}

/** Members whose experiments differ in nothing but the seed, in groups of two and more. */
export function seedGroups(members: Member[]): Member[][] {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = withoutSeed(member.row);
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** What one curve shows each: groups that differ in the seed where they are wanted, else single runs. */
export function groupsOf(members: Member[], banded: boolean): Member[][] {
  const groups = banded ? seedGroups(members) : [];
  const alone = members.filter(
    (member) => !groups.some((group) => group.includes(member)),
  );
  return [...alone.map((member) => [member]), ...groups];
}

function withoutSeed({ spec }: RunRow): string {
  return JSON.stringify({ ...spec, name: "" }, (key, value: unknown) =>
    key === "seed" ? undefined : value,
  );
}
