package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Sequence;
import io.orbit.api.records.Sequences;
import io.orbit.query.type.TypeOids;

/** pg_sequence and pg_sequences. */
final class SequenceRows {
  private SequenceRows() {}

  static void catalog(SystemView view, SystemRows rows) {
    for (Collection one : view.collections(Collection.Kind.SEQUENCE)) {
      Sequence sequence = one.sequence();
      if (sequence != null) {
        rows.row()
            .put("seqrelid", one.id())
            .put("seqtypid", TypeOids.of(sequence.type()))
            .put("seqstart", sequence.start())
            .put("seqincrement", sequence.increment())
            .put("seqmax", sequence.maximum())
            .put("seqmin", sequence.minimum())
            .put("seqcache", sequence.cache())
            .put("seqcycle", sequence.cycle());
      }
    }
  }

  static void view(SystemView view, SystemRows rows) {
    for (Collection one : view.collections(Collection.Kind.SEQUENCE)) {
      Sequence sequence = one.sequence();
      if (sequence != null) {
        rows.row()
            .put("schemaname", view.schemaName(one.schema()))
            .put("sequencename", one.name())
            .put("sequenceowner", view.roleName(one.owner()))
            .put("data_type", TypeOids.of(sequence.type()))
            .put("start_value", sequence.start())
            .put("min_value", sequence.minimum())
            .put("max_value", sequence.maximum())
            .put("increment_by", sequence.increment())
            .put("cycle", sequence.cycle())
            .put("cache_size", sequence.cache());
        if (view.session().may(one, Privilege.SELECT) || view.session().may(one, Privilege.USAGE)) {
          Sequences.State state = view.sources().sequences().state(view.transaction(), one);
          rows.put("last_value", state.called() ? state.lastValue() : null);
        }
      }
    }
  }
}
