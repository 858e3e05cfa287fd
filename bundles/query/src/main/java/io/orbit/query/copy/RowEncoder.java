package io.orbit.query.copy;

import io.orbit.api.query.Batch;

/** Rows as COPY TO writes them. */
interface RowEncoder {
  /** What comes before the first row; empty for nothing. */
  byte[] header();

  byte[] row(Batch batch, int row);

  /** What comes after the last row; empty for nothing. */
  byte[] trailer();
}
