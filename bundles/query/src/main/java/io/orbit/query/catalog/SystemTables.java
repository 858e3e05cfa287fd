package io.orbit.query.catalog;

import io.orbit.api.query.VirtualTable;
import io.orbit.query.type.SystemRelation;
import io.orbit.query.type.SystemRelations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All tables of pg_catalog and information_schema. Those without a source here list kinds of object
 * that Orbit has none of (publications, foreign tables …): they are empty.
 */
public final class SystemTables {
  private static final RowSource NONE = (view, rows) -> {};

  private static final Map<String, RowSource> SOURCES = new HashMap<>();

  static {
    relations();
    objects();
    roles();
    sessions();
    information();
  }

  private SystemTables() {}

  private static void relations() {
    catalog("pg_namespace", NamespaceRows::rows);
    catalog("pg_class", ClassRows::rows);
    catalog("pg_am", AccessMethods::rows);
    catalog("pg_attribute", AttributeRows::rows);
    catalog("pg_attrdef", AttributeRows::defaults);
    catalog("pg_index", IndexRows::rows);
    catalog("pg_constraint", ConstraintRows::rows);
    catalog("pg_depend", DependencyRows::rows);
    catalog("pg_init_privs", InitialRights::rows);
    catalog("pg_extension", ExtensionRows::rows);
    catalog("pg_description", DescriptionRows::rows);
    catalog("pg_shdescription", DescriptionRows::shared);
    catalog("pg_tables", RelationRows::tables);
    catalog("pg_views", RelationRows::views);
    catalog("pg_matviews", RelationRows::materializedViews);
    catalog("pg_rewrite", RelationRows::rules);
    catalog("pg_indexes", RelationRows::indexes);
    catalog("pg_sequence", SequenceRows::catalog);
    catalog("pg_sequences", SequenceRows::view);
    catalog("pg_stat_all_tables", RelationRows::tableStatistics);
    catalog("pg_stat_user_tables", RelationRows::tableStatistics);
    catalog("pg_stats", StatisticsRows::columns);
    catalog("pg_statio_all_tables", RelationRows::tableInput);
    catalog("pg_statio_user_tables", RelationRows::tableInput);
    catalog("pg_stat_all_indexes", RelationRows::indexStatistics);
    catalog("pg_stat_user_indexes", RelationRows::indexStatistics);
  }

  private static void objects() {
    catalog("pg_type", TypeCatalog::rows);
    catalog("pg_range", RangeRows::rows);
    catalog("pg_enum", UserTypeRows::labels);
    catalog("pg_proc", FunctionRows::functions);
    catalog("pg_trigger", TriggerRows::catalog);
    catalog("pg_policy", PolicyRows::catalog);
    catalog("pg_policies", PolicyRows::view);
    catalog("pg_operator", FunctionRows::operators);
    catalog("pg_opclass", OperatorClasses::classes);
    catalog("pg_opfamily", OperatorClasses::families);
    catalog("pg_cast", CastRows::rows);
    catalog("pg_database", ClusterRows::databases);
    catalog("pg_tablespace", ClusterRows::tablespaces);
    catalog("pg_language", ClusterRows::languages);
    catalog("pg_collation", ClusterRows::collations);
    catalog("pg_timezone_names", ClusterRows::timeZones);
  }

  private static void roles() {
    catalog("pg_roles", RoleRows::roles);
    catalog("pg_authid", RoleRows::authorizations);
    catalog("pg_auth_members", RoleRows::members);
    catalog("pg_user", RoleRows::users);
    catalog("pg_shadow", RoleRows::shadow);
    catalog("pg_group", RoleRows::groups);
    catalog("pg_db_role_setting", RoleRows::databaseSettings);
  }

  private static void sessions() {
    catalog("pg_settings", SessionRows::settings);
    catalog("pg_stat_activity", SessionRows::activity);
    catalog("pg_locks", LockRows::advisory);
    catalog("pg_prepared_statements", SessionRows::preparedStatements);
    catalog("pg_cursors", SessionRows::cursors);
  }

  private static void information() {
    standard("information_schema_catalog_name", InformationTables::catalogName);
    standard("schemata", InformationTables::schemata);
    standard("tables", InformationTables::tables);
    standard("views", InformationTables::views);
    standard("sequences", InformationTables::sequences);
    standard("character_sets", InformationTables::characterSets);
    standard("collations", InformationTables::collations);
    standard("columns", InformationColumns::rows);
    standard("table_constraints", InformationConstraints::constraints);
    standard("key_column_usage", InformationConstraints::keyColumns);
    standard("constraint_column_usage", InformationConstraints::columnUsage);
    standard("constraint_table_usage", InformationConstraints::tableUsage);
    standard("referential_constraints", InformationConstraints::references);
    standard("check_constraints", InformationConstraints::checks);
    standard("enabled_roles", InformationRights::enabledRoles);
    standard("applicable_roles", InformationRights::applicableRoles);
    standard("table_privileges", InformationRights::tables);
    standard("role_table_grants", InformationRights::roleTables);
    standard("column_privileges", InformationRights::columns);
    standard("role_column_grants", InformationRights::roleColumns);
    standard("usage_privileges", InformationRights::usage);
    standard("domains", UserTypeRows::domains);
    standard("routines", FunctionRows::routines);
    standard("parameters", RoutineRows::parameters);
    standard("triggers", TriggerRows::information);
  }

  private static void catalog(String name, RowSource source) {
    SOURCES.put("pg_catalog." + name, source);
  }

  private static void standard(String name, RowSource source) {
    SOURCES.put("information_schema." + name, source);
  }

  /** The tables, over these sources. */
  public static List<VirtualTable> all(SystemSources sources) {
    return SystemRelations.all().stream().map(relation -> table(relation, sources)).toList();
  }

  private static VirtualTable table(SystemRelation relation, SystemSources sources) {
    RowSource source = SOURCES.getOrDefault(relation.schema() + "." + relation.name(), NONE);
    return new SystemTable(relation, sources, source);
  }
}
