import { parquetWriteBuffer } from "hyparquet-writer";
import type { RunDetail } from "../../core/contract/api";
import { LabFailure } from "../../core/errors";
import { rowCount, type TableName } from "../../core/series/columns";
import type { Archive } from "../archive/archive";
import { readRecords } from "../archive/records";
import { writeWhole } from "../files/write-whole";

/**
 * Writes a table of a run as a Parquet file, each column as float64.
 * @throws LabFailure `bad-request` for a table without rows
 */
export async function writeParquet(
  path: string,
  archive: Archive,
  run: RunDetail,
  table: TableName,
) {
  const columns = (await readRecords(archive, run))[table];
  if (rowCount(columns) === 0)
    throw new LabFailure({
      code: "bad-request",
      message: `Run ${run.id} recorded nothing in the table ${table}.`,
    });
  const file = parquetWriteBuffer({
    columnData: Object.entries(columns).map(([name, data]) => ({
      name,
      data,
      type: "DOUBLE",
      nullable: false,
      // A dictionary would make 0 of −0.
      encoding: "PLAIN",
    })),
    // Programs differ in what they take from the minimum of a column that holds NaN.
    statistics: false,
  });
  await writeWhole(path, new Uint8Array(file));
}
