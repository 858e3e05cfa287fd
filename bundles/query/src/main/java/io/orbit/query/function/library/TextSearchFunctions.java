package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.array;
import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.text;
import static io.orbit.query.function.library.Arguments.value;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.JsonTree;
import io.orbit.api.value.TextSearchQuery;
import io.orbit.api.value.TextSearchVector;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.textsearch.Configuration;
import io.orbit.query.textsearch.Documents;
import io.orbit.query.textsearch.Excerpts;
import io.orbit.query.textsearch.Queries;
import io.orbit.query.textsearch.QueryTrees;
import io.orbit.query.textsearch.Ranking;
import io.orbit.query.textsearch.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Full text search (PostgreSQL manual, section 9.13). */
final class TextSearchFunctions implements FunctionRegistry.Library {
  private static final DataType REGCONFIG = Signature.type("regconfig");
  private static final float[] WEIGHTS = {0.1f, 0.2f, 0.4f, 1.0f};

  /** A query from a text. */
  private interface Reading {
    TextSearchQuery of(Configuration configuration, String text);
  }

  /** A figure for a document and a query. */
  private interface Rank {
    float of(Ranking ranking, TextSearchVector vector, TextSearchQuery query, int method);
  }

  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    documents(definitions);
    queries(definitions);
    matches(definitions);
    rank(definitions, "ts_rank", Ranking::byWeights);
    rank(definitions, "ts_rank_cd", Ranking::byCovers);
    excerpts(definitions);
    vectors(definitions);
    trees(definitions);
    definitions.define("get_current_ts_config() regconfig").stable().is((e, a) -> session(e).oid());
  }

  private static TextSearchVector vector(@Nullable Object[] arguments, int index) {
    return (TextSearchVector) value(arguments, index);
  }

  private static TextSearchQuery query(@Nullable Object[] arguments, int index) {
    return (TextSearchQuery) value(arguments, index);
  }

  private static Configuration configuration(@Nullable Object[] arguments) {
    return Configuration.of(bigint(arguments, 0));
  }

  /** The configuration of the session's setting. */
  private static Configuration session(Evaluation evaluation) {
    String name =
        evaluation.session().settings().getOrDefault("default_text_search_config", "english");
    return Configuration.of((Long) ValueText.parse(name, REGCONFIG, TextContext.UTC));
  }

  private static void documents(Definitions definitions) {
    definitions.add(
        "to_tsvector(regconfig, text) tsvector",
        (e, a) -> Documents.vector(configuration(a), text(a, 1)));
    definitions
        .define("to_tsvector(text) tsvector")
        .stable()
        .is((e, a) -> Documents.vector(session(e), text(a, 0)));
    for (String type : List.of("json", "jsonb")) {
      definitions.add(
          "to_tsvector(regconfig, " + type + ") tsvector",
          (e, a) -> Documents.vector(configuration(a), strings(text(a, 1))));
      definitions
          .define("to_tsvector(" + type + ") tsvector")
          .stable()
          .is((e, a) -> Documents.vector(session(e), strings(text(a, 0))));
    }
  }

  /** The string values of a document, in its order. */
  private static List<String> strings(String json) {
    List<String> strings = new ArrayList<>();
    collect(JsonTree.parse(json), strings);
    return strings;
  }

  private static void collect(@Nullable Object tree, List<String> strings) {
    switch (tree) {
      case String string -> strings.add(string);
      case List<?> list -> list.forEach(element -> collect(element, strings));
      case Map<?, ?> map -> map.values().forEach(member -> collect(member, strings));
      case null, default -> {}
    }
  }

  private static void queries(Definitions definitions) {
    reading(definitions, "to_tsquery", Queries::written);
    reading(definitions, "plainto_tsquery", Queries::plain);
    reading(definitions, "phraseto_tsquery", Queries::phrase);
    reading(definitions, "websearch_to_tsquery", Queries::web);
  }

  private static void reading(Definitions definitions, String name, Reading reading) {
    definitions.add(
        name + "(regconfig, text) tsquery",
        (e, a) -> told(e, reading.of(configuration(a), text(a, 1))));
    definitions
        .define(name + "(text) tsquery")
        .stable()
        .is((e, a) -> told(e, reading.of(session(e), text(a, 0))));
  }

  /** A query that finds nothing is worth a notice. */
  private static TextSearchQuery told(Evaluation evaluation, TextSearchQuery query) {
    if (query.root() == null) {
      evaluation
          .services()
          .notices()
          .notice(
              evaluation.session(),
              "NOTICE",
              "00000",
              "text-search query contains only stop words or doesn't contain lexemes, ignored");
    }
    return query;
  }

  private static void matches(Definitions definitions) {
    for (String symbol : List.of("@@", "@@@")) {
      definitions.add(
          symbol + "(tsvector, tsquery) bool",
          (e, a) -> QueryTrees.matches(vector(a, 0), query(a, 1)));
      definitions.add(
          symbol + "(tsquery, tsvector) bool",
          (e, a) -> QueryTrees.matches(vector(a, 1), query(a, 0)));
    }
    definitions
        .define("@@(text, tsquery) bool")
        .stable()
        .is((e, a) -> QueryTrees.matches(Documents.vector(session(e), text(a, 0)), query(a, 1)));
    definitions
        .define("@@(text, text) bool")
        .stable()
        .is(
            (e, a) ->
                QueryTrees.matches(
                    Documents.vector(session(e), text(a, 0)),
                    Queries.plain(session(e), text(a, 1))));
  }

  private static void rank(Definitions definitions, String name, Rank rank) {
    Ranking standard = new Ranking(WEIGHTS);
    definitions.add(
        name + "(tsvector, tsquery) float4",
        (e, a) -> rank.of(standard, vector(a, 0), query(a, 1), 0));
    definitions.add(
        name + "(tsvector, tsquery, int4) float4",
        (e, a) -> rank.of(standard, vector(a, 0), query(a, 1), integer(a, 2)));
    definitions.add(
        name + "(float4[], tsvector, tsquery) float4",
        (e, a) -> rank.of(ranking(a), vector(a, 1), query(a, 2), 0));
    definitions.add(
        name + "(float4[], tsvector, tsquery, int4) float4",
        (e, a) -> rank.of(ranking(a), vector(a, 1), query(a, 2), integer(a, 3)));
  }

  private static Ranking ranking(@Nullable Object[] arguments) {
    List<@Nullable Object> given = array(arguments, 0).elements();
    if (array(arguments, 0).dimensions().size() != 1) {
      throw new OrbitException(
          ErrorCode.ARRAY_SUBSCRIPT_ERROR, "array of weight must be one-dimensional");
    }
    if (given.size() < WEIGHTS.length) {
      throw new OrbitException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "array of weight is too short");
    }
    float[] weights = new float[WEIGHTS.length];
    for (int i = 0; i < weights.length; i++) {
      if (!(given.get(i) instanceof Number weight)) {
        throw new OrbitException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED, "array of weight must not contain nulls");
      }
      weights[i] = weight.floatValue() < 0 ? WEIGHTS[i] : weight.floatValue();
      if (weights[i] > 1) {
        throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "weight out of range");
      }
    }
    return new Ranking(weights);
  }

  private static void excerpts(Definitions definitions) {
    definitions.add(
        "ts_headline(regconfig, text, tsquery) text",
        (e, a) -> Excerpts.of(configuration(a), text(a, 1), query(a, 2), ""));
    definitions.add(
        "ts_headline(regconfig, text, tsquery, text) text",
        (e, a) -> Excerpts.of(configuration(a), text(a, 1), query(a, 2), text(a, 3)));
    definitions
        .define("ts_headline(text, tsquery) text")
        .stable()
        .is((e, a) -> Excerpts.of(session(e), text(a, 0), query(a, 1), ""));
    definitions
        .define("ts_headline(text, tsquery, text) text")
        .stable()
        .is((e, a) -> Excerpts.of(session(e), text(a, 0), query(a, 1), text(a, 2)));
  }

  private static void vectors(Definitions definitions) {
    definitions.add(
        "||(tsvector, tsvector) tsvector", (e, a) -> Vectors.joined(vector(a, 0), vector(a, 1)));
    definitions.add("length(tsvector) int4", (e, a) -> vector(a, 0).lexemes().size());
    definitions.add("strip(tsvector) tsvector", (e, a) -> Vectors.stripped(vector(a, 0)));
    definitions.add(
        "setweight(tsvector, char) tsvector",
        (e, a) -> Vectors.weighted(vector(a, 0), (Byte) value(a, 1), null));
    definitions.add(
        "setweight(tsvector, char, text[]) tsvector",
        (e, a) -> Vectors.weighted(vector(a, 0), (Byte) value(a, 1), array(a, 2)));
    definitions.add(
        "ts_delete(tsvector, text) tsvector",
        (e, a) -> Vectors.without(vector(a, 0), List.of(text(a, 1))));
    definitions.add(
        "ts_delete(tsvector, text[]) tsvector",
        (e, a) -> Vectors.without(vector(a, 0), array(a, 1).elements()));
    definitions.add(
        "ts_filter(tsvector, char[]) tsvector",
        (e, a) -> Vectors.filtered(vector(a, 0), array(a, 1)));
    definitions.add("array_to_tsvector(text[]) tsvector", (e, a) -> Vectors.of(array(a, 0)));
    definitions.add("tsvector_to_array(tsvector) text[]", (e, a) -> Vectors.lexemes(vector(a, 0)));
    definitions.table(
        "unnest(tsvector) record",
        List.of("lexeme", "positions", "weights"),
        List.of(DataType.TEXT, DataType.array(DataType.INT16), DataType.array(DataType.TEXT)),
        (e, a) ->
            a[0] == null ? List.<@Nullable Object[]>of().iterator() : Vectors.rows(vector(a, 0)));
  }

  private static void trees(Definitions definitions) {
    definitions.add(
        "&&(tsquery, tsquery) tsquery", (e, a) -> QueryTrees.and(query(a, 0), query(a, 1)));
    definitions.add(
        "||(tsquery, tsquery) tsquery", (e, a) -> QueryTrees.or(query(a, 0), query(a, 1)));
    definitions.add("!!(tsquery) tsquery", (e, a) -> QueryTrees.not(query(a, 0)));
    for (String name : List.of("<->", "tsquery_phrase")) {
      definitions.add(
          name + "(tsquery, tsquery) tsquery",
          (e, a) -> QueryTrees.phrase(query(a, 0), query(a, 1), 1));
    }
    definitions.add(
        "tsquery_phrase(tsquery, tsquery, int4) tsquery",
        (e, a) -> QueryTrees.phrase(query(a, 0), query(a, 1), integer(a, 2)));
    definitions.add(
        "@>(tsquery, tsquery) bool", (e, a) -> QueryTrees.contains(query(a, 0), query(a, 1)));
    definitions.add(
        "<@(tsquery, tsquery) bool", (e, a) -> QueryTrees.contains(query(a, 1), query(a, 0)));
    definitions.add("numnode(tsquery) int4", (e, a) -> query(a, 0).size());
    definitions.add("querytree(tsquery) text", (e, a) -> QueryTrees.indexable(query(a, 0)));
  }
}
