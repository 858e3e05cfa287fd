package io.orbit.query.catalog;

import io.orbit.query.textsearch.Configuration;
import io.orbit.query.type.SystemRelations;
import java.util.List;

/** pg_ts_config, pg_ts_dict, pg_ts_parser, pg_ts_template, with PostgreSQL's OIDs. */
final class TextSearchRows {
  private static final long PARSER = 3722;
  private static final long SIMPLE_DICTIONARY = 3765;
  private static final long ENGLISH_DICTIONARY = 13_163;
  private static final long SIMPLE_TEMPLATE = 3727;
  private static final long SNOWBALL_TEMPLATE = 13_150;

  private TextSearchRows() {}

  static void configurations(SystemView view, SystemRows rows) {
    for (Configuration configuration : Configuration.values()) {
      rows.row()
          .put("oid", configuration.oid())
          .put("cfgname", configuration.title())
          .put("cfgnamespace", SystemRelations.PG_CATALOG)
          .put("cfgowner", SystemIds.BOOTSTRAP_ROLE)
          .put("cfgparser", PARSER);
    }
  }

  /** Which dictionary each type of token goes to; words go to the language's. */
  static void mappings(SystemView view, SystemRows rows) {
    for (Configuration configuration : Configuration.values()) {
      for (int token : List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22)) {
        boolean word = List.of(1, 2, 10, 11, 16, 17).contains(token);
        rows.row()
            .put("mapcfg", configuration.oid())
            .put("maptokentype", token)
            .put("mapseqno", 1)
            .put(
                "mapdict",
                word && configuration == Configuration.ENGLISH
                    ? ENGLISH_DICTIONARY
                    : SIMPLE_DICTIONARY);
      }
    }
  }

  static void dictionaries(SystemView view, SystemRows rows) {
    dictionary(rows, SIMPLE_DICTIONARY, "simple", SIMPLE_TEMPLATE);
    dictionary(rows, ENGLISH_DICTIONARY, "english_stem", SNOWBALL_TEMPLATE)
        .put("dictinitoption", "language = 'english', stopwords = 'english'");
  }

  private static SystemRows dictionary(SystemRows rows, long oid, String name, long template) {
    return rows.row()
        .put("oid", oid)
        .put("dictname", name)
        .put("dictnamespace", SystemRelations.PG_CATALOG)
        .put("dictowner", SystemIds.BOOTSTRAP_ROLE)
        .put("dicttemplate", template);
  }

  static void parsers(SystemView view, SystemRows rows) {
    rows.row()
        .put("oid", PARSER)
        .put("prsname", "default")
        .put("prsnamespace", SystemRelations.PG_CATALOG);
  }

  static void templates(SystemView view, SystemRows rows) {
    template(rows, SIMPLE_TEMPLATE, "simple");
    template(rows, SNOWBALL_TEMPLATE, "snowball");
  }

  private static void template(SystemRows rows, long oid, String name) {
    rows.row()
        .put("oid", oid)
        .put("tmplname", name)
        .put("tmplnamespace", SystemRelations.PG_CATALOG);
  }
}
