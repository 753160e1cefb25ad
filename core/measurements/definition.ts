import type { FieldsDefinition } from "../schema/definition";
import type { TableName } from "../series/columns";
import type { RecordedColumn } from "./columns";

/** All that the lab knows of something that is measured every so many steps. */
export interface MeasurementDefinition extends FieldsDefinition {
  /** The table of a run with a row for each measurement. */
  readonly table: TableName;
  /** Every kind of column that the table can have. */
  readonly columns: readonly Pick<RecordedColumn<never>, "name" | "what">[];
}
