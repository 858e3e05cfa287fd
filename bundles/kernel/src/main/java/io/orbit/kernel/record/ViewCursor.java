package io.orbit.kernel.record;

import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import java.util.Iterator;

/** The records of a run that exist for a view. */
public class ViewCursor implements RecordCursor {
  private static final byte[] NONE = new byte[0];

  private final HotView view;
  private final Iterator<StoreRecord> records;
  private final RecordView value = new RecordView();
  private byte[] key = NONE;

  public ViewCursor(HotView view, Iterator<StoreRecord> records) {
    this.view = view;
    this.records = records;
  }

  /** Called with each record before it is looked at. */
  protected void approach(StoreRecord record) {}

  /** Called when no record is left. */
  protected void finish() {}

  @Override
  public boolean next() {
    while (records.hasNext()) {
      StoreRecord record = records.next();
      approach(record);
      if (view.show(view.visible(record), value)) {
        key = record.key();
        return true;
      }
    }
    finish();
    return false;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public RecordView value() {
    return value;
  }

  @Override
  public void close() {
    if (records instanceof RangeRun run) {
      run.close();
    } else if (records instanceof AllRun run) {
      run.close();
    }
  }
}
