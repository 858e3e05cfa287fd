package io.orbit.protocol.rest.changes;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedEvent.Change;
import io.orbit.api.feed.FeedEvent.Operation;
import io.orbit.api.feed.RecordImage;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowView;
import io.orbit.api.storage.ValueType;
import io.orbit.protocol.rest.json.Json;
import io.orbit.protocol.rest.json.JsonOutput;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Events of a feed as JSON: rows as objects by their columns, Redis' values as text, bytes that are
 * no UTF-8 as {@code {"base64": "…"}}. One thread.
 */
final class ChangeJson {
  private static final String REMAINDER = "_extra";

  private final Records records;
  private final ObjectMapper mapper = Json.mapper();
  private final JsonOutput values = new JsonOutput(false);

  ChangeJson(Records records) {
    this.records = records;
  }

  private interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  private String object(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = mapper.createGenerator(text)) {
      out.writeStartObject();
      body.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  String begin(FeedEvent.Begin begin) {
    return object(
        out -> {
          out.writeStringField("transaction", Long.toUnsignedString(begin.timestamp()));
          out.writeStringField("committedAt", Instant.ofEpochMilli(begin.committedAt()).toString());
        });
  }

  String commit(FeedEvent.Commit commit) {
    return object(
        out -> out.writeStringField("transaction", Long.toUnsignedString(commit.timestamp())));
  }

  String change(Change change, ChangeScope.Source source) {
    return object(
        out -> {
          switch (source) {
            case ChangeScope.Table table -> row(out, change, table);
            case ChangeScope.Keys keys -> key(out, change, keys);
          }
        });
  }

  private static void operation(JsonGenerator out, Operation operation) throws IOException {
    String name =
        switch (operation) {
          case INSERT, UPDATE, EDIT, EXPIRE, DELETE -> operation.name().toLowerCase(Locale.ROOT);
          case CLEAR_SPACE -> "clear";
          case CREATE_SPACE -> "create";
          case DROP_SPACE -> "drop";
        };
    out.writeStringField("operation", name);
  }

  private static boolean isOfRecord(Operation operation) {
    return switch (operation) {
      case INSERT, UPDATE, EDIT, EXPIRE, DELETE -> true;
      case CLEAR_SPACE, CREATE_SPACE, DROP_SPACE -> false;
    };
  }

  private void row(JsonGenerator out, Change change, ChangeScope.Table table) throws IOException {
    out.writeStringField("collection", table.name());
    operation(out, change.operation());
    if (!isOfRecord(change.operation())) {
      return;
    }
    RecordImage after = change.after();
    RecordImage before = change.before();
    Collection collection = table.collection();
    if (!collection.primaryKey().isEmpty()) {
      out.writeObjectFieldStart("key");
      RowView key = records.row(collection, change.key(), null);
      for (int position : collection.primaryKey()) {
        column(out, collection, key, position);
      }
      out.writeEndObject();
    }
    if (after != null && after.value() != null) {
      members(out, "record", collection, records.row(collection, change.key(), after.value()));
    }
    if (after != null) {
      expiry(out, after);
    }
    if (before != null && before.value() != null) {
      members(out, "before", collection, records.row(collection, change.key(), before.value()));
    }
  }

  private void members(JsonGenerator out, String name, Collection collection, RowView row)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (int i = 0; i < collection.columns().size(); i++) {
      if (collection.open() && collection.columns().get(i).name().equals(REMAINDER)) {
        undeclared(out, row.get(i));
      } else {
        column(out, collection, row, i);
      }
    }
    out.writeEndObject();
  }

  /** The members that are no columns stand beside those that are. */
  private void undeclared(JsonGenerator out, @Nullable Object json) throws IOException {
    if (json != null) {
      for (var member : mapper.readTree(json.toString()).properties()) {
        out.writeFieldName(member.getKey());
        out.writeTree(member.getValue());
      }
    }
  }

  private void column(JsonGenerator out, Collection collection, RowView row, int position)
      throws IOException {
    Column column = collection.columns().get(position);
    out.writeFieldName(column.name());
    values.write(out, row.get(position), column.type());
  }

  private static void key(JsonGenerator out, Change change, ChangeScope.Keys keys)
      throws IOException {
    out.writeNumberField("keys", keys.number());
    operation(out, change.operation());
    if (!isOfRecord(change.operation())) {
      return;
    }
    out.writeFieldName("key");
    bytes(out, change.key());
    RecordImage after = change.after();
    RecordImage before = change.before();
    if (after != null && change.operation() != Operation.EXPIRE) {
      type(out, after);
      image(out, "value", "elements", after);
    }
    if (after != null) {
      expiry(out, after);
    }
    if (before != null) {
      image(out, "before", "elementsBefore", before);
    }
  }

  private static void type(JsonGenerator out, RecordImage image) throws IOException {
    byte type = image.type();
    if (type >= ValueType.STRING && type <= KeyType.values().length) {
      out.writeStringField("type", KeyType.values()[type - ValueType.STRING].redisName());
    }
  }

  private static void expiry(JsonGenerator out, RecordImage image) throws IOException {
    if (image.expiresAt() != 0) {
      out.writeStringField("expiresAt", Instant.ofEpochMilli(image.expiresAt()).toString());
    }
  }

  /** A plain value, or the touched elements of a composite: pairs, with null for what is gone. */
  private static void image(JsonGenerator out, String value, String elements, RecordImage image)
      throws IOException {
    byte[] plain = image.value();
    if (plain != null) {
      out.writeFieldName(value);
      bytes(out, plain);
      return;
    }
    out.writeArrayFieldStart(elements);
    for (RecordImage.Element element : image.elements()) {
      out.writeStartArray();
      bytes(out, element.key());
      byte[] held = element.value();
      if (held == null) {
        out.writeNull();
      } else {
        bytes(out, held);
      }
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  private static void bytes(JsonGenerator out, byte[] bytes) throws IOException {
    try {
      out.writeString(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException binary) {
      out.writeStartObject();
      out.writeStringField("base64", Base64.getEncoder().encodeToString(bytes));
      out.writeEndObject();
    }
  }
}
