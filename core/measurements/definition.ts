import type { Definition, FieldsDefinition } from "../schema/definition";
import type { TableName } from "../series/columns";
import type { ColumnWords } from "./columns";

/** A table of a run. */
export interface TableDefinition extends Definition {
  readonly table: TableName;
  /** Every column that the table can have. */
  readonly columns: readonly ColumnWords[];
}

/** A quantity measured at regular steps, with its options and a table that has a row for each measurement. */
export interface MeasurementDefinition
  extends TableDefinition, FieldsDefinition {
  /** Whether it is made only where the experiment file names it. */
  readonly isOptional?: boolean;
}
